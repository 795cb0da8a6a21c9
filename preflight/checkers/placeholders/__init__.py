"""Words that stand where the real ones were meant to go.

Dummy Latin, “Your headline goes here”, ``[INSERT DATE]``, ``TODO``, an untouched paragraph of the template, the word
“Test” in the subject: nobody means to send these, and everybody has. On websites, tags that a build has left unfilled
(``{{ page.title }}``) belong here too. Code samples and the hints inside form fields are left alone, and pages that
write *about* such words are treated with care.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, islice
from typing import Annotated

from msgspec import Meta, Struct

from preflight import shipped
from preflight.checkers.placeholders import unrendered
from preflight.checkers.placeholders.rules import RULES
from preflight.model import Delivery, Document, Fact, Facts, Finding, Severity, TextRun
from preflight.patterns import regex
from preflight.reading import markers
from preflight.reading.phrases import Hit, Phrases

__all__ = ["RULES", "Options", "check", "prepare", "review"]

SUBJECT_HINTS = (
    "test", "draft", "cop", "kopi", "untitled", "subject", "fw", "wg", "tr", "rv", "doorst", "template", "asdf", "xxx",
    "tbd", "prueba", "entwurf", "essai", "brouillon", "borrador", "prova", "wip", "not send", "preview", "proof",
    "new campaign",
)  # fmt: skip
"""A subject without any of these is none of a test or a copy."""
LEFT_ALONE = frozenset({"code", "label"})
SURE_KINDS = frozenset({"title", "button", "meta", "subject", "preheader", "url"})
MOST = 100
"""Example addresses looked at in one block."""
REMEMBERED, LONGEST = 20_000, 500
"""Texts in which nothing is, and the characters that one of them may have."""
MOSTLY = 0.6
"""A run that is a phrase to this share is that phrase."""
DUMMY_ADDRESS = regex(
    r"(?:[\w.+-]{1,64}@|(?:https?://)?(?:www\.)?)(?:example\.(?:com|org|net)"
    r"|(?:your-?(?:domain|company|website|site)|mydomain)\.(?:com|org|net|co\.uk|de|tld)|\bdomain\.tld)\b",
    re.IGNORECASE,
)
"""``name@example.com``, ``www.yourdomain.com``"""
DUMMY_HOSTS = (
    "example.", "yourdomain", "your-domain", "yourcompany", "your-company", "yourwebsite", "your-website", "yoursite",
    "your-site", "mydomain", "domain.tld",
)  # fmt: skip


class Options(Struct, frozen=True):
    """What looks like a placeholder, and is none."""

    allow: Annotated[
        tuple[str, ...], Meta(description="phrases that this client may use, such as a product called Lorem Ipsum")
    ] = ()


class Resources:
    """The shipped phrases as one automaton; ``what`` says of each number what it is."""

    def __init__(self, options: Options) -> None:
        raw = shipped.table("placeholders")
        listed = [(phrase, kind, "") for kind in ("latin", "sure", "alone", "mail") for phrase in raw[kind]]
        listed += [(phrase, "stock", builder) for builder, phrases in raw["stock"].items() for phrase in phrases]
        allowed = {phrase.lower() for phrase in options.allow}
        kept = [entry for entry in listed if entry[0].lower() not in allowed]
        self.what = tuple((kind, builder) for _, kind, builder in kept)
        self.allowed = tuple(allowed)
        self._listed = tuple(phrase for phrase, _, _ in kept)
        self.plain: set[str] = set()
        """Texts that were looked at already, and in which is nothing."""

    def pass_by(self, runs: list[TextRun], told: set[int]) -> None:
        """There is nothing in these but the told ones, on whatever page they come again."""
        if len(self.plain) > REMEMBERED:
            self.plain.clear()
        new = [run.text for number, run in enumerate(runs) if number not in told]
        self.plain.update(text for text in new if len(text) <= LONGEST)

    @cached_property
    def phrases(self) -> Phrases:
        return Phrases(self._listed)


def prepare(options: Options) -> Resources:
    return Resources(options)


def check(document: Document, options: Options, resources: Resources) -> Iterator[Fact]:
    runs = [run for run in document.runs if run.kind not in LEFT_ALONE and (not run.hidden or run.kind == "preheader")]
    some = [run for run in runs if run.text not in resources.plain]
    text = "\n".join([run.text for run in some])
    told = set[int]()
    for fact, number in _phrases(some, text, resources, runs):
        told.add(number)
        yield fact
    if markers.worth_a_look(text):
        for number, run in enumerate(some):
            if markers.worth_a_look(run.text):
                told.add(number)
                yield from _marks(run, document)
    if hosts := _hosts(text):
        linked = "\n".join(link.text.lower() for link in document.links if link.attribute == "href")
        for number, run in enumerate(some):
            if any(host in run.text.lower() for host in hosts):
                told.add(number)
                yield from _addresses(run, linked, resources.allowed)
    resources.pass_by(some, told)
    for run in runs:
        if run.kind == "subject" or (run.kind == "title" and not document.header("subject")):
            yield from _subject_marks(run)
    if document.kind == "page" and document.media_type != "text/markdown":
        yield from unrendered.find(some, text, document)


def _phrases(runs: list[TextRun], text: str, resources: Resources, around: list[TextRun]) -> Iterator[tuple[Fact, int]]:
    """Hits with the number of the run they stand in; those of dummy Latin in one run come as one."""
    starts: list[int] = []
    latin: dict[int, tuple[int, int]] = {}

    def counts(hit: Hit) -> bool:
        if not starts:  # there is no hit on most pages
            starts.extend(accumulate([len(run.text) + 1 for run in runs], initial=0))
        number = bisect_right(starts, hit.start) - 1
        run = runs[number]
        if hit.end > starts[number] + len(run.text):  # it goes on in the next block, which says something else
            return False
        if resources.what[hit.number][0] not in ("alone", "mail"):
            return True
        return len(run.text.strip(" .:!*-–—_#\"'“”\n")) <= hit.end - hit.start

    for hit in resources.phrases.find(text, counts):
        number = bisect_right(starts, hit.start) - 1
        run, start, end = runs[number], hit.start - starts[number], hit.end - starts[number]
        kind, builder = resources.what[hit.number]
        if kind == "latin":
            first, last = latin.get(number, (start, end))
            latin[number] = (min(start, first), max(end, last))
            continue
        value = {
            "what": "stock" if builder else "phrase",
            "builder": builder,
            "alone": kind if kind in ("alone", "mail") else "",
        }
        yield _fact(run, start, end, {**value, "whole": end - start >= MOSTLY * len(run.text.strip())}), number
    about = any("lorem" in run.text.lower() for run in around if run.kind in ("title", "heading")) if latin else False
    for number, (start, end) in latin.items():
        run = runs[number]
        yield _fact(run, start, end, {"what": "latin", "whole": True, "about": about or run.kind == "quote"}), number


def _marks(run: TextRun, document: Document) -> Iterator[Fact]:
    said: list[tuple[int, int]] | None = None
    for mark in markers.find(run.text, run.language or document.language):
        if mark.kind == "bracket":
            said = _tags_and_greetings(run) if said is None else said
            if any(start < mark.end and mark.start < end for start, end in said):
                continue
        yield _fact(run, mark.start, mark.end, {"what": mark.kind, "sure": mark.sure})


def _tags_and_greetings(run: TextRun) -> list[tuple[int, int]]:
    """What another family reports: merge tags, and greetings with a bracket for a name."""
    from preflight.reading import greetings, tags

    said = [(greeting.start, greeting.end) for greeting in greetings.find(run.text) if greeting.fault]
    return said + [(tag.start, tag.end) for tag in tags.find(run.text)]


def _hosts(text: str) -> list[str]:
    """The example hosts that it may name."""
    lowered = text.lower()
    return [host for host in DUMMY_HOSTS if host in lowered]


def _addresses(run: TextRun, linked_texts: str, allowed: tuple[str, ...]) -> Iterator[Fact]:
    for match in islice(DUMMY_ADDRESS.finditer(run.text), MOST):
        address = match[0].lower()
        if address in allowed:
            continue
        linked = address in linked_texts
        sure = linked or "@" in address or address.startswith(("www.", "http"))
        yield _fact(run, match.start(), match.end(), {"what": "address", "sure": sure, "linked": linked})


def _subject_marks(run: TextRun) -> Iterator[Fact]:
    lowered = run.text.lower()
    if not any(hint in lowered for hint in SUBJECT_HINTS):
        return
    from preflight.reading import subjects  # heavy, and most subjects are fine

    for mark in subjects.find(run.text):
        value = {"why": mark.why, "doubt": mark.doubt, "added": mark.added, "kind": run.kind}
        yield Fact("subject-mark", value, run.span(mark.start, mark.end), run.text[mark.start : mark.end])


def _fact(run: TextRun, start: int, end: int, value: dict[str, object]) -> Fact:
    return Fact("placeholder", {**value, "kind": run.kind}, run.span(start, end), run.text[start:end])


def review(delivery: Delivery, options: Options, resources: Resources) -> Iterator[Finding]:
    email = delivery.kind == "email"
    built = unrendered.is_built(delivery)
    for document in delivery.documents:
        if not document.reported:
            continue
        for fact in document.facts.get("placeholder", ()):
            if fact.value["what"] == "unrendered":
                if built and (fact.value["sure"] or not fact.value["taught"]):
                    yield unrendered.finding(fact)
            elif severity := _severity(fact, email=email):
                yield _finding(fact, severity)
        if email:
            yield from _subject(document, delivery)


def _severity(fact: Fact, *, email: bool) -> Severity | None:
    """How sure it is. Pages write about placeholders, mails hardly ever."""
    value = fact.value
    firm = value.get("whole") or value["kind"] in SURE_KINDS
    match value["what"]:
        case "latin":
            return "warning" if value["about"] else "error"
        case "phrase":
            if value["alone"] == "mail":
                if not email:
                    return None
                return "warning" if value["kind"] in ("alt", "paragraph", "item", "cell") else "error"
            return "error" if email or (firm and fact.match.lower() != "lorem ipsum") else "warning"
        case "stock":
            return "error" if email or firm else "warning"
        case "open":
            return "warning" if email else "info"
        case "address":
            if not email:  # documentation is full of example.com, on purpose
                told = "@" in fact.match or "example." not in fact.match.lower()
                return "warning" if value["linked"] and told else None
            return "error" if value["sure"] else "warning"
        case "instruction":
            if not email:
                return "warning" if value["sure"] else None
            return "error" if value["sure"] else "warning"
        case "bracket":
            if not email:
                return "warning" if value["sure"] and re.match(r"[\[<{]\s?insert", fact.match, re.IGNORECASE) else None
            return "error" if value["sure"] else "warning"
        case _:
            if not email:
                return "warning" if value["sure"] and "X" not in fact.match else None
            return "error" if value["sure"] else "warning"


def _finding(fact: Fact, severity: Severity) -> Finding:
    what = fact.value["what"]
    help_text = "Write what belongs there, or take the block out."
    rule = "placeholders.text"
    match what:
        case "latin":
            message = f"dummy text is still there: {_short(fact.match)}"
        case "stock":
            rule, message = (
                "placeholders.stock",
                f"this is the example text of {fact.value['builder']}: {_short(fact.match)}",
            )
        case "open":
            message = f"{fact.match!r} leaves something to be decided"
            help_text = "Write the date, place or name now that it is known, or say when it will be."
        case "address":
            message = f"{fact.match!r} is an example address, not a real one"
            help_text = "Write the real address."
        case "mark":
            message = f"{fact.match!r} is a note to self that readers will see"
        case _:
            message = f"placeholder text is still there: {_short(fact.match)}"
    return Finding(rule, message, fact.place, fact.match, help_text, severity=severity)


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:57]}…")


def _subject(document: Facts, delivery: Delivery) -> Iterator[Finding]:
    for fact in document.facts.get("subject-mark", ()):
        value = fact.value
        if delivery.state == "test-send" and value["added"]:
            continue
        yield Finding(
            "placeholders.subject",
            f"the {'subject' if value['kind'] == 'subject' else 'title'} says {fact.match!r}: {value['why']}",
            fact.place,
            fact.match,
            "Do not send yet. Write the subject that readers are to see.",
            severity="warning" if value["doubt"] or value["kind"] == "title" else "error",
        )
