"""The total of an invoice against the earlier invoices to the same customer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[[dict[str, str | bytes]], Path]
Run = Callable[..., Any]


def invoice(total: str, *, to: str = "Ada <ada@mill.example>", lines: str = "", label: str = "Total") -> str:
    return (
        f"From: Bramble <bills@bramble.example>\nTo: {to}\nSubject: Your invoice\n"
        "Date: Mon, 02 Nov 2026 09:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
        f"Dear Ada,\n\n{lines}\n\n{label}: {total}\n\nBest\n"
    )


def found(write: Write, preflight: Run, new: str, *earlier: str) -> list[tuple[str, str]]:
    write({"new.eml": new, **{f"old/{number}.eml": text for number, text in enumerate(earlier)}})
    outcome = preflight(
        "check", "new.eml", "--against", "old", "--offline", "--no-config", "--no-cache", "--send-date", "2026-11-24",
        "--select", "amounts", "--format", "json",
    )  # fmt: skip
    return [(finding["severity"], finding["match"]) for finding in outcome.report["findings"]]


@pytest.mark.parametrize("label", ["Total", "Amount due", "Gesamtbetrag", "Total TTC", "Importe total"])
def test_a_nought_too_many_is_worth_a_look(write: Write, preflight: Run, label: str) -> None:
    seen = found(write, preflight, invoice("£80,000.00", label=label), invoice("£8,000.00", label=label))
    assert seen == [("warning", "£80,000.00")]


def test_it_is_an_error_when_two_earlier_ones_agree(write: Write, preflight: Run) -> None:
    other = invoice("£8,000").replace("Dear Ada", "Hello Ada")
    assert found(write, preflight, invoice("£80,000"), invoice("£8,000"), other) == [("error", "£80,000")]


def test_it_is_an_error_when_the_line_still_says_the_old_amount(write: Write, preflight: Run) -> None:
    line = "Consulting in October: £8,000"
    assert ("error", "£80,000") in found(write, preflight, invoice("£80,000", lines=line), invoice("£8,000"))


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (invoice("£8,400"), invoice("£8,000")),  # totals differ
        (invoice("£80,000"), invoice("£8,000", to="Ben <ben@oak.example>")),  # another customer
        (invoice("£80,000", lines="Hall: £50,000\nTents: £30,000"), invoice("£8,000")),  # its lines come to it
        (invoice("€80,000"), invoice("£8,000")),
        (invoice("£80,000", label="Amount due"), invoice("£8,000", label="Amount due", to="ben@oak.example")),
        (
            invoice("£80,000").replace("Your invoice", "We did it"),  # no invoice: money that was raised
            invoice("£8,000").replace("Your invoice", "We did it"),
        ),
    ],
)
def test_what_may_well_be_right_is_quiet(write: Write, preflight: Run, new: str, old: str) -> None:
    assert found(write, preflight, new, old) == []


def test_a_file_named_as_the_previous_invoice(write: Write, preflight: Run) -> None:
    page = "<html lang=en><title>Invoice 7</title><table><tr><td>Total<td>£{}</table>"
    write({"new.html": page.format("80,000.00"), "old.html": page.format("8,000.00")})
    outcome = preflight(
        "check", "new.html", "--against", "old.html", "--offline", "--no-config", "--select", "amounts", "--format",
        "json",
    )  # fmt: skip
    (finding,) = outcome.report["findings"]
    assert finding["message"] == "the total £80,000.00 is ten times £8,000.00, the total of the previous one"
