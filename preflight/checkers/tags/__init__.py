"""Merge tags that would reach the reader as they stand, and greetings that greet nobody.

A newsletter says ``Hi *|FNAME|*`` so that every reader finds their own name there. When the tag belongs to another
sending platform, lacks a bracket, or the message is already on its way to the reader, they find ``*|FNAME|*``
instead; when the list holds no name for them, they find ``Hi ,``. What is right depends on the state of the message:
in a *source* (a draft, a template) tags belong there, in a *test send* or a *final* message no tag may be left.

Tags in comments and in code samples are left alone, and so are websites: a tag that a site build has left behind is
reported as ``placeholders.unrendered``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Annotated
from urllib.parse import unquote

from msgspec import Meta, Struct

from preflight.checkers.tags.rules import RULES
from preflight.model import Delivery, Document, Fact, Facts, Finding, Link, PreflightError, Severity, Span
from preflight.patterns import regex
from preflight.reading import glance, greetings, tags

__all__ = ["RULES", "Options", "check", "prepare", "review"]

NEVER_PRINTED = frozenset({"code"})
MOST = 2_000
"""Tags looked at in one document, and as many in its links; nobody wrote a message with more."""
HEADERS = regex(r"^(?:From|Sender|Reply-To|List-Unsubscribe):[ \t]*(?P<value>.*)$", re.IGNORECASE | re.MULTILINE)
"""``From: {{ sender.name }} <news@juniper.example>``"""
SURE_PLACES = frozenset({"subject", "preheader", "title", "heading", "button", "url"})
"""Where even brackets with other uses (``[Email]``, ``%NAME%``) are surely a tag."""
WHERE = {kind: f"the {kind}" for kind in SURE_PLACES} | {"url": "a link's address", "header": "the message's headers"}


class Options(Struct, frozen=True):
    """Whose merge tags the client uses."""

    platform: Annotated[
        str, Meta(description="the sending platform: mailchimp, klaviyo, …; empty: what most tags say")
    ] = ""


def prepare(options: Options) -> None:
    """Refuse a platform that the table does not have."""
    if not options.platform:
        return
    from preflight.reading.dialects import table

    if options.platform not in table().dialects:
        from difflib import get_close_matches

        known = sorted(table().dialects)
        close = get_close_matches(options.platform, known, 1, 0.4)
        hint = f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(known)}"
        raise PreflightError(f"[tags] platform = {options.platform!r} is no sending platform known here{hint}")


def check(document: Document, options: Options, resources: None = None) -> Iterator[Fact]:
    """Every tag and every doubtful greeting, as facts: what they are worth depends on the state of the message."""
    yield from _in_headers(document)
    if not _may_hold_tags(document):
        yield from _greetings(document)
        return
    shown = [run for run in document.runs if run.kind not in NEVER_PRINTED]
    samples = " ".join(run.text for run in document.runs if run.kind in NEVER_PRINTED)
    found = list(islice(((run, tag) for run in shown for tag in tags.find(run.text)), MOST))
    conditions = " ".join(run.text[tag.start : tag.end] for run, tag in found if tag.control)
    for run, tag in found:
        text = run.text[tag.start : tag.end]
        span = run.span(tag.start, tag.end)
        value = _value(tag, run.kind, shown=not run.hidden or run.kind == "preheader")
        value["greeting"] = greetings.opens(run.text, tag.start)
        value["taught"] = text[:2] in samples
        value["guarded"] = bool(tag.name) and tag.name.rpartition(".")[2] in conditions
        if (
            not tag.malformed
            and "<" in (inside := _source(document, span))
            and "<" not in text
            and "<" in unquote(inside)
        ):
            value["malformed"] = "there is formatting inside it"
            value["repair"] = text
        yield Fact("tag", value, span, text)
    yield from islice((fact for link in document.links for fact in _in_link(document, link)), MOST)
    yield from _greetings(document)


def _may_hold_tags(document: Document) -> bool:
    """Cheap: most pages of a site hold none."""
    addresses = "\n".join([link.url for link in document.links])  # no tag goes on in the next one
    return (
        "%7" in addresses
        or tags.QUICK.search(addresses) is not None
        or any(run.kind not in NEVER_PRINTED for run in glance.those(document, glance.TAGS))
    )


def _value(tag: tags.TagSpan, kind: str, *, shown: bool) -> dict[str, object]:
    return {
        "name": tag.name, "dialects": list(tag.dialects), "fallback": tag.fallback, "system": tag.system,
        "control": tag.control, "build": tag.build, "weak": tag.weak, "malformed": tag.malformed, "repair": tag.repair,
        "kind": kind, "shown": shown, "greeting": False, "taught": False, "guarded": False,
    }  # fmt: skip


def _in_link(document: Document, link: Link) -> Iterator[Fact]:
    """Tags in an address; editors like to write ``{{`` as ``%7B%7B`` there, which no platform reads."""
    url = link.url
    if "%7" not in url and not tags.QUICK.search(url):
        return
    encoded = "%7B%7B" in url.upper() or "%7C*" in url.upper() or "%7C%2A" in url.upper()
    if encoded:
        url = unquote(url)
    for tag in tags.find(url):
        text = url[tag.start : tag.end]
        value = _value(tag, "url", shown=True)
        if encoded and not tag.malformed:
            value |= {"malformed": "its brackets are written as %-codes", "repair": text}
        start = _source(document, link.span).find(text)
        place = link.span
        if start >= 0:
            place = Span(place.part, place.start + start, place.start + start + len(text), place.before, place.after)
        yield Fact("tag", value, place, text)


def _in_headers(document: Document) -> Iterator[Fact]:
    """Who it is from, where answers and unsubscribe requests go; the subject is a run of text."""
    for part in document.parts:
        if not part.name.endswith("header"):
            continue
        for header in HEADERS.finditer(part.source):
            for tag in tags.find(header["value"]):
                if not tag.weak:
                    start = header.start("value")
                    span = Span(part.name, start + tag.start, start + tag.end)
                    yield Fact("tag", _value(tag, "header", shown=True), span, header["value"][tag.start : tag.end])


def _source(document: Document, span: Span) -> str:
    return document.part(span.part).source[span.start : span.end]


def _greetings(document: Document) -> Iterator[Fact]:
    first: set[str] = set()
    for run, found in zip(document.runs, glance.of_runs(document), strict=True):
        if run.kind in ("code", "quote", "alt", "meta", "label") or not (
            found & glance.GREETINGS or run.kind in ("subject", "preheader")
        ):
            continue
        for greeting in greetings.find(run.text, subject=run.kind in ("subject", "preheader"), language=run.language):
            fault = greeting.fault
            if fault and not (
                fault == "bracket" and any(True for _ in tags.find(run.text[greeting.start : greeting.end]))
            ):
                value = {"fault": fault, "name": greeting.name, "first": run.part not in first}
                yield Fact(
                    "greeting", value, run.span(greeting.start, greeting.end), run.text[greeting.start : greeting.end]
                )
            if run.kind not in ("subject", "preheader"):
                first.add(run.part)


def review(delivery: Delivery, options: Options, resources: None = None) -> Iterator[Finding]:
    if delivery.kind != "email":
        return
    from preflight.checkers.tags.source import in_source

    for document in delivery.documents:
        if not document.reported:
            continue
        found = document.facts.get("tag", ())
        if delivery.state == "source":
            yield from in_source(found, options.platform, delivery.recipients)
        else:
            yield from (_raw(fact, delivery) for fact in found if fact.value["shown"] or fact.value["malformed"])
        yield from _greeting_findings(document)


def _raw(fact: Fact, delivery: Delivery) -> Finding:
    from preflight.checkers.tags.source import damaged, platforms

    tag = fact.value
    if tag["malformed"]:
        return damaged(fact)
    severity: Severity = "error"
    if tag["taught"] or (tag["weak"] and not tag["greeting"] and tag["kind"] not in SURE_PLACES):
        severity = "warning"
    help_text = (
        f"Do not send yet. This is a tag of {platforms(tag['dialects'])}: send through it, or write what it stands for."
    )
    if delivery.state == "test-send" and tag["system"]:
        severity = "warning"
        help_text = (
            "Some platforms leave such tags in test sends. See that it is filled in before the real one goes out."
        )
    where = WHERE.get(tag["kind"], "the text")
    message = f"the merge tag {fact.match} is still in {where}: readers will get it as it stands"
    return Finding("tags.unresolved", message, fact.place, fact.match, help_text, severity=severity)


NAMED = regex(
    r"name|first|last|recipient|customer|contact|client|subscriber|user|member|vorname|nachname|nombre|apellido|prénom"
    r"|naam|^_+$|^x{3,}$",
    re.I,
)
"""What stands in the brackets of a placeholder for a name: ``[First Name]``."""


def _greeting_findings(document: Facts) -> Iterator[Finding]:
    for fact in document.facts.get("greeting", ()):
        fault, name = fact.value["fault"], fact.value["name"]
        severity: Severity = "error"
        help_text = "Do not send yet. See that the name is filled in, or greet without one (“Hello,”)."
        match fault:
            case "empty":
                message = f"the greeting {fact.match!r} has no name"
            case "null":
                message = f"the greeting says {name!r} where the name should be"
            case "address":
                message = f"the greeting has the email address {name} for a name"
            case "capitals":
                message = f"the greeting has the name in capitals: {fact.match!r}"
                severity, help_text = "warning", "Write the name as its owner does, unless these are initials."
            case "bare":
                message = f"{fact.match!r} greets nobody"
                severity = "warning"
            case _:
                message = f"the greeting says {name} where the name should be"
                severity = "error" if fact.value["first"] and NAMED.search(name) else "warning"
        yield Finding("tags.greeting", message, fact.place, fact.match, help_text, severity=severity)
