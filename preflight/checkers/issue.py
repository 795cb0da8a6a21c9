"""Against the previous issue: what a cloned email should have changed and did not.

A new issue is often made by copying the last one. Then last week's picture stays under this week's words, or last
week's first paragraph above them. With ``--against`` the issue is compared with its predecessor (or with a folder of
them: then what never changes is known to be part of the frame).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from preflight.model import Delivery, Document, Fact, Facts, Finding, Related, Rule, TextRun

UNCHANGED = Rule(
    "issue.unchanged",
    "a picture or the first paragraph is still the previous issue's",
    """Compared with the previous issue, the large picture or the opening paragraph is the same although the issue
    around it is new. It is an error when the picture's description was changed and the picture was not, or when
    earlier issues show that this place changes every time. Logos, icons and what every issue repeats are not meant.

    Put in this issue's picture or paragraph; if it is meant to stay, waive the finding with a reason.""",
)
RULES = (UNCHANGED,)

LARGE = 250
"""Pixels: pictures narrower than this are logos and icons."""
LONG = 8
"""Words: a shorter text is a greeting or a headline."""
GREETING = re.compile(
    r"^\s*(?:hello|hi|hey|dear|good (?:morning|afternoon|evening)|bonjour|hallo|liebe[rs]?|hola)\b", re.IGNORECASE
)
"""``Dear readers,``"""
PROSE = frozenset({"paragraph", "cell", "item"})


@dataclass(frozen=True, slots=True)
class Options:
    """What the comparison leaves alone."""

    repeated: tuple[str, ...] = field(
        default=(), metadata={"help": "texts or picture addresses that may stay the same in every issue"}
    )


def check(document: Document, options: Options) -> Iterator[Fact]:
    """Record the large pictures of an email."""
    del options
    if document.kind != "email":
        return
    for part in document.parts:
        for image in part.images:
            if image.url and _is_large(image.width):
                yield Fact("picture", {"url": image.url, "alt": image.alt or ""}, image.span, image.url)


def _is_large(width: str) -> bool:
    """Whether the ``width`` attribute says so; a picture without one is taken at its own size, often full width."""
    number = width.strip().removesuffix("px")
    return width.strip().endswith("%") or not number or (number.isdecimal() and int(number) >= LARGE)


def review(delivery: Delivery, options: Options) -> Iterator[Finding]:
    """Compare with the previous issue, and with the ones before it where there are some."""
    if delivery.previous is None or delivery.kind != "email":
        return
    earlier = sorted((facts for facts in delivery.previous.documents if facts.kind == "email"), key=_age)
    if not earlier:
        return
    for facts in delivery.documents:
        if facts.kind == "email" and facts.sha256 != earlier[-1].sha256:
            yield from _pictures(facts, earlier, options)
            yield from _opening(facts, earlier, options)


def _age(facts: Facts) -> tuple[float, str]:
    from email.utils import mktime_tz, parsedate_tz

    parsed = parsedate_tz(facts.header("date"))
    return (float(mktime_tz(parsed)) if parsed else 0.0, facts.name)


def _pictures(facts: Facts, earlier: Sequence[Facts], options: Options) -> Iterator[Finding]:
    """Large pictures that stayed. One that older issues have as well belongs to the frame."""
    previous = {fact.value["url"]: fact for fact in earlier[-1].facts.get("picture", ())}
    frame = {fact.value["url"] for older in earlier[:-1] for fact in older.facts.get("picture", ())}
    for fact in facts.facts.get("picture", ()):
        url, alt = fact.value["url"], fact.value["alt"]
        before = previous.get(url)
        if before is None or url in frame or url in options.repeated:
            continue
        described_anew = bool(alt) and bool(before.value["alt"]) and alt != before.value["alt"]
        if not described_anew and len(earlier) == 1:
            continue  # the same picture with the same words may be the banner of every issue
        yield Finding(
            UNCHANGED.id,
            f"the picture is still the previous issue's: {url.rpartition('/')[2] or url}"
            + (f" (its description now says {alt!r})" if described_anew else ""),
            fact.place,
            fact.match,
            "Put in this issue's picture, or waive this if the picture is meant to stay.",
            related=(Related(before.place, before.match, "the same picture in the previous issue"),),
        )


def _opening(facts: Facts, earlier: Sequence[Facts], options: Options) -> Iterator[Finding]:
    """The first paragraph, in each part of the message, where it is word for word the previous one."""
    for part in dict.fromkeys(run.part for run in facts.runs):
        now = _first_paragraph(facts, part)
        before = _first_paragraph(earlier[-1], part)
        if now is None or before is None or _words(now) != _words(before) or now.text in options.repeated:
            continue
        older = [text for one in earlier[:-1] if (text := _first_paragraph(one, part)) is not None]
        if older and all(_words(text) == _words(now) for text in older):
            continue
        if now.location is None or before.location is None or not _is_new(facts, earlier[-1], part):
            continue
        yield Finding(
            UNCHANGED.id,
            "the first paragraph is word for word the previous issue's",
            now.location,
            now.text,
            "Write this issue's opening, or waive this if it opens every issue.",
            related=(Related(before.location, before.text, "the same paragraph in the previous issue"),),
            severity="error" if older else "warning",
        )


def _first_paragraph(facts: Facts, part: str) -> TextRun | None:
    """The first long text after the greeting; without a greeting, after the first heading, or else the very first."""
    runs = [run for run in facts.runs if run.part == part and not run.hidden]
    start = next((index for index, run in enumerate(runs) if GREETING.match(run.text)), None)
    if start is None:
        start = next((index for index, run in enumerate(runs) if run.kind == "heading"), 0)
    candidates = (run for run in runs[start:] if run.kind in PROSE)
    return next((run for run in candidates if len(run.text.split()) >= LONG), None)


def _words(run: TextRun) -> list[str]:
    return run.text.casefold().split()


def _is_new(facts: Facts, previous: Facts, part: str) -> bool:
    """Whether most of the other long texts changed: otherwise it is the same mail once more, not a clone."""
    old = {tuple(_words(run)) for run in previous.runs}
    texts = [tuple(_words(run)) for run in facts.runs if run.part == part and len(run.text.split()) >= LONG]
    return sum(text not in old for text in texts) >= 2
