"""A test send beside what it was made from: the links paired by their place and words, and the texts that differ.

What a platform does to every message on its way is no difference: addresses that count clicks, filled-in merge tags, a
prefix before the subject, a footer of its own, unsubscribe links that are dead in tests. ``rules/testsends.toml`` lists
them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from preflight.checkers.mail import bulk
from preflight.checkers.mail.rules import TEST_SEND
from preflight.model import Delivery, FactLink, Facts, Finding, Gap, Location, Related, TextRun
from preflight.patterns import regex
from preflight.reading import alignment, wrappers

TAG = regex(
    r"\*\|[^|\n]{1,80}\|\*|\{\{[^{}\n]{1,120}\}\}|\{%[^%\n]{1,200}%\}|%%[^%\n]{1,80}%%|%recipient\.[\w.]{1,40}%"
    r"|\[[a-z_]{2,30}(?:,[^\]\n]{0,60})?\]|%[A-Z_]{2,40}%|\{![^}\n]{1,60}\}|\{[A-Za-z_.]{2,40}\}|\{\$[\w.]{1,40}\}"
    r"|<<[^<>\n]{1,60}>>"
)
"""``*|FNAME|*``, ``{{ first_name }}``, ``%%FirstName%%``: anything may stand there in the test send"""
WORD = regex(r"\w+")
ABOUT_LINKS = frozenset({"links.empty", "links.malformed", "links.placeholder", "links.missing-anchor"})
DEAD = "unsubscribe and view-online links are dead in test sends: try them in the real mail"
DUMMY = "test sends have a dummy for the reader's name: see that the real name is filled in"
SHORT = 3
"""Words: shorter texts come and go with buttons and menus."""
MOST = 10
"""Differences told; with more of them it is another version, which is told once."""
ANOTHER = 0.3
"""Share of the texts in common below which the two are different messages."""
LONGEST = 1_000
"""Texts or links of one message that are compared."""
PLACES = frozenset({"subject", "preheader", "heading", "paragraph", "item", "cell", "button", "quote", "caption"})


def hidden_links(facts: Facts) -> Iterator[Gap]:
    """The links whose destination a click counter hides."""
    if count := sum(_is_hidden(link) for link in _links(facts)):
        what = "1 link" if count == 1 else f"{count} links"
        yield Gap(
            "links", facts.path, f"{what} hidden by tracking", "where they lead shows only when opened", intended=True
        )


def _is_hidden(link: FactLink) -> bool:
    wrapped = wrappers.unwrap(link.url)
    return wrapped is not None and not wrapped.target


def findings(facts: Facts, delivery: Delivery) -> Iterator[Finding | Gap]:
    """The test send against its source, where there is one."""
    yield from hidden_links(facts)
    source = delivery.original
    if source is None or source.kind != "email":
        return
    from difflib import SequenceMatcher

    shown, written = _texts(facts), _texts(source)
    matched = SequenceMatcher(None, [_key(run) for run in written], [_key(run) for run in shown], autojunk=False)
    same = sum(block.size for block in matched.get_matching_blocks())
    if written and same < ANOTHER * min(len(written), len(shown)):
        yield Gap(
            "mail", facts.path, source.name, "the test send and its source are different messages", intended=False
        )
        return
    yield from _subject(facts, source)
    yield from _differences(facts, written, shown, matched.get_opcodes())
    yield from _pairs(_links(source), _links(facts))


def _texts(facts: Facts) -> list[TextRun]:
    part = bulk.shown_part(facts)
    return [run for run in facts.runs if run.part == part and run.kind in PLACES and run.location is not None][:LONGEST]


def _key(run: TextRun) -> str:
    """The text without its merge tags, which the test send has filled in."""
    return " ".join(WORD.findall(run.text.casefold())) if not TAG.search(run.text) else f"tag {run.text}"


def _subject(facts: Facts, source: Facts) -> Iterator[Finding]:
    """The subject, without what platforms put before it."""
    place = next((run for run in facts.runs if run.kind == "subject" and run.location), None)
    written = source.header("subject").strip()
    if place is None or not written:
        return
    shown = without_prefix(place.text)
    if fits(written, shown) or fits(without_prefix(written), shown):
        return
    yield Finding(
        TEST_SEND.id, f"the subject that arrived is not the source's: “{shown[:80]}”, there “{written[:80]}”",
        place.location or bulk.start(facts), place.text, "Look which of the two is right, and send another test.",
    )  # fmt: skip


def without_prefix(subject: str) -> str:
    """The subject without “[Test]” and its like."""
    bare = subject.strip()
    lowered = bare.casefold()
    for prefix in wrappers.table()["test"]["prefix"]:
        if lowered.startswith(prefix):
            return bare[len(prefix) :].strip(" :–-")
    return bare


def fits(written: str, shown: str) -> bool:
    """Whether the text that arrived is the written one with its merge tags filled in."""
    if WORD.findall(written.casefold()) == WORD.findall(shown.casefold()):
        return True
    pieces = [" ".join(WORD.findall(piece.casefold())) for piece in TAG.split(written)]
    if len(pieces) < 2:
        return False
    text, at = " ".join(WORD.findall(shown.casefold())), 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return text.startswith(pieces[0]) and text.endswith(pieces[-1])


# --- texts ----------------------------------------------------------------------------------------------


def _differences(
    facts: Facts, written: Sequence[TextRun], shown: Sequence[TextRun], steps: Sequence[tuple[str, int, int, int, int]]
) -> Iterator[Finding]:
    found: list[Finding] = []
    for what, old_start, old_end, start, end in steps:
        if what == "equal":
            continue
        old, new = list(written[old_start:old_end]), list(shown[start:end])
        for run in list(old):
            if fitting := next((one for one in new if fits(run.text, one.text)), None):
                old.remove(run)
                new.remove(fitting)
        found += _changed(facts, old, new)
    yield from found[:MOST]


def _changed(facts: Facts, old: list[TextRun], new: list[TextRun]) -> Iterator[Finding]:
    """Texts that were reworded, and texts that did not arrive. What was added is the platform's own."""
    for run in old:
        if len(run.text.split()) < SHORT or TAG.fullmatch(run.text.strip()) or bulk.is_system_text(run.text):
            continue
        like = next((one for one in new if alignment.alike(run.text, one.text)), None)
        assert run.location is not None
        if like is not None and like.location is not None:
            new.remove(like)
            yield Finding(
                TEST_SEND.id, f"this text is not the source's: there “{run.text[:100]}”", like.location, like.text,
                "Look which of the two is right, and send another test.",
                related=(Related(run.location, run.text, "the text in the source"),),
            )  # fmt: skip
        elif not TAG.search(run.text):
            yield Finding(
                TEST_SEND.id, f"a text of the source did not arrive: “{run.text[:100]}”",
                Location(facts.path, bulk.shown_part(facts)), "",
                "If it was taken out on purpose, leave it; otherwise send another test.",
                related=(Related(run.location, run.text, "the text in the source"),),
            )  # fmt: skip


