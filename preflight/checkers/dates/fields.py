"""Days in a page's front matter (``date:``, ``end:``, ``deadline:``) against the day it goes out.

Readers do not see the field, but the template shows it, sorts by it and hides the page after it. Whoever copies last
month's file to write a new one changes the text first. An old page that is only corrected has its day in its path, or
is older than a year; and without an exact send date nobody said that the page goes out now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from preflight.checkers.dates import calendar
from preflight.checkers.dates.stale import DATED_PATH, ISO_DAY, RECENT, When
from preflight.model import Facts, Finding

OLD = 400
"""Days: what is over for longer is kept on purpose."""
ITS_OWN = frozenset(["date", "pubdate", "published", "publishdate", "published_at", "published_on", "issue_date"])
UPDATED = frozenset(["lastupdate", "last_update", "lastupdated", "last_updated", "lastmod", "last_modified", "updated"])
OVER = frozenset(
    [
        "end",
        "enddate",
        "end_date",
        "dateend",
        "date_end",
        "until",
        "event_date",
        "eventdate",
        "event_end",
        "event_start",
    ]
)
DEADLINE = frozenset(
    ["deadline", "expires", "expiry", "expirydate", "expiry_date", "valid_until", "closes", "closing_date", "apply_by"]
)
EVERY = ITS_OWN | UPDATED | OVER | DEADLINE


def is_day(name: str) -> bool:
    """Whether a field is looked at."""
    return name.startswith("front.") and _key(name) in EVERY


def past(document: Facts, when: When) -> Iterator[Finding]:
    """A field whose day was over long before, in a single page that is known to go out now."""
    if document.kind == "email" or when.site or not when.exact or DATED_PATH.search(document.name):
        return
    for name, (value, place) in document.meta.items():
        if not is_day(name) or (found := ISO_DAY.match(value)) is None:
            continue
        key, label = _key(name), name.removeprefix("front.")
        day = _day(found.groups())
        late = (when.sent - day).days if day is not None else 0
        if day is None or not (0 if key in DEADLINE else RECENT) < late <= OLD:
            continue
        said, sent = calendar.said(day), calendar.said(when.sent)
        before = f"{late} day{'s' if late > 1 else ''} before the send date ({sent})"
        if key in OVER or key in DEADLINE:
            rule, message = "dates.past", f"the page's own field “{label}” says {said}, {before}"
            remedy = "Is it left over from the page that this one was copied from? Look the day up."
        else:
            what = "is dated" if key in ITS_OWN else "says that it was last changed on"
            rule, message = "dates.issue-date", f"the page {what} {said}, {before}"
            remedy = f"If it goes out now, its front matter should say {when.sent.isoformat()}."
        yield Finding(rule, message, place, value, remedy, severity="warning")


def _key(name: str) -> str:
    return name.removeprefix("front.").lower().replace("-", "_")


def _day(groups: tuple[str, ...]) -> date | None:
    try:
        return date(*map(int, groups))
    except ValueError:
        return None
