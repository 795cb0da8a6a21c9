"""``preflight fleet clients.toml``: many clients in one go, one summary, the exit code of the worst."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from preflight import cluster, fleet
from preflight.config import nearest
from preflight.model import PreflightError
from preflight.model.fleet import Fleet
from preflight.output import plain, width_of_screen
from preflight.pipeline import Options
from preflight.reporters import fleet as summary
from preflight.writing import write

Say = Callable[[str], None]
EXIT = {"PASS": 0, "FAIL": 1, "INCOMPLETE": 3}
FORMATS = ("console", "json", "html", "markdown")


def run(arguments: argparse.Namespace, say: Say) -> int:
    del say  # a report is written as it is
    outputs = [_output(value) for value in arguments.format or ["console"]]
    if sum(not file for _, file in outputs) > 1:
        raise PreflightError(
            "only one format can go to the screen: give the others a file, as in --format json:all.json"
        )
    entries = fleet.read(arguments.file)
    for name in arguments.only:
        if name not in (known := [entry.name for entry in entries]):
            raise PreflightError(f"--only {name}: there is no client of that name{nearest(name, known)}")
    if arguments.only:
        entries = [entry for entry in entries if entry.name in arguments.only]
    today = date.today()
    with cluster.executor(arguments.cluster) as executor:

        def adjust(options: Options) -> Options:
            return replace(
                options, today=today, executor=executor, jobs=arguments.jobs, no_cache=arguments.no_cache,
                offline=arguments.offline or options.offline, allow_hosts=tuple(arguments.allow_host),
                send_date=options.send_date or arguments.send_date, fail_on=arguments.fail_on or options.fail_on,
                allow_plugins=arguments.allow_plugins,
            )  # fmt: skip

        told = _told if sys.stderr.isatty() else None
        answer = fleet.check(entries, adjust, reports=arguments.reports, told=told)
    if told:
        sys.stderr.write("\r\x1b[K")
    for form, file in outputs:
        _write(answer, form, file)
    return 0 if arguments.exit_zero else EXIT[answer.verdict]


def _output(value: str) -> tuple[str, str]:
    name, _, file = value.partition(":")
    if name not in FORMATS:
        raise PreflightError(f"there is no format {name!r}{nearest(name, FORMATS)}: choose from {', '.join(FORMATS)}")
    return name, file


def _write(answer: Fleet, form: str, file: str) -> None:
    if form == "console":
        colour = not file and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        text = summary.console(answer, colour=colour, width=100 if file else width_of_screen())
    elif form == "html":
        text = summary.as_html(answer, os.path.dirname(file))  # noqa: PTH120 - "" stays ""
    else:
        text = summary.as_json(answer) if form == "json" else summary.as_markdown(answer)
    if not file:
        sys.stdout.write(text)
        return
    try:
        write(file, text)
    except OSError as error:
        raise PreflightError(f"the summary cannot be written ({error.strerror})", file) from error


def _told(done: int, total: int, name: str) -> None:
    sys.stderr.write(f"\r\x1b[K{done} of {total} clients checked; now {plain(name)}")
    sys.stderr.flush()