# --- links ----------------------------------------------------------------------------------------------


def _links(facts: Facts) -> list[FactLink]:
    part = bulk.shown_part(facts)
    return [link for link in facts.links if link.location.part == part and link.element in ("a", "area", "text")][
        :LONGEST
    ]


def _pairs(written: Sequence[FactLink], shown: Sequence[FactLink]) -> Iterator[Finding]:
    """Links with the same words in the same order: does the one that arrived open what was written?"""
    from difflib import SequenceMatcher

    matched = SequenceMatcher(
        None, [_label(link) for link in written], [_label(link) for link in shown], autojunk=False
    )
    for block in matched.get_matching_blocks():
        for at in range(block.size):
            old, new = written[block.a + at], shown[block.b + at]
            wrapped = wrappers.unwrap(new.url)
            opens = wrapped.target if wrapped else new.url
            if not opens or TAG.search(old.url) or bulk.leads_out(old.url, old.text) or is_dead(opens):
                continue
            if bulk.WEB_COPY.search(old.text) or wrappers.page(opens) == wrappers.page(old.url):
                continue
            yield Finding(
                TEST_SEND.id, f"the link “{new.text[:60]}” does not open what the source says: {old.url[:200]}",
                new.location, new.url, "Look which of the two is right, and send another test.",
                related=(Related(old.location, old.url, "the link in the source"),), severity="error",
            )  # fmt: skip


def _label(link: FactLink) -> str:
    return " ".join(WORD.findall(link.text.casefold())) or "picture"


@cache
def _dead() -> tuple[str, ...]:
    return tuple(mark for mark in wrappers.table()["test"]["dead"] if mark)


def is_dead(url: str) -> bool:
    """Whether the platform made the link dead for the test."""
    lowered = url.casefold()
    return lowered in ("", "#") or any(mark in lowered for mark in _dead() if len(mark) > 1)


# --- habits ---------------------------------------------------------------------------------------------


def without_habits(delivery: Delivery, findings: Sequence[Finding]) -> tuple[list[Finding], list[Gap]]:
    """The findings of a test send without what its platform does to every test, and what could therefore not be seen:
    unsubscribe and view-online links that are dead in tests, and a dummy where the reader's name will stand."""
    links = {_at(link.location): link for facts in delivery.documents for link in facts.links}
    kept: list[Finding] = []
    dead: dict[str, int] = {}
    dummies: dict[str, str] = {}
    for finding in findings:
        assert isinstance(finding.place, Location)
        link = links.get(_at(finding.place)) if finding.rule in ABOUT_LINKS else None
        if link is not None and is_dead(link.url) and _is_the_platforms(link.text):
            dead[finding.place.path] = dead.get(finding.place.path, 0) + 1
        elif finding.rule == "tags.greeting" and (name := _dummy_in(finding.match)):
            dummies[finding.place.path] = name
        else:
            kept.append(finding)
    gaps = [
        Gap("links", path, "1 link" if count == 1 else f"{count} links", DEAD, intended=True)
        for path, count in dead.items()
    ]
    gaps += [Gap("tags", path, f"“{name}”", DUMMY, intended=True) for path, name in dummies.items()]
    return kept, gaps


def _at(place: Location) -> tuple[str, str, int | None, int | None]:
    return place.path, place.part, place.line, place.column


def _is_the_platforms(text: str) -> bool:
    """Whether a link's words are those of the way out, the settings or the web copy."""
    return bulk.leads_out("", text) or bool(bulk.WEB_COPY.search(text))


def _dummy_in(greeting: str) -> str:
    """The dummy name that platforms write into tests; empty for any other greeting."""
    said = " ".join(WORD.findall(greeting.casefold()))
    names = sorted(wrappers.table()["test"]["names"], key=len, reverse=True)
    return next((name for name in names if said.endswith(" ".join(WORD.findall(name)))), "")
