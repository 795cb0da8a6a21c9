"""Brand voice: how often a text shouts, and how often it repeats its favourite phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from preflight.model import Delivery, Document, Fact, Finding, Rule

API_VERSION = 1

RULES = (
    Rule(
        "voice.exclamation",
        "a paragraph shouts more often than the brand does",
        "One exclamation mark is warm, three are a market stall. Counts them in each heading and paragraph, and in the "
        "subject; the option exclamations says how many are welcome. Keep the one that matters.",
        "warning",
    ),
    Rule(
        "voice.overused",
        "a pet phrase comes up too often",
        "Counts the phrases of the option phrases over the whole email or site; the option times says how often is "
        "fine. Say it in other words, or leave it out.",
        "info",
    ),
)

EXCLAMATION = re.compile(r"!+")
"""``!``, ``!!!``"""


@dataclass(frozen=True)
class Options:
    """What the brand is at ease with."""

    exclamations: int = 1
    """Exclamation marks in a paragraph."""
    phrases: tuple[str, ...] = ()
    """Phrases to ration, in any case."""
    times: int = 2
    """How often each may come up in a delivery."""


def check(document: Document, options: Options) -> Iterator[Fact | Finding]:
    phrase = re.compile("|".join(map(re.escape, options.phrases)), re.IGNORECASE) if options.phrases else None
    for run in document.runs:
        if run.kind == "code" or run.hidden:
            continue
        marks = list(EXCLAMATION.finditer(run.text))
        count = sum(len(mark[0]) for mark in marks)
        if count > options.exclamations:
            yield Finding(
                "voice.exclamation",
                f"{count} exclamation marks in one paragraph",
                run.span(*marks[-1].span()),
                marks[-1][0],
                f"The brand uses {options.exclamations} at most: keep the one that matters.",
            )
        for found in phrase.finditer(run.text) if phrase else ():
            yield Fact("voice.phrase", found[0].lower(), run.span(*found.span()), found[0])


def review(delivery: Delivery, options: Options) -> Iterator[Finding]:
    said = [fact for facts in delivery.documents for fact in facts.facts.get("voice.phrase", ())]
    for phrase, facts in groupby(sorted(said, key=lambda fact: str(fact.value)), key=lambda fact: fact.value):
        places = list(facts)
        if len(places) > options.times:
            extra = places[options.times]
            yield Finding(
                "voice.overused",
                f"“{phrase}” comes up {len(places)} times",
                extra.place,
                extra.match,
                f"{options.times} times are fine: say it in other words from here on.",
            )
