"""What is assumed where nothing was said: what a file is, in which state, sent by what, and when it goes out.

Every guess is reported in the first line of the report, so that a wrong one is seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from preflight.model import Facts, PreflightError, SendDate, State
from preflight.patterns import regex

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SCHEDULE = regex(r"^\s*([A-Za-z]{3,9})\s*(?:(?:at\s+)?(\d{1,2}):(\d{2}))?\s*$")
"""``Tue 09:00``, ``Friday``"""
SEND_DATE = regex(
    r"^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2})?\s*(Z|[+-]\d{2}:?\d{2}|[A-Za-z]+(?:/[A-Za-z_+-]+)*)?)?$"
)
"""``2026-11-24``, ``2026-11-24T09:00+01:00``, ``2026-11-24T09:00 Europe/Paris``"""
TITLE_ENDS = " \"'"
TEST_SUBJECT = regex(r"^\s*[\[(<]?\s*test(?:[ -]?(?:send|mail|email|message))?\s*[\])>:]", re.IGNORECASE)
"""``[Test] Our news``, ``Test: Our news``; "Test your knowledge" is not one"""

PLATFORM_HEADERS: Mapping[str, str] = {
    "x-mc-user": "Mailchimp",
    "x-cmail-campaignid": "Campaign Monitor",
    "x-kmail-account": "Klaviyo",
    "x-hs-cid": "HubSpot",
    "x-sg-eid": "SendGrid",
    "x-mj-mid": "Mailjet",
    "x-sib-id": "Brevo",
    "x-mailin-eid": "Brevo",
    "x-ctct-id": "Constant Contact",
    "x-mailgun-sid": "Mailgun",
    "x-ses-outgoing": "Amazon SES",
    "x-pm-message-id": "Postmark",
    "x-sfmc-stack": "Salesforce",
    "x-aweber-id": "AWeber",
}
"""Headers that only one sending platform writes."""


def state(option: str | None, documents: Sequence[Facts], kind: str) -> tuple[State, str]:
    """The delivery's state, and the clause that says how it is known (empty when it was given)."""
    said: tuple[State, ...] = ("source", "test-send", "final")
    for known in said:
        if option == known:
            return known, ""
    named = [facts for facts in documents if facts.reported]
    if kind == "email":
        if any(TEST_SUBJECT.match(facts.header("subject")) for facts in named):
            return "test-send", "taken for a test send: the subject says so"
        if named and not any(facts.headers for facts in named) and any(_is_template(facts) for facts in named):
            return "source", "taken for a template: it holds merge tags and was never sent"
        return "final", "assumed to be the final email: say otherwise with --state"
    if named and 3 * sum(facts.templated for facts in named) >= len(named):  # one page may show the syntax
        return "source", "taken for a source file: it holds template syntax"
    return "final", ""


def _is_template(facts: Facts) -> bool:
    """Whether it holds a merge tag that is surely one: neither an ambiguous bracket nor one shown as an example."""
    return any(not fact.value["weak"] and not fact.value["taught"] for fact in facts.facts.get("tag", ()))


def platform(documents: Sequence[Facts]) -> str:
    """The sending platform by its headers, or empty."""
    for facts in documents:
        for name, value in facts.headers:
            if found := PLATFORM_HEADERS.get(name.lower()):
                return found
            if name.lower() in ("x-mailer", "feedback-id") and "mailchimp" in value.lower():
                return "Mailchimp"
    return ""


def recipients(documents: Sequence[Facts]) -> str:
    """Who receives the message, as its own headers say: a mailing list's name, or the addressees. Empty otherwise."""
    for facts in documents:
        if name := facts.header("list-id"):
            title, _, address = name.partition("<")
            return f"the list {title.strip(TITLE_ENDS) or address.strip('<> ')}"
    from email.utils import getaddresses

    people = [
        name or address
        for facts in documents
        for name, address in getaddresses([facts.header("to"), facts.header("cc"), facts.header("bcc")])
        if name or address
    ]
    return people[0] if len(people) == 1 else f"{people[0]} and {len(people) - 1} more" if people else ""


def send_date(
    option: str | None, configured: str | date | datetime | None, documents: Sequence[Facts], today: date
) -> SendDate:
    """When it goes out. Raises PreflightError for a date or schedule that cannot be read."""
    if option:
        return SendDate(read_send_date(option), "option")
    if isinstance(configured, date):
        return SendDate(configured, "config")
    if configured:
        return SendDate(next_on_schedule(configured, today), "config")
    dates = [sent for facts in documents if facts.reported and (sent := _header_date(facts.header("date"))) is not None]
    if dates:
        return SendDate(max(dates, key=lambda sent: sent.timestamp()), "header")
    return SendDate(today, "today")


def read_send_date(text: str) -> date | datetime:
    """``DATE[THH:MM[ZONE]]``; the zone is Z, an offset, or an IANA name. Without one, the time is taken as UTC."""
    match = SEND_DATE.match(text.strip())
    if not match:
        raise PreflightError(f"{text!r} is not a date: write it as 2026-11-24 or 2026-11-24T09:00+01:00")
    try:
        day = date.fromisoformat(match[1])
        if not match[2]:
            return day
        return datetime.fromisoformat(f"{match[1]}T{match[2]}").replace(tzinfo=_zone(match[3] or "Z"))
    except ValueError as error:
        raise PreflightError(f"{text!r} is not a date: {error}") from None


def next_on_schedule(text: str, today: date) -> date | datetime:
    """The next such weekday, today included: ``Tue 09:00``, ``Friday``. The time is taken as UTC."""
    match = SCHEDULE.match(text)
    name = match[1].lower() if match else ""
    if match and name[:3] in WEEKDAYS and ("monday tuesday wednesday thursday friday saturday sunday".find(name) >= 0):
        day = today + timedelta(days=(WEEKDAYS.index(name[:3]) - today.weekday()) % 7)
        try:
            return datetime(day.year, day.month, day.day, int(match[2]), int(match[3]), tzinfo=UTC) if match[2] else day
        except ValueError:
            pass
    elif SEND_DATE.match(text.strip()):
        return read_send_date(text)
    raise PreflightError(f'send-date {text!r} is neither a date (2026-11-24) nor a schedule ("Tue 09:00")')


def _zone(name: str) -> tzinfo:
    if name == "Z":
        return UTC
    if name[0] in "+-":
        return datetime.strptime(name, "%z").tzinfo or UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PreflightError(f"there is no time zone {name!r}: write an offset such as +01:00") from None


def _header_date(text: str) -> datetime | None:
    if not text:
        return None
    from email.utils import parsedate_to_datetime

    try:
        sent = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return sent if sent.tzinfo else sent.replace(tzinfo=UTC)


def clauses(
    *, kind: str, kind_said: bool, how_state: str, sender: str, sent: SendDate, notes: Sequence[str]
) -> tuple[str, ...]:
    """Plain clauses for the report's first lines: what was guessed, and from what."""
    found = []
    if not kind_said and kind == "page":
        found.append("taken for a page of its own: links to other pages cannot be checked without --site")
    if how_state:
        found.append(how_state)
    if sender:
        found.append(f"sent by {sender}")
    if sent.source == "header":
        found.append("goes out on the date in its header, or later")
    if sent.source == "today":
        found.append("goes out today or later: say when with --send-date")
    return (*found, *notes)
