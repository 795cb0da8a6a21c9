"""What an inbox shows before the mail is opened: the subject and the line beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.checkers.mail import bulk
from preflight.checkers.mail.rules import PREHEADER, SUBJECT
from preflight.model import Delivery, Document, Fact, Facts, Finding, Location, Span, TextRun
from preflight.patterns import regex

LONGEST = 60
"""Characters of a subject that most inboxes show on a desk; a telephone shows 35 to 45."""
LETTERS = regex(r"[^\W\d_]+")
"""``SALE``, ``ends``"""
SHOUTED = 3
"""Words in capitals; one or two may be a name (NASA, UNESCO)."""
FIELD = regex(r"^(From|Reply-To|Sender|Return-Path|List-Unsubscribe):[ \t]*(.*)$", re.IGNORECASE | re.MULTILINE)
"""``From: The Potting Shed <news@shed.test>``"""
TAG = regex(r"[*{%\[]{2}|\*\|")
"""``*|FNAME|*``: its length says nothing"""


def facts(document: Document) -> Iterator[Fact]:
    """``mail-header``: where the sender's fields stand, by their names in lower case."""
    for part in document.parts:
        if part.name == "header":
            for match in FIELD.finditer(part.source):
                yield Fact("mail-header", match[1].lower(), Span(part.name, *match.span(2)), match[2])


def findings(facts: Facts, delivery: Delivery) -> Iterator[Finding]:
    if facts.headers and delivery.state != "source":
        yield from _subject(facts)
    yield from _preheader(facts)


def _subject(facts: Facts) -> Iterator[Finding]:
    subject = facts.header("subject").strip()
    place = next((run.location for run in facts.runs if run.kind == "subject" and run.location), None)
    place = place or Location(facts.path, "header")
    if not subject:
        yield Finding(SUBJECT.id, "the subject is empty", place, "", "Write a subject.", severity="error")
        return
    words = [word for word in LETTERS.findall(subject) if len(word) > 1]
    if len(words) >= SHOUTED and all(word.isupper() for word in words):
        yield Finding(SUBJECT.id, "the subject is written in capitals", place, subject, "Write it as a sentence.")
    if len(subject) > LONGEST and not TAG.search(subject):
        yield Finding(
            SUBJECT.id,
            f"the subject has {len(subject)} characters: inboxes show about {LONGEST}",
            place,
            subject,
            "Say the most important thing first, or shorten it.",
            severity="info",
        )


def _preheader(facts: Facts) -> Iterator[Finding]:
    part = bulk.shown_part(facts)
    runs = [run for run in facts.runs if run.part == part and run.kind not in ("title", "meta", "code")]
    line = next((run for run in runs if run.kind == "preheader"), None)
    if line is None:
        yield from _first_words(facts, runs)
        return
    if line.location and len(line.text) <= 120 and bulk.WEB_COPY.search(line.text):
        message = f"the preheader wastes the line beside the subject: “{line.text}”"
        yield Finding(PREHEADER.id, message, line.location, line.text, "Say there what the mail is about.")
    elif line.location and _same(line.text, facts.header("subject")):
        message = "the preheader repeats the subject word for word"
        yield Finding(PREHEADER.id, message, line.location, line.text, "Say something that the subject does not.")


def _first_words(facts: Facts, runs: list[TextRun]) -> Iterator[Finding]:
    """Without a preheader the inbox shows the mail's first words."""
    if not any(fact.location.part == bulk.shown_part(facts) for fact in facts.facts.get("mail-html", ())):
        return  # a mail in plain text begins with its text
    first = next((run for run in runs if not run.hidden and run.kind != "alt" and LETTERS.search(run.text)), None)
    wasted = first is not None and len(first.text) <= 120 and bulk.WEB_COPY.search(first.text)
    place = first.location if wasted and first is not None and first.location else Location(facts.path)
    yield Finding(
        PREHEADER.id,
        f"there is no preheader: beside the subject, inboxes show “{first.text}”"
        if wasted and first is not None
        else "there is no preheader: beside the subject, inboxes show the mail's first words",
        place,
        first.text if wasted and first is not None else "",
        "Write one sentence for the inbox into the preheader (preview text).",
        severity=None if wasted else "info",
    )


def _same(one: str, other: str) -> bool:
    return bool(other) and LETTERS.findall(one.casefold()) == LETTERS.findall(other.casefold())
