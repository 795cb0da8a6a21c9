"""What a run writes: reports on the screen and in files, progress while it lasts, notes that act on no terminal."""

from __future__ import annotations

import os
import sys
import time

from preflight.arguments import FORMATS
from preflight.usage import columns
from preflight.writing import write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from preflight.model import Report

MOST_IN_SUMMARY = 500
"""Findings in the summary of a workflow's step, which may hold 1 MiB."""
LEAVING = ("html", "markdown")
"""Formats that clients read: nothing of another client stands in them."""
NOT_KEPT = ("github", "gitlab", "sarif")
"""Formats whose text depends on more than the report: on the files that pages are made from, on the workflow."""
LONG = 1.0
"""Seconds after which it is said how far the work is."""


def outputs(formats: list[str]) -> list[tuple[str, str]]:
    """Format and file of each report that was asked for; no file means the screen. Raises PreflightError."""
    from preflight.config import nearest
    from preflight.model import PreflightError

    found = []
    for value in formats or ["console"]:
        name, _, file = value.partition(":")
        if name not in FORMATS:
            raise PreflightError(
                f"there is no format {name!r}{nearest(name, FORMATS)}: choose from {', '.join(FORMATS)}"
            )
        found.append((name, file))
    if sum(not file for _, file in found) > 1:
        raise PreflightError(
            "only one format can go to the screen: give the others a file, as in --format json:report.json"
        )
    return found


def form_of(name: str, file: str) -> str:
    """What the text of a report depends on beside the report; empty for texts that are not kept."""
    if name in NOT_KEPT:
        return ""
    return f"{name}-{_has_colour(file):d}-{_width(file)}" if name == "console" else name


def write_report(name: str, file: str, report: Report) -> str:
    """The text as it was written. Raises PreflightError when it cannot be."""
    if name in LEAVING:
        from preflight.reporters.outside import outside

        report = outside(report)
    if name != "console":
        from importlib import import_module

        text: str = import_module(f"preflight.reporters.{name}").render(report)
        if name == "github" and (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
            _append_summary(summary, report)
    else:
        from preflight.reporters import console

        text = console.render(report, colour=_has_colour(file), width=_width(file))
    text = text if text.endswith("\n") else text + "\n"
    write_text(file, text)
    return text


def write_text(file: str, text: str | memoryview) -> None:
    """A report's text, or its UTF-8, into a file, or on the screen where none is named. Raises PreflightError when it
    cannot be written."""
    from preflight.model import PreflightError

    try:
        if file:
            write(file, text)
        else:
            sys.stdout.write(text if isinstance(text, str) else str(text, "utf-8", "surrogatepass"))
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise PreflightError(f"the report cannot be written ({error.strerror})", file or "standard output") from error


def _has_colour(file: str) -> bool:
    return not file and sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _width(file: str) -> int:
    return 100 if file else width_of_screen()


def _append_summary(file: str, report: Report) -> None:
    """The whole report in the summary of the workflow's step, to which every step appends."""
    from pathlib import Path

    from preflight.reporters import markdown

    try:
        with Path(file).open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(markdown.render(report, MOST_IN_SUMMARY))
    except OSError as error:
        print(f"preflight: the summary of this step cannot be written ({error.strerror})", file=sys.stderr)


def width_of_screen() -> int:
    return max(60, min(120, columns(100)))


class Progress:
    """A line on standard error for work longer than a second; only made for terminals."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.shown = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.began > LONG and now - self.shown > 0.2:
            self.shown = now
            sys.stderr.write(f"\r{done} of {total} documents read")
            sys.stderr.flush()

    def close(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def plain(text: str) -> str:
    """Without control characters: a file's name may hold them, and they would act on the terminal."""
    return "".join(character if character.isprintable() else f"\\x{ord(character):02x}" for character in text)


def printable(text: str) -> str:
    """Several lines, each without control characters."""
    return "\n".join(map(plain, text.split("\n")))
