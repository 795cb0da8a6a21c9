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
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import unquote

from preflight.model import Delivery, Document, Fact, Facts, Finding, Fix, Link, PreflightError, Rule, Severity, Span
from preflight.reading import greetings, tags

RULES = (
    Rule(
        "tags.unresolved",
        "a merge tag is still in a message that goes out",
        "A merge tag stands for the reader's name, the unsubscribe link and the like. In a test send or a final message"
        " the sending platform has already filled in what it knows, so a tag that is left will be read as it stands."
        " Looks at the subject, the text, image descriptions and link addresses; comments and code samples are left"
        " alone. Sources keep their tags. Send the message through the platform that the tag belongs to, or write what"
        " the tag stands for.",
    ),
    Rule(
        "tags.foreign",
        "a merge tag belongs to another sending platform",
        "Every platform has its own tags: *|FNAME|* means something to Mailchimp and nothing to Klaviyo. In a template"
        " that was moved or copied together, a tag of the other platform will be printed as it stands. The platform is"
        ' the one named in the configuration ([tags] platform = "mailchimp"), or the one that most tags belong to,'
        " unsubscribe and view-online tags counting most. Write the tag as this platform writes it.",
    ),
    Rule(
        "tags.malformed",
        "a merge tag is damaged",
        "A bracket is missing, a word processor has made the quotation marks curly, or bold and colour begin inside the"
        " tag: the platform does not recognise it any more and prints it. Type the tag anew, or insert it from the"
        " platform's menu.",
    ),
    Rule(
        "tags.no-fallback",
        "a greeting uses a merge tag without a default",
        "Readers whose name the list does not know will be greeted with “Hi ,”. Give the tag a default, or put the"
        " greeting between conditions. A platform that keeps its defaults with the list (Mailchimp, ActiveCampaign,"
        " HubSpot) may have one already.",
        severity="warning",
    ),
    Rule(
        "tags.greeting",
        "a greeting names nobody",
        "“Hi ,”, “Dear null”, “Hello [First Name]”, an email address where the name should be: the name was missing or"
        " never filled in, and every reader sees it first. A name in capitals is only worth a look. Looks at the"
        " beginning of each paragraph and at the subject.",
    ),
)
NEVER_PRINTED = frozenset({"code"})
SURE_PLACES = frozenset({"subject", "preheader", "title", "heading", "button", "url"})
"""Where even brackets with other uses (``[Email]``, ``%NAME%``) are surely a tag."""
SYSTEM_WEIGHT = 3
"""An unsubscribe tag says more about the platform than a name: every platform has its own and no message lacks it."""
CLEAR_MAJORITY = 2


@dataclass(frozen=True, slots=True)
class Options:
    """``platform``: the sending platform (``mailchimp``, ``klaviyo``, …), or empty to go by what most tags say."""

    platform: str = ""


def prepare(options: Options) -> None:
    """Refuse a platform that the table does not have."""
    if options.platform and options.platform not in tags.table().dialects:
        known = sorted(tags.table().dialects)
        close = get_close_matches(options.platform, known, 1, 0.4)
        hint = f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(known)}"
        raise PreflightError(f"[tags] platform = {options.platform!r} is no sending platform known here{hint}")


def check(document: Document, options: Options, resources: None = None) -> Iterator[Fact]:
    """Every tag and every doubtful greeting, as facts: what they are worth depends on the state of the message."""
    if not _may_hold_tags(document):
        yield from _greetings(document)
        return
    shown = [run for run in document.runs if run.kind not in NEVER_PRINTED]
    samples = " ".join(run.text for run in document.runs if run.kind in NEVER_PRINTED)
    found = [(run, tag) for run in shown for tag in tags.find(run.text)]
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
    for link in document.links:
        yield from _in_link(document, link)
    yield from _greetings(document)


