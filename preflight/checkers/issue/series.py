"""Which earlier messages are issues of the same newsletter, and how its halves (HTML and text) are found in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from msgspec import Struct

from preflight.model import Delivery, Document, Fact, FactLink, Facts, Location, TextRun
from preflight.patterns import regex
from preflight.reading import alignment

ANOTHER_TEMPLATE = 0.2
"""Share of the frame that two issues of one newsletter have in common at least."""
FEW = 8
"""Texts: a message of fewer has no frame to speak of."""
LONG = 8
"""Words: a shorter text is a greeting or a headline."""
NUMBER = regex(r"(\d+)")
SCHEME = regex(r"\s?[:|–—·]\s|\s-\s")
"""``The Weekly: wreaths``, ``Festival Post | No. 47``"""
HISTORY = 12
"""Earlier issues looked at; a year of months tells what never changes."""
NOT_SHOWN = frozenset({"code", "meta", "title", "label", "subject"})


class Half(Struct, frozen=True):
    """One version of one issue: html (or Markdown: its headings and links are marked), or plain text."""

    facts: Facts
    part: str
    kind: str
    runs: tuple[TextRun, ...]
    links: tuple[FactLink, ...]


def parts(document: Document) -> Iterator[Fact]:
    """``issue-part``: the media type of every part but the headers."""
    for part in document.parts:
        if part.media_type in ("text/html", "text/plain", "text/markdown"):
            yield Fact("issue-part", part.media_type, Location("", part.name, 1, 1, 1, 1))


class Issue(Struct, frozen=True):
    """One message with its halves by kind, html before text."""

    facts: Facts
    halves: Mapping[str, Half]

    @property
    def main(self) -> Half | None:
        return next(iter(self.halves.values()), None)


def issue(facts: Facts) -> Issue:
    """The longest part of each kind, what a reader sees of it."""
    found: dict[str, Half] = {}
    for fact in facts.facts.get("issue-part", ()):
        kind = "text" if fact.value == "text/plain" else "html"
        name = fact.location.part
        runs = tuple(run for run in facts.runs if run.part == name and run.kind not in NOT_SHOWN)
        if kind not in found or len(runs) > len(found[kind].runs):
            links = tuple(link for link in facts.links if link.location.part == name)
            found[kind] = Half(facts, name, kind, runs, links)
    return Issue(facts, dict(sorted(found.items())))


def earlier(facts: Facts, delivery: Delivery) -> list[Facts]:
    """Earlier messages of the same series in the same language, oldest first; none that is newer, none that is this."""
    assert delivery.previous is not None
    language = facts.language[:2]
    others = [
        one
        for one in delivery.previous.documents
        if one.kind == "email" and one.sha256 != facts.sha256 and (not language or one.language[:2] in ("", language))
    ]
    return before(facts, others)[-HISTORY:]


def before(facts: Facts, others: Sequence[Facts]) -> list[Facts]:
    """Of these messages the earlier ones of the same series, oldest first. Headers and names suffice."""
    same = [one for one in others if sender(facts) in ("", sender(one))]
    if len(same) > 1 or _sent(facts):
        same = [one for one in same if _is_older(one, facts, alone=len(same) == 1)]
    return of_one_series(facts, sorted(same, key=_age))


def sender(facts: Facts) -> str:
    """The address that the message comes from, in lower case, or what else stands in its ``From``."""
    value = facts.header("from").strip().lower()
    return value[value.rfind("<") + 1 :].rstrip("> ") if value.endswith(">") else value


def of_one_series(facts: Facts, others: Sequence[Facts]) -> list[Facts]:
    """Of one sender's messages those whose subject follows the same scheme, where their subjects follow any."""
    known = [_schemes(one.header("subject")) for one in others]
    counts = Counter(scheme for schemes in known for scheme in schemes)
    fixed = {scheme for scheme, count in counts.items() if count > 1}
    own = _schemes(facts.header("subject")) & fixed
    if own:
        return [one for one, schemes in zip(others, known, strict=True) if schemes & own]
    return [one for one, schemes in zip(others, known, strict=True) if not schemes & fixed] or list(others)


def grouped(messages: Sequence[Facts]) -> list[list[Facts]]:
    """All series among the messages, each oldest first, the longest series first."""
    counts = Counter(
        (sender(one), one.language[:2], scheme) for one in messages for scheme in _schemes(one.header("subject"))
    )
    groups: dict[tuple[str, str, str], list[Facts]] = {}
    for one in sorted(messages, key=_age):
        named = [(sender(one), one.language[:2], scheme) for scheme in _schemes(one.header("subject"))]
        best = max((key for key in named if counts[key] > 1), key=lambda key: (counts[key], key), default=None)
        groups.setdefault(best or (sender(one), one.language[:2], ""), []).append(one)
    return sorted(groups.values(), key=len, reverse=True)


def _schemes(subject: str) -> set[str]:
    """What stays in the subjects of a series: all of it but for dates and numbers, or what stands before a colon."""
    masked = alignment.key(subject)
    found = {masked} if "0" in masked.split() and len(masked.split()) > 1 else set()
    head, *rest = SCHEME.split(subject, maxsplit=1)
    if rest and 0 < len(head.split()) <= 5 and (name := alignment.key(head)) and name != "0":
        found.add(f"{name} …")
    return found


def sent_on(facts: Facts) -> date | None:
    """The day in the message's ``Date``."""
    seconds = _sent(facts)
    return datetime.fromtimestamp(seconds, UTC).date() if seconds else None


def of_one_template(now: Issue, others: Sequence[Facts]) -> list[Issue]:
    """Those whose frame is this message's frame: a reminder or an appeal between two issues has another one."""
    main = now.main
    if main is None:
        return []
    kept = []
    for one in map(issue, others):
        half = one.halves.get(main.kind)
        few = half is not None and min(len(half.runs), len(main.runs)) < FEW
        if half is not None and (few or alignment.share(half.runs, main.runs) >= ANOTHER_TEMPLATE):
            kept.append(one)
    return kept


def is_new(now: Half, before: Half) -> bool:
    """Whether at least two long texts changed: otherwise it is the same mail once more, not a clone."""
    old = {words(run.text) for run in before.runs}
    return sum(len(said := words(run.text)) >= LONG and said not in old for run in now.runs) >= 2


def words(text: str) -> tuple[str, ...]:
    return tuple(text.casefold().split())


def _is_older(one: Facts, than: Facts, *, alone: bool) -> bool:
    """By date; without dates by name, when both follow one scheme (a folder that holds this issue as well)."""
    sent, now = _sent(one), _sent(than)
    if sent and now:
        return sent <= now
    return alone or _natural(one.name) < _natural(than.name)


def _age(facts: Facts) -> tuple[float, list[tuple[int, str]]]:
    return _sent(facts), _natural(facts.name)


def _natural(name: str) -> list[tuple[int, str]]:
    """``issue-9`` before ``issue-10``."""
    base = name.rpartition("/")[2]
    return [(int(piece), "") if piece.isdecimal() else (0, piece) for piece in NUMBER.split(base[:200])]


def _sent(facts: Facts) -> float:
    from email.utils import mktime_tz, parsedate_tz

    parsed = parsedate_tz(facts.header("date"))
    try:
        return float(mktime_tz(parsed)) if parsed else 0.0
    except (ValueError, OverflowError):
        return 0.0
