"""The year of the document's own copyright line."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.checkers.dates.stale import When
from preflight.model import Fact, Facts, Finding, Fix
from preflight.patterns import regex

# A credit: "Photo: the crew, (c) Ada Byron 2019"
CREDIT = regex(
    r"\W{0,3}\b(?:photo(?:graph)?s?|picture|image|illustration|artwork|fotos?|bild(?:er)?|crédit|credit)\b", 2
)


def copyright_year(
    fact: Fact, document: Facts, facts: tuple[Fact, ...], when: When, *, template: bool
) -> Iterator[Finding]:
    """The last year of the document's own copyright line. ``template``: something fills the document in."""
    value = fact.value
    if value["role"] != "copyright" or value["form"] != "year" or not value["years"] or when.standing == "dated":
        return
    year, now = value["years"][-1], when.day.year
    if not 1990 <= year < now or not is_own(fact, document, facts):
        return
    digits = len(fact.match) - len(fact.match.rstrip("0123456789"))
    right = fact.match[: len(fact.match) - digits] + str(now)[-digits:]
    yield Finding(
        "dates.year",
        f"the copyright line says {year}, and it goes out in {now}",
        fact.place,
        fact.match,
        f"Let the template fill the year in; otherwise change {year} to {now}, and again every January."
        if template
        else f"Change {year} to {now}, or let the template fill the year in.",
        (right,),
        Fix(right, safe=not template),
        severity="info" if when.day.month == 1 and year == now - 1 else "warning",
    )


def is_own(fact: Fact, document: Facts, facts: tuple[Fact, ...]) -> bool:
    """The line at the foot, not the credit of a picture or of a work that is quoted."""
    value = fact.value
    if value["kind"] in ("caption", "alt", "code", "quote") or value["length"] > 400:
        return False
    if CREDIT.search(fact.location.before) or CREDIT.match(fact.location.after[:20]):
        return False
    lines = [other for other in facts if other.value["role"] == "copyright" and other.value["years"]]
    if max(other.value["years"][-1] for other in lines) > value["years"][-1]:
        return False
    if value["zone"] == "footer" or "rights reserved" in fact.location.after.lower():
        return True
    return not value["zone"] and lines[-1] is fact
