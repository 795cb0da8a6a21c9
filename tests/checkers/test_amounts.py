"""Prices against the client's facts: what a table of cases cannot hold."""

from __future__ import annotations

from datetime import date

import pytest

from preflight import examine
from preflight.checkers import amounts
from preflight.model import Delivery, Fact, Facts, Finding, Location, Name, SendDate, by_kind, plain_document


def judged(text: str, price: str) -> list[Finding]:
    document = plain_document(text)
    facts = [
        Fact(item.kind, item.value, document.resolve(item.place), item.match)
        for item in amounts.check(document, amounts.Options())
        if isinstance(item, Fact)
    ]
    page = Facts("p.md", "p.md", "text/markdown", "page", "", facts=by_kind(facts))
    names = (Name("Harbour Retreat", "product", details={"price": (price,)}, location=Location()),)
    delivery = Delivery("p.md", "page", "final", (page,), SendDate(date(2026, 11, 24), "option"), names=names)
    return list(amounts.review(delivery, amounts.Options()))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("The Harbour Retreat costs £80,000 this year.", "£8,000"),
        ("Harbour Retreat: £800", "£8,000"),
        ("Book the Harbour Retreat for £8,500 by Friday.", "£8,000"),
    ],
)
def test_a_near_miss_of_a_known_price(text: str, right: str) -> None:
    (finding,) = judged(text, right)
    assert finding.rule == "amounts.magnitude"
    assert finding.suggestions == (right,)


@pytest.mark.parametrize(
    "text",
    [
        "The Harbour Retreat costs £8,000 this year.",
        "Harbour Retreat: £6,450 for members",
        "The Mountain Retreat costs £80,000.",
        "Harbour Retreat from £800 a night",
        "Harbour Retreat: €80,000",
    ],
)
def test_the_price_itself_and_other_things_are_quiet(text: str) -> None:
    assert judged(text, "£8,000") == []


def test_facts_of_amounts_travel() -> None:
    row = examine.examine(b"Invoice 20417: \xc2\xa38,000", "text/markdown", examine.Settings({"amounts": {}}))
    (fact,) = examine.unpack(row, "p.md", "p.md").facts["amount"]
    assert fact.value["label"] == "invoice 20417"
