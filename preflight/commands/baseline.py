"""``preflight baseline TARGET``: accept what is wrong today."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from preflight import adoption
from preflight.options import Options


def run(arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    options = Options(
        targets=tuple(arguments.targets), kind=arguments.kind, send_date=arguments.send_date, offline=arguments.offline,
        allow_hosts=tuple(arguments.allow_host), config=arguments.config, no_config=arguments.no_config,
        allow_plugins=arguments.allow_plugins,
    )  # fmt: skip
    say(adoption.adopt(options, owner=arguments.owner, days=arguments.expires))
    return 0
