"""What a card of a website is about: its page as it was checked, and as it is right.

Right is the page of a newer answer (somebody has mended it meanwhile), or that of the build before. Where an address
was lost there is no page: then both are lists of the site's addresses, without it and with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from preflight import pipeline
from preflight.collect import Source, is_online
from preflight.desk.checks import Check
from preflight.desk.lessons import Upload
from preflight.model import PreflightError
from preflight.reporters import answer, shown

ADDRESSES = "addresses.csv"
LOST = "slugs."
"""Rules about addresses that are gone."""
MOST = 5_000
"""Addresses of one list."""


class Pages(Struct, frozen=True):
    """``name`` is the page as people know it, ``told`` where the right one is from; empty when there is none."""

    name: str
    wrong: Upload
    right: Upload | None = None
    told: str = ""


def of(check: Check, number: str, later: Sequence[Check]) -> Pages | None:
    """For the card of that number; ``later`` are newer answers, the newest first. None where no page can be had: the
    site is on the web, or its files are gone."""
    if check.report is None or is_online(check.options.targets[0]):
        return None
    entries = dict(enumerate(answer.grouped(shown.masked(check.report).findings), 1))
    entry = entries.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 7 else None
    if entry is None:
        return None
    try:
        sources = pipeline.sources(check.options)
        if entry.finding.rule.startswith(LOST) and entry.finding.match.startswith("/"):
            return _addresses(sources, entry.finding.match)
        source = next((one for one in sources if one.path == entry.places[0].path), None)
        return _pages(check, source, later) if source is not None else None
    except (PreflightError, OSError):
        return None


def _pages(check: Check, source: Source, later: Sequence[Check]) -> Pages:
    wrong = _upload(source)
    for target, told in (
        *((one.options.targets[0], f"page as it is in the newer answer “{one.name}”") for one in later),
        (check.options.against or "", "page as it was in the build before"),
    ):
        right = _page(check, target, source.name)
        if right is not None and right.data != wrong.data:
            return Pages(source.name, wrong, right, told)
    return Pages(source.name, wrong)


def _page(check: Check, target: str, name: str) -> Upload | None:
    if not target or is_online(target):
        return None
    try:
        sources = pipeline.sources(replace(check.options, targets=(target,), against=None))
        return next((_upload(one) for one in sources if one.name == name), None)
    except (PreflightError, OSError):
        return None


def _upload(source: Source) -> Upload:
    return Upload(PurePosixPath(source.name).name, source.read())


def _addresses(sources: Sequence[Source], lost: str) -> Pages:
    there = sorted({f"/{one.name.removesuffix('index.html')}" for one in sources} - {lost})[:MOST]
    wrong, right = ("\n".join(["slug", *rows, ""]).encode() for rows in (there, [*there, lost]))
    return Pages(
        f"the site's addresses, without {lost}",
        Upload(ADDRESSES, wrong),
        Upload(ADDRESSES, right),
        f"list with {lost} in it",
    )
