"""Words that stand where the real ones were meant to go.

Dummy Latin, “Your headline goes here”, ``[INSERT DATE]``, ``TODO``, an untouched paragraph of the template, the word
“Test” in the subject: nobody means to send these, and everybody has. On websites, tags that a build has left unfilled
(``{{ page.title }}``) belong here too. Code samples and the hints inside form fields are left alone, and pages that
write *about* such words are treated with care.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from preflight import shipped
from preflight.model import Delivery, Document, Fact, Facts, Finding, Rule, Severity, TextRun
from preflight.reading import greetings, markers, subjects, tags
from preflight.reading.phrases import Hit, Phrases

RULES = (
    Rule(
        "placeholders.text",
        "placeholder text is still there",
        "Dummy Latin, an instruction of the template (“Your headline goes here”, “Click to edit”), a note to self (TODO,"
        " FIXME, TKTK, XXX, TBD), a bracket to be filled in ([INSERT DATE], [Your Name]) or an example address"
        " (name@example.com) was never replaced. Looks at everything a reader sees, image descriptions and page"
        " descriptions among it, but not at code samples and form hints. On websites notes to self, example addresses and"
        " whatever stands in running text are warnings, since pages also write about such things. Write what belongs"
        " there, or take the block out.",
    ),
    Rule(
        "placeholders.stock",
        "the template's own text is still there",
        "Builders fill their templates with example text: “I'm a paragraph. Click here…”, “Just another WordPress site”."
        " Readers know these sentences from other unfinished mails and sites. Replace the text, or take the block out.",
    ),
    Rule(
        "placeholders.subject",
        "the subject is one of a test or a copy",
        "“Test”, “Draft”, “[Test] …”, “Copy of …”, “… (copy 2)”, “FW: …”: the subject was left from a test or from the"
        " message that this one was made from. “Test your knowledge” is fine. In a test send, the mark that the sending"
        " platform puts in front is expected. Write the subject that readers are to see.",
    ),
    Rule(
        "placeholders.unrendered",
        "a page shows a template tag that the build should have filled in",
        "{{ page.title }} or {% include … %} in a built page means that a file was not run through the site generator, or"
        " that a name is misspelt. Looks at titles, descriptions, headings, navigation, buttons and link addresses (sure)"
        " and at running text (worth a look), and stays quiet on pages that explain templates in code samples. Build the"
        " page again and look at the file that it comes from.",
    ),
)
LEFT_ALONE = frozenset({"code", "label"})
SURE_KINDS = frozenset({"title", "button", "meta", "subject", "preheader", "url"})
MOSTLY = 0.6
"""A run that is a phrase to this share is that phrase."""
DUMMY_ADDRESS = re.compile(
    r"[\w.+-]{1,64}@(?:example\.(?:com|org|net)|(?:your-?(?:domain|company|website|site)|mydomain)\.\w{2,5})"
    r"|(?:https?://)?(?:www\.)?(?:example\.(?:com|org|net)|(?:your-?(?:domain|company|website|site)|mydomain)\.(?:com|org|net|co\.uk|de|tld))\b"
    r"|\b(?:www\.)?domain\.tld\b",
    re.IGNORECASE,
)
"""``name@example.com``, ``www.yourdomain.com``"""
DUMMY_HOSTS = ("example.", "yourdomain", "your-domain", "yourcompany", "your-company", "yourwebsite", "your-website", "yoursite",
               "your-site", "mydomain", "domain.tld")  # fmt: skip
SOURCES = 3
"""One page in so many with template syntax, and the folder holds sources rather than a build."""
CLIENT_SIDE = ("v-", "ng-", "x-", "data-ng-", "@", ":", "*ng", "data-bind")
"""Attributes of frameworks that fill ``{{ … }}`` in the browser."""


@dataclass(frozen=True, slots=True)
class Options:
    """``allow``: phrases that this client may use, such as a product called “Lorem Ipsum”."""

    allow: tuple[str, ...] = ()


class Resources:
    """The shipped phrases as one automaton; ``what`` says of each number what it is."""

    def __init__(self, options: Options) -> None:
        raw = tomllib.loads((shipped.folder("rules") / "placeholders.toml").read_text(encoding="utf-8"))
        listed = [(phrase, kind, "") for kind in ("latin", "sure", "alone", "mail") for phrase in raw[kind]]
        listed += [(phrase, "stock", builder) for builder, phrases in raw["stock"].items() for phrase in phrases]
        allowed = {phrase.lower() for phrase in options.allow}
        kept = [entry for entry in listed if entry[0].lower() not in allowed]
        self.what = tuple((kind, builder) for _, kind, builder in kept)
        self.allowed = tuple(allowed)
        self._listed = tuple(phrase for phrase, _, _ in kept)

    @cached_property
    def phrases(self) -> Phrases:
        return Phrases(self._listed)


def prepare(options: Options) -> Resources:
    return Resources(options)


def check(document: Document, options: Options, resources: Resources) -> Iterator[Fact]:
    runs = [run for run in document.runs if run.kind not in LEFT_ALONE and (not run.hidden or run.kind == "preheader")]
    text = "\n".join(run.text for run in runs)
    yield from _phrases(runs, text, resources)
    if markers.worth_a_look(text):
        for run in runs:
            yield from _marks(run, document)
    for run in runs:
        yield from _addresses(run, document, resources)
    for run in runs:
        if run.kind == "subject" or (run.kind == "title" and not document.header("subject")):
            for mark in subjects.find(run.text):
                value = {"why": mark.why, "doubt": mark.doubt, "added": mark.added, "kind": run.kind}
                yield Fact("subject-mark", value, run.span(mark.start, mark.end), run.text[mark.start : mark.end])
    if document.kind == "page" and document.media_type != "text/markdown":
        yield from _unrendered(runs, text, document)


def _phrases(runs: list[TextRun], text: str, resources: Resources) -> Iterator[Fact]:
    """Hits with the run they stand in; those of dummy Latin in one run come as one."""
    starts, place = [], 0
    for run in runs:
        starts.append(place)
        place += len(run.text) + 1
    latin: dict[int, tuple[int, int]] = {}

    def counts(hit: Hit) -> bool:
        if resources.what[hit.number][0] not in ("alone", "mail"):
            return True
        run = runs[bisect_right(starts, hit.start) - 1]
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
        yield _fact(run, start, end, {**value, "whole": end - start >= MOSTLY * len(run.text.strip())})
    about = any("lorem" in run.text.lower() for run in runs if run.kind in ("title", "heading")) if latin else False
    for number, (start, end) in latin.items():
        run = runs[number]
        yield _fact(run, start, end, {"what": "latin", "whole": True, "about": about or run.kind == "quote"})


def _marks(run: TextRun, document: Document) -> Iterator[Fact]:
    if not markers.worth_a_look(run.text):
        return
    for mark in markers.find(run.text, run.language or document.language):
        if mark.kind == "bracket" and _is_tag_or_greeting(run, mark):
            continue
        yield _fact(run, mark.start, mark.end, {"what": mark.kind, "sure": mark.sure, "whole": False})


def _is_tag_or_greeting(run: TextRun, mark: markers.Mark) -> bool:
    """Whether another family says it: a merge tag in such brackets, or a greeting with a bracket for a name."""
    around = [(greeting.start, greeting.end) for greeting in greetings.find(run.text) if greeting.fault]
    around += [(tag.start, tag.end) for tag in tags.find(run.text)]
    return any(start < mark.end and mark.start < end for start, end in around)


def _addresses(run: TextRun, document: Document, resources: Resources) -> Iterator[Fact]:
    lowered = run.text.lower()
    if not any(host in lowered for host in DUMMY_HOSTS):
        return
    for match in DUMMY_ADDRESS.finditer(run.text):
        if match[0].lower() in resources.allowed:
            continue
        address = match[0].lower()
        linked = any(address in link.text.lower() for link in document.links if link.attribute == "href")
        sure = linked or "@" in address or address.startswith(("www.", "http"))
        yield _fact(
            run, match.start(), match.end(), {"what": "address", "sure": sure, "linked": linked, "whole": False}
        )


def _unrendered(runs: list[TextRun], text: str, document: Document) -> Iterator[Fact]:
    """Tags that a site generator left, with what speaks for and against."""
    in_links = [link for link in document.links if "{{" in link.url or "{%" in link.url]
    if "{{" not in text and "{%" not in text and not in_links:
        return
    samples = " ".join(run.text for run in document.runs if run.kind == "code")
    for run in runs:
        for tag in tags.find(run.text):
            match = run.text[tag.start : tag.end]
            if tag.malformed or match[:2] not in ("{{", "{%") or _filled_in_the_browser(run):
                continue
            value = {
                "what": "unrendered",
                "sure": run.kind in SURE_KINDS or run.zone == "nav",
                "whole": False,
                "taught": match[:2] in samples,
            }
            yield _fact(run, tag.start, tag.end, value)
    for link in in_links:
        for tag in tags.find(link.url):
            match = link.url[tag.start : tag.end]
            if not tag.malformed and match[:2] in ("{{", "{%"):
                value = {"what": "unrendered", "sure": True, "taught": match[:2] in samples, "kind": "url"}
                yield Fact("placeholder", value, link.span, match)


def _filled_in_the_browser(run: TextRun) -> bool:
    return run.element is not None and any(
        name.startswith(CLIENT_SIDE) for element in run.element.ancestors() for name in element.attributes
    )


def _fact(run: TextRun, start: int, end: int, value: dict[str, object]) -> Fact:
    return Fact("placeholder", {**value, "kind": run.kind}, run.span(start, end), run.text[start:end])


def review(delivery: Delivery, options: Options, resources: Resources) -> Iterator[Finding]:
    email = delivery.kind == "email"
    built = _is_built(delivery)
    for document in delivery.documents:
        if not document.reported:
            continue
        for fact in document.facts.get("placeholder", ()):
            if fact.value["what"] == "unrendered":
                if built and (fact.value["sure"] or not fact.value["taught"]):
                    yield _left_by_the_build(fact)
            elif severity := _severity(fact, email=email):
                yield _finding(fact, severity)
        if email:
            yield from _subject(document, delivery)


def _is_built(delivery: Delivery) -> bool:
    """A built site in which a few pages were left; where tags are common, these are the sources."""
    if delivery.kind != "site":
        return delivery.kind == "page" and delivery.state != "source"
    pages = [document for document in delivery.documents if document.kind == "page"]
    return SOURCES * sum(1 for page in pages if page.templated) < len(pages)


def _severity(fact: Fact, *, email: bool) -> Severity | None:
    """How sure it is. Pages write about placeholders, mails hardly ever."""
    value = fact.value
    firm = value["whole"] or value["kind"] in SURE_KINDS
    match value["what"]:
        case "latin":
            return "warning" if value["about"] else "error"
        case "phrase":
            if value["alone"] == "mail":
                if not email:
                    return None
                return "warning" if value["kind"] in ("alt", "paragraph", "item", "cell") else "error"
            return "error" if email or firm else "warning"
        case "stock":
            return "error" if email or firm else "warning"
        case "open":
            return "warning" if email else "info"
        case "address":
            if not email:  # documentation is full of example.com, on purpose
                told = "@" in fact.match or "example." not in fact.match.lower()
                return "warning" if value["linked"] and told else None
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


def _left_by_the_build(fact: Fact) -> Finding:
    severity: Severity = "error" if fact.value["sure"] and not fact.value["taught"] else "warning"
    return Finding(
        "placeholders.unrendered",
        f"the template tag {_short(fact.match)} was not filled in",
        fact.place,
        fact.match,
        "Build the page again, and look at the spelling of the name in the template.",
        severity=severity,
    )


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
