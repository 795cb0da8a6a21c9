"""What changes in every issue: the large picture, the opening, the subject, the preheader, the issue's number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from preflight.checkers.issue.rules import UNCHANGED
from preflight.checkers.issue.series import LONG, Half, Issue, is_new, words
from preflight.model import Document, Fact, Facts, Finding, Related, Severity, TextRun
from preflight.reading import alignment

LARGE = 250
"""Pixels: pictures narrower than this are logos and icons."""
LEARNED = 4
"""Earlier issues from which on a place that always changed is known to be one that must."""
GREETING = re.compile(
    r"^\s*(?:hello|hi|hey|dear|good (?:morning|afternoon|evening)|bonjour|hallo|liebe[rs]?|hola)\b", re.IGNORECASE
)
"""``Dear readers,``"""
NUMBERED = re.compile(
    r"(?:\b(?:issue|edition|number|vol(?:ume)?|ausgabe|folge|numéro|número|week|kw)\b|\b(?:no|nr|núm)\b\.?|n[°º]|#) ?"
    r"(?:no\.? ?|# ?)?\d{1,4}\b",
    re.IGNORECASE,
)
"""``issue 47``, ``No. 47``, ``#47``"""
YEAR = re.compile(r"\b20\d\d\b")
MASTHEAD = 6
"""Texts at the top among which the issue's number and date stand."""
MISSION = re.compile(
    r"(?:^|[.!?]\s)(?!(?:Here|There|This|That|These|Those|It|We|You|They|What|Our|My|Today|Now|Below)\b)"
    r"(?:The\s(?:[A-Z0-9][\w'’&.-]{0,30}[!?]?\s){1,5}|(?:[A-Z0-9][\w'’&.-]{0,30}[!?]?\s){2,6})"
    r"(?:is|are|was|were)\s(?:an?|dedicated|devoted)\b"
)
"""``Juniper Cycling is a group that …``: who the sender is, as every issue says"""
PROSE = frozenset({"paragraph", "cell", "item"})


def pictures(document: Document) -> Iterator[Fact]:
    """``picture``: the large pictures of an email."""
    for part in document.parts:
        for image in part.images:
            if image.url and _is_large(image.width):
                yield Fact("picture", {"url": image.url, "alt": image.alt or ""}, image.span, image.url)


def _is_large(width: str) -> bool:
    """Whether the ``width`` attribute says so; a picture without one is taken at its own size, often full width."""
    number = width.strip().removesuffix("px")
    return width.strip().endswith("%") or not number or (number.isdecimal() and int(number[:6]) >= LARGE)


def findings(new: Issue, issues: Sequence[Issue], repeated: Sequence[str]) -> Iterator[Finding]:
    """``issues`` are the earlier ones, oldest first; ``repeated`` may stay the same."""
    yield from _pictures(new.facts, [one.facts for one in issues], repeated)
    yield from _envelope(new, issues, repeated)
    for kind, now in new.halves.items():
        others = [half for one in issues if (half := one.halves.get(kind))]
        if others and others[-1].facts is issues[-1].facts and is_new(now, others[-1]):
            yield from _opening(now, others, repeated)
            yield from _masthead(now, others, repeated)


def _severity(earlier: int) -> Severity:
    return "error" if earlier >= LEARNED else "warning"


def _pictures(facts: Facts, issues: Sequence[Facts], repeated: Sequence[str]) -> Iterator[Finding]:
    """Large pictures that stayed under a new description; and the first of them, where it changed in every issue."""
    previous = {fact.value["url"]: fact for fact in issues[-1].facts.get("picture", ())}
    frame = {fact.value["url"] for older in issues[:-1] for fact in older.facts.get("picture", ())}
    heroes = [next((fact.value["url"] for fact in one.facts.get("picture", ())), "") for one in issues]
    changing = len(issues) > 1 and len(set(heroes)) == len(heroes) and "" not in heroes
    for index, fact in enumerate(facts.facts.get("picture", ())):
        url, alt = fact.value["url"], fact.value["alt"]
        before = previous.get(url)
        if before is None or url in frame or url in repeated:
            continue
        described_anew = bool(alt) and bool(before.value["alt"]) and alt != before.value["alt"]
        if not described_anew and not (changing and index == 0 and url == heroes[-1]):
            continue  # the same picture with the same words may be the banner of every issue
        yield Finding(
            UNCHANGED.id,
            f"the picture is still the previous issue's: {url.rpartition('/')[2] or url}"
            + (f" (its description now says {alt!r})" if described_anew else ""),
            fact.place,
            fact.match,
            "Put in this issue's picture, or waive this if the picture is meant to stay.",
            related=(Related(before.place, before.match, "the same picture in the previous issue"),),
            severity="error" if described_anew else _severity(len(issues)),
        )


