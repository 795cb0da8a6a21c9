"""The plain-text version and the HTML: two halves of one message that should tell the same news."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from preflight.checkers.mail import bulk
from preflight.checkers.mail.rules import PLAIN_TEXT
from preflight.model import Delivery, FactLink, Facts, Finding, Location, TextRun
from preflight.patterns import regex
from preflight.reading import urls, wrappers

WORD = regex(r"\w+")
ADDRESS = regex(r"https?://\S+|www\.\S+|\S+@\S+")
"""``https://shop.test/sale``: texts spell links out, HTML hides them"""
TELLING = 20
"""Triples of words found in one issue only: fewer prove nothing."""
TIMES = 2
"""How much more like the previous issue a text must be."""
LONG = 60
"""Words from which a text is a version of the mail, not a notice."""
ALIEN = 0.1
"""Share of a text's triples that the HTML has when they are two different texts."""
FEW = 3
"""Buttons, of which the text has all but a third."""
MOST = 5
"""Addresses named; more of them, and the text is another one."""

Triples = set[tuple[str, ...]]


def findings(facts: Facts, delivery: Delivery) -> Iterator[Finding]:
    """Judged for messages; an HTML file is only one half."""
    html_parts = _html_parts(facts)
    if facts.media_type != "message/rfc822" or not html_parts:
        return
    text_parts = [part for part in dict.fromkeys(run.part for run in facts.runs) if part not in {*html_parts, "header"}]
    if not text_parts:
        if delivery.state != "source":
            yield Finding(
                PLAIN_TEXT.id,
                "there is no plain-text version of the message",
                Location(facts.path),
                "",
                "Switch on the text version in the sending platform: watches, screen readers and spam filters use it.",
            )
        return
    shown = _triples(run for run in facts.runs if run.part in html_parts)
    for part in text_parts:
        written = _triples(run for run in facts.runs if run.part == part)
        if (previous := _of_previous_issue(facts, delivery, written, shown)) is not None:
            yield Finding(
                PLAIN_TEXT.id,
                f"the plain-text version is still the previous issue's ({previous})",
                Location(facts.path, part),
                "",
                "Make the text version anew from this issue: readers of plain text would get the old news.",
                severity="error",
            )
        elif len(written) >= LONG and len(shown) >= LONG and len(written & shown) < ALIEN * len(written):
            yield Finding(
                PLAIN_TEXT.id,
                "the plain-text version tells something else than the HTML",
                Location(facts.path, part),
                "",
                "Make the text version anew from this issue.",
            )
        else:
            yield from _addresses(facts, part, html_parts)
            if len(written) >= LONG:
                yield from _unlisted(facts, part)


def _html_parts(facts: Facts) -> set[str]:
    return {fact.location.part for fact in facts.facts.get("mail-html", ())}


def _triples(runs: Iterable[TextRun]) -> Triples:
    found: Triples = set()
    for run in runs:
        if run.kind in ("code", "meta", "title"):
            continue
        words = WORD.findall(ADDRESS.sub(" ", run.text).casefold())
        found.update(zip(words, words[1:], words[2:], strict=False))
    return found


def _of_previous_issue(facts: Facts, delivery: Delivery, written: Triples, shown: Triples) -> str | None:
    """The subject of the earlier issue that the text belongs to; None when it is of this issue."""
    if delivery.previous is None:
        return None
    own = len(written & shown)
    best, name = 0, None
    for one in delivery.previous.documents:
        if one.kind != "email" or one.sha256 == facts.sha256:
            continue
        old = _triples(run for run in one.runs if run.part != "header")
        theirs, ours = len(written & (old - shown)), len(written & (shown - old))
        if theirs >= TELLING and theirs > TIMES * ours and theirs > best and len(written & old) > own:
            best, name = theirs, f"“{one.header('subject')[:60]}”" if one.header("subject") else one.name
    return name


def _addresses(facts: Facts, part: str, html_parts: set[str]) -> Iterator[Finding]:
    """Pages that only the text opens, although its story stands in the HTML as well: one of the two is stale."""
    shown = {key for link in facts.links if link.location.part in html_parts and (key := _page(link))}
    if not shown:
        return
    missed = {
        key: link
        for link in facts.links
        if link.location.part == part and (key := _page(link)) and key not in shown
        if not bulk.leads_out(link.url, link.text)
    }
    if len(missed) > MOST:
        return  # wrapped for tracking in one half, or another text altogether
    for link in missed.values():
        yield Finding(
            PLAIN_TEXT.id,
            "the plain-text version opens a page that the HTML does not open",
            link.location,
            link.url,
            "Use the same address in both versions.",
        )


def _unlisted(facts: Facts, part: str) -> Iterator[Finding]:
    """Buttons of the HTML whose page the text does not name, although it names the others'."""
    shown = bulk.shown_part(facts)
    listed = {key for link in facts.links if link.location.part == part and (key := _page(link))}
    labels = {run.text for run in facts.runs if run.part == shown and run.kind == "button"}
    buttons = {
        key: link
        for link in facts.links
        if link.location.part == shown and link.text in labels and (key := _page(link))
        if not bulk.leads_out(link.url, link.text) and wrappers.unwrap(link.url) is None and "{" not in link.url
    }
    missed = [link for key, link in buttons.items() if key not in listed]
    if len(buttons) < FEW or len(missed) * FEW > len(buttons):
        return  # a text version of its own kind
    for link in missed:
        yield Finding(
            PLAIN_TEXT.id,
            f"the plain-text version does not have the page behind “{link.text[:60]}”",
            link.location,
            link.url,
            "Put the address into the text version as well, or make that anew.",
        )


def _page(link: FactLink) -> str:
    """Host and path, in lower case; empty for what is no page of the web, and for front pages."""
    if not link.url.lower().startswith(("http://", "https://", "www.")):
        return ""
    target = urls.resolve(link.url if "://" in link.url else f"https://{link.url}")
    path = target.path.rstrip("/")
    return f"{target.host.removeprefix('www.')}{path}".lower() if path else ""
