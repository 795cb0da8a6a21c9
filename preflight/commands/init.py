"""``preflight init``: a configuration to begin with, a client's folder, a site's first snapshot."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from preflight import clientfolder, config, manual, snapshot
from preflight.model import PreflightError


def run(arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    if arguments.client_folder:
        say(clientfolder.make(arguments.client_folder, Path.cwd()))
        return 0
    try:
        with Path(config.FILE_NAME).open("w" if arguments.force else "x", encoding="utf-8", newline="\n") as stream:
            stream.write(manual.starter_configuration())
    except FileExistsError:
        raise PreflightError("is already there; --force replaces it", config.FILE_NAME) from None
    except OSError as error:
        raise PreflightError(f"cannot be written ({error.strerror})", config.FILE_NAME) from error
    say(f"Wrote {config.FILE_NAME}. Every line in it says what it does; start with the client's own words.")
    if arguments.client is not None:
        site = arguments.client or snapshot.usual_build(Path.cwd())
        if not site:
            raise PreflightError("--client: name the folder of the built site, as in --client public")
        say(snapshot.first(site))
    return 0