def _envelope(new: Issue, issues: Sequence[Issue], repeated: Sequence[str]) -> Iterator[Finding]:
    """The subject and the preheader, where earlier issues each had their own."""
    now, before = new.halves, issues[-1].halves
    kind = next((kind for kind in now if kind in before), "")
    if not kind or not is_new(now[kind], before[kind]):
        return
    for what in ("subject", "preheader"):
        line, old = _line(new.facts, what), _line(issues[-1].facts, what)
        if line is None or old is None or line.location is None or old.location is None:
            continue
        older = [one.text for each in issues[:-1] if (one := _line(each.facts, what))]
        said = words(line.text)
        if len(said) < 3 or said != words(old.text) or said in map(words, older) or line.text in repeated:
            continue
        yield Finding(
            UNCHANGED.id,
            f"the {what} is word for word the previous issue's",
            line.location,
            line.text,
            f"Write this issue's {what}, or waive this if it never changes.",
            related=(Related(old.location, old.text, f"the previous issue's {what}"),),
            severity=_severity(len(issues)),
        )


def _line(facts: Facts, kind: str) -> TextRun | None:
    return next((run for run in facts.runs if run.kind == kind), None)


def _opening(now: Half, others: Sequence[Half], repeated: Sequence[str]) -> Iterator[Finding]:
    """The first paragraph, where it is word for word the previous one."""
    paragraphs, before = _paragraphs(now), _paragraphs(others[-1])
    if not paragraphs or not before or [words(run.text) for run in paragraphs] == [words(run.text) for run in before]:
        return  # two paragraphs that stayed are a preamble of every issue
    run, old = paragraphs[0], before[0]
    if run.location is None or old.location is None or run.text in repeated or MISSION.search(run.text[:400]):
        return
    older = {words(text.text) for one in others[:-1] for text in _paragraphs(one)[:1]}
    if words(run.text) != words(old.text) or words(run.text) in older:
        return
    yield Finding(
        UNCHANGED.id,
        "the first paragraph is word for word the previous issue's",
        run.location,
        run.text,
        "Write this issue's opening, or waive this if it opens every issue.",
        related=(Related(old.location, old.text, "the same paragraph in the previous issue"),),
        severity=_severity(len(others)),
    )


def _paragraphs(half: Half) -> list[TextRun]:
    """The first two long texts after the greeting; without one, after the first heading, or else the very first."""
    runs = [run for run in half.runs if not run.hidden]
    start = next((index for index, run in enumerate(runs) if GREETING.match(run.text)), None)
    if start is None:
        start = next((index for index, run in enumerate(runs) if run.kind == "heading"), 0)
    return list(islice((run for run in runs[start:] if run.kind in PROSE and len(run.text.split()) >= LONG), 2))


def _masthead(now: Half, others: Sequence[Half], repeated: Sequence[str]) -> Iterator[Finding]:
    """The line with the issue's number or full date, where not a digit of it changed."""
    before = {words(run.text): run for run in _top(others[-1])}
    older = {words(run.text) for one in others[:-1] for run in _top(one)}
    for run in _top(now):
        said = words(run.text)
        old = before.get(said)
        if old is None or said in older or run.text in repeated or run.location is None or old.location is None:
            continue
        yield Finding(
            UNCHANGED.id,
            f"the line with the issue's number or date is still the previous issue's: “{run.text[:80]}”",
            run.location,
            run.text,
            "Put in this issue's number and date.",
            related=(Related(old.location, old.text, "the same line in the previous issue"),),
            severity=_severity(len(others)),
        )
        return


def _top(half: Half) -> list[TextRun]:
    """The texts among the first that hold an issue's number, or a date with its year."""
    first = [run for run in half.runs if not run.hidden and run.kind != "alt"][:MASTHEAD]
    short = [run for run in first if len(run.text) <= 120 and "://" not in run.text]
    return [run for run in short if NUMBERED.search(run.text) or _is_dated(run.text)]


def _is_dated(text: str) -> bool:
    """A day or a month by name, and a year: ``Tuesday 17 November 2026``."""
    masked = alignment.MASKED.findall(text)
    return bool(YEAR.search(text)) and any(piece[0].isalpha() for piece in masked)
