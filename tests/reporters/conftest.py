"""Invented reports, as the judge would hand them over."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from preflight.model import Finding, Fix, Gap, Judged, Location, Related, Report, SendDate, Severity, Target, Waiver


def judged(
    finding: Finding, severity: Severity = "error", fingerprint: str = "v1:0", waiver: Waiver | None = None
) -> Judged:
    return Judged(finding, severity, fingerprint, waiver)


WEEKLY = Target(
    name="weekly.eml",
    kind="email",
    state="final",
    sha256="ab" * 32,
    verdict="FAIL",
    send_date=SendDate(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "option"),
    against="previous.eml",
    assumed=("a final email: it has a Received header",),
)

WEEKDAY = Finding(
    "dates.weekday",
    "21 November 2026 is a Saturday, not a Thursday",
    Location("weekly.eml", "2", 14, 7, 14, 33, "Join us on ", ", at the old mill."),
    "Thursday, 21 November 2026",
    "Change the weekday to Saturday, or the date to Thursday 19 or 26 November 2026.",
    ("Saturday, 21 November 2026",),
    related=(Related(Location("weekly.eml", "header", 4, 10, 4, 21), "22 November", "the subject says 22 November"),),
)
TYPO = Finding(
    "spelling.misspelling",
    "“recieve” is misspelled",
    Location("weekly.eml", "2", 20, 3, 20, 10, "You ", " this because you asked for it"),
    "recieve",
    "Write “receive”.",
    ("receive",),
    Fix("receive", safe=True),
)
BLOCKED = Finding(
    "links.unverified",
    "the page could not be checked: it answers 403 (not allowed) to programs",
    Location("weekly.eml", "2", 31, 10, 31, 60, "", ""),
    "https://anna:s3cret@example.com/login?next=%2Fhome&token=abc123&lang=en",
    "Open it once by hand.",
)
OLD_NAME = Finding(
    "terms.swap",
    "write “Harbour Books”, not “Harbor Books”",
    Location("weekly.eml", "2", 40, 1, 40, 13, "", " is closed on Monday"),
    "Harbor Books",
    suggestions=("Harbour Books",),
)

FAILING = Report(
    version="0.1.0",
    ruleset="r1",
    lexicon="l1",
    verdict="FAIL",
    targets=(WEEKLY,),
    checked={"documents": 1, "words": 512, "links": 23, "dates": 6, "pages": 0},
    not_checked=(
        Gap("links", "weekly.eml", "https://example.com/u?id=1", "unsubscribe link: not opened on purpose", True),
        Gap("links", "weekly.eml", "https://example.com/p?id=1", "unsubscribe link: not opened on purpose", True),
        Gap("document", "weekly.eml", "part 3", "the attachment is cut off after 1,204 bytes", False),
    ),
    findings=(
        judged(BLOCKED, "warning"),
        judged(TYPO),
        judged(WEEKDAY),
        judged(
            OLD_NAME,
            waiver=Waiver("terms.*", "the printed name until January", owner="Jo", expires=date(2027, 1, 31)),
        ),
    ),
)

CLEAN = replace(
    FAILING,
    verdict="PASS",
    targets=(replace(WEEKLY, verdict="PASS", send_date=SendDate(date(2026, 11, 24), "today"), against="", assumed=()),),
    not_checked=(),
    findings=(),
)


@pytest.fixture
def failing() -> Report:
    """Two errors, a warning, a waived finding; links left alone on purpose, and one part that could not be read."""
    return FAILING


@pytest.fixture
def clean() -> Report:
    return CLEAN