def _may_hold_tags(document: Document) -> bool:
    """Cheap: most pages of a site hold none."""
    return any(tags.QUICK.search(run.text) for run in document.runs if run.kind not in NEVER_PRINTED) or any(
        tags.QUICK.search(link.url) or "%7" in link.url for link in document.links
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


def _source(document: Document, span: Span) -> str:
    return document.part(span.part).source[span.start : span.end]


def _greetings(document: Document) -> Iterator[Fact]:
    first: set[str] = set()
    for run in document.runs:
        if run.kind in ("code", "quote", "alt", "meta", "label"):
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
    for document in delivery.documents:
        if not document.reported:
            continue
        found = document.facts.get("tag", ())
        if delivery.state == "source":
            yield from _in_source(found, options)
        else:
            yield from (_raw(fact, delivery) for fact in found if fact.value["shown"] or fact.value["malformed"])
        yield from _greeting_findings(document)


def _raw(fact: Fact, delivery: Delivery) -> Finding:
    tag = fact.value
    if tag["malformed"]:
        return _malformed(fact)
    severity: Severity = "error"
    if tag["taught"] or (tag["weak"] and not tag["greeting"] and tag["kind"] not in SURE_PLACES):
        severity = "warning"
    help_text = f"Do not send yet. This is a tag of {_platforms(tag['dialects'])}: send through it, or write what it stands for."
    if delivery.state == "test-send" and tag["system"]:
        severity = "warning"
        help_text = (
            "Some platforms leave such tags in test sends. See that it is filled in before the real one goes out."
        )
    where = (
        "a link's address"
        if tag["kind"] == "url"
        else f"the {tag['kind']}"
        if tag["kind"] in SURE_PLACES
        else "the text"
    )
    message = f"the merge tag {fact.match} is still in {where}: readers will get it as it stands"
    return Finding("tags.unresolved", message, fact.place, fact.match, help_text, severity=severity)


def _malformed(fact: Fact) -> Finding:
    tag = fact.value
    repair = tag["repair"] if "…" not in tag["repair"] else ""
    severity: Severity | None = "warning" if tag["taught"] or "%-codes" in tag["malformed"] else None
    return Finding(
        "tags.malformed",
        f"the merge tag {fact.match} is damaged: {tag['malformed']}",
        fact.place,
        fact.match,
        f"Write {tag['repair']}, best by inserting the tag anew from the platform's menu.",
        suggestions=(repair,) if repair else (),
        fix=Fix(repair) if repair else None,
        severity=severity,
    )


def _in_source(found: tuple[Fact, ...], options: Options) -> Iterator[Finding]:
    scores = _scores(found)
    build = any(fact.value["build"] for fact in found)
    best = max(scores.values(), default=0)
    home = {options.platform} if options.platform else {name for name, score in scores.items() if score == best}
    for fact in found:
        tag = fact.value
        if tag["malformed"]:
            yield _malformed(fact)
            continue
        built = build and fact.match.startswith(("{{", "{%"))
        if (
            not home & set(tag["dialects"])
            and not built
            and not tag["guarded"]
            and not (tag["weak"] and not options.platform)
        ):
            own = max(scores[name] for name in tag["dialects"])
            clear = bool(options.platform) or best >= CLEAR_MAJORITY * own
            yield _foreign(fact, home, clear=clear)
        elif (
            tag["greeting"] and not tag["fallback"] and not tag["guarded"] and not tag["control"] and not tag["system"]
        ):
            yield Finding(
                "tags.no-fallback",
                f"the greeting's tag {fact.match} has no default: a reader without a name is greeted with nothing",
                fact.place,
                fact.match,
                "Give the tag a default such as “there”, or see that the list has one.",
            )


def _scores(found: tuple[Fact, ...]) -> Counter[str]:
    """How many tags each platform explains, those that it fills in by itself counting more."""
    scores: Counter[str] = Counter()
    for fact in found:
        if not fact.value["weak"] and not fact.value["build"]:
            for dialect in fact.value["dialects"]:
                scores[dialect] += SYSTEM_WEIGHT if fact.value["system"] else 1
    return scores


def _foreign(fact: Fact, home: set[str], *, clear: bool) -> Finding:
    mine, theirs = _platforms(sorted(home)), _platforms(fact.value["dialects"])
    return Finding(
        "tags.foreign",
        f"{fact.match} is a tag of {theirs}, but this message is for {mine}: it will be printed as it stands",
        fact.place,
        fact.match,
        f"Replace it with the tag that {mine} has for this.",
        severity=None if clear else "warning",
    )


def _platforms(dialects: list[str]) -> str:
    """``Mailchimp``, ``Kit or Drip``, ``one of 9 platforms (Klaviyo, SendGrid, …)``"""
    names = [tags.table().dialects[name].name for name in dialects if name in tags.table().dialects]
    if len(names) > 3:
        return f"one of {len(names)} platforms ({', '.join(names[:2])}, …)"
    return " or ".join(names) or "another platform"


NAMED = re.compile(
    r"name|first|last|recipient|customer|contact|client|subscriber|user|member|vorname|nombre|prénom|naam", re.I
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
