"""Web addresses whose scheme was mistyped: "htpts://"."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.checkers.spelling.rules import MISSPELLING
from preflight.model import Finding, Fix, TextRun
from preflight.patterns import regex

# "htpts://": what stands before the colon
ADDRESS = regex(r"(?<![A-Za-z0-9+.-])[A-Za-z]{2,8}(?=://)")
MISTYPED_SCHEME = frozenset("htps")


def mistyped_schemes(run: TextRun) -> Iterator[Finding]:
    """Every scheme that was meant to be http or https."""
    for found in ADDRESS.finditer(run.text):
        scheme = found.group().lower()
        if scheme in ("http", "https") or not set(scheme) <= MISTYPED_SCHEME or scheme[0] not in "ht":
            continue
        meant = "https" if "s" in scheme else "http"
        yield Finding(
            MISSPELLING.id,
            f"“{found.group()}://” is a mistyped “{meant}://”",
            run.span(*found.span()),
            found.group(),
            f"Change it to {meant}://, and check the link behind it.",
            (meant,),
            Fix(meant),
        )
