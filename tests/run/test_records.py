"""Orders and invoices through the command line: every message against its row, and one sheet against another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[..., Path]
Run = Callable[..., Any]

HEADER = "Email,First name,Last name,Street,Postcode,Total,Order number\n"
ROWS = [
    ("anna.ashworth@post.example", "Anna", "Ashworth", "14 Mill Lane", "HX7 2AB", "49.00", "10021"),
    ("ben.castell@post.example", "Benjamin", "Castell", "9 Orchard Row", "HX7 3CD", "25.50", "10022"),
    ("katherine.thornbury@post.example", "Katherine", "Thornbury", "120 Station Road", "HX8 4EF", "80.00", "10023"),
    ("hugo.merrick@post.example", "Hugo", "Merrick", "5 Chapel Hill", "HX9 1GH", "31.25", "10024"),
]
FIELDS = ("email", "first", "last", "street", "postcode", "total", "order")


def sheet(rows: list[tuple[str, ...]] = ROWS) -> str:
    return HEADER + "".join(",".join(row) + "\n" for row in rows)


def message(row: tuple[str, ...] = ROWS[2], *, date: str = "24 Nov 2026", **other: str) -> str:
    """A confirmation for one row; ``other`` are the fields that it gets wrong."""
    said = dict(zip(FIELDS, row, strict=True)) | other
    said.setdefault("greeting", f"Dear {said['first']},")
    said.setdefault("lines", f"<tr><td>Seed box</td><td>£{said['total']}</td></tr>")
    said.setdefault("extra", "")
    return f"""From: Juniper Books <orders@juniper.example>
To: {said["email"]}
Subject: Your order {said["order"]}
Date: Tue, {date} 09:00:00 +0000
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html lang="en"><body><p>{said["greeting"]}</p>
<p>Thank you for your order no. {said["order"]}.</p>
<table>{said["lines"]}<tr><td>Total</td><td>£{said["total"]}</td></tr></table>
<p>We will send it to:<br>{said["first"]} {said["last"]}<br>{said["street"]}<br>Halewick<br>{said["postcode"]}</p>
<p>{said["extra"]}</p>
<p>Juniper Books, 3 Quay Street, Halewick HX7 6LU</p></body></html>
"""


def outbox(**other: str) -> dict[str, str]:
    """A message for every row, that for row 4 with the fields it gets wrong."""
    files = {f"out/{number}.eml": message(row) for number, row in enumerate(ROWS)}
    return files | {"out/2.eml": message(ROWS[2], **other), "orders.csv": sheet()}


def check(preflight: Run, *more: str, select: str = "recipients,amounts") -> Any:
    return preflight(
        "check", "out", "--recipients", "orders.csv", "--offline", "--no-config", "--state", "final",
        "--format", "json", "--select", select, *more,
    )  # fmt: skip


def test_messages_that_agree_with_the_sheet_are_fine(write: Write, preflight: Run) -> None:
    write(outbox())
    outcome = check(preflight)
    assert outcome.rules == []
    assert outcome.code == 0


@pytest.mark.parametrize(
    ("wrong", "match", "words"),
    [
        ({"first": "Catherine"}, "Catherine", "one letter differs"),
        ({"greeting": "Dear Hugo,"}, "Hugo", "has the first name “Katherine”"),
        ({"greeting": "Hello Anna Thornbury!"}, "Anna", "has the first name “Katherine”"),
        ({"greeting": "Hi Katherine,", "last": "Thornberry"}, "Thornberry", "two letters differ"),
        ({"greeting": "Dear Ms Thornbery,"}, "Thornbery", "one letter differs"),
        ({"greeting": "Sehr geehrte Frau Thonrbury,"}, "Thonrbury", "two letters are swapped"),
        ({"extra": "Name on the parcel: Hugo Merrick"}, "Hugo Merrick", "it is that of row 5"),
        ({"street": "102 Station Road"}, "102 Station Road", "two digits are swapped"),
        ({"street": "12 Station Road"}, "12 Station Road", "one digit differs"),
        ({"street": "5 Chapel Hill"}, "5 Chapel Hill", "it is that of row 5"),
        ({"postcode": "HX8 4FE"}, "HX8 4FE", "two letters are swapped"),
        ({"total": "800.00"}, "£800.00", "ten times as much"),
        ({"total": "8.00"}, "£8.00", "a tenth of it"),
        ({"total": "81.00"}, "£81.00", "one digit differs"),
        ({"total": "95.40"}, "£95.40", "has the total “80.00”"),
        ({"order": "10032"}, "10032", "two digits are swapped"),
        ({"order": "10024"}, "10024", "it is that of row 5"),
    ],
)  # fmt: skip
def test_what_differs_from_the_row_is_told(
    write: Write, preflight: Run, wrong: dict[str, str], match: str, words: str
) -> None:
    write(outbox(**wrong))
    outcome = check(preflight, "--show-recipients", select="recipients.mismatch")
    assert outcome.code == 1
    found = outcome.report["findings"]
    assert {finding["severity"] for finding in found} == {"error"}
    assert {finding["location"]["path"] for finding in found} == {"out/2.eml"}
    assert match in [finding["match"] for finding in found]
    assert any(words in finding["message"] for finding in found), [finding["message"] for finding in found]


@pytest.mark.parametrize(
    "right",
    [
        {"greeting": "Dear Ms Thornbury,"},
        {"greeting": "Hello,"},
        {"greeting": "Dear customer,"},
        {"greeting": "Hi Kath,"},
        {"greeting": "Dear K. Thornbury,"},
        {"greeting": "KATHERINE, thank you!"},
        {"street": "120 Station Rd."},
        {"extra": "Ask for Greta Sefton at the till. Your friends Anna and Hugo would like it, too."},
        {"extra": "You save £5.00, and postage is £3.50."},
    ],
)
def test_what_only_looks_different_is_quiet(write: Write, preflight: Run, right: dict[str, str]) -> None:
    write(outbox(**right))
    outcome = check(preflight, select="recipients.mismatch")
    assert outcome.rules == [], outcome.report["findings"]


def test_lines_that_do_not_add_up_to_the_total(write: Write, preflight: Run) -> None:
    items = (("Bulbs", "30.00"), ("Pots", "40.00"))
    lines = "".join(f"<tr><td>{what}</td><td>£{price}</td></tr>" for what, price in items)
    write(outbox(lines=lines))
    outcome = check(preflight)
    assert outcome.rules == ["amounts.arithmetic"]
    assert outcome.code == 1


def test_ten_times_what_this_customer_usually_pays(write: Write, preflight: Run) -> None:
    rows = [
        (*ROWS[2][:5], total, order) for total, order in (("78.00", "9001"), ("82.50", "9340"), ("800.00", "10023"))
    ]
    write({"orders.csv": sheet([*ROWS[:2], *rows]), "out/2.eml": message(rows[2])})
    outcome = check(preflight, "--show-recipients")
    assert outcome.rules == ["recipients.mismatch"]
    assert "ten times as much as row 6 usually pays" in outcome.report["findings"][0]["message"]
    assert outcome.report["findings"][0]["match"] == "£800.00"


def test_earlier_messages_are_history_too(write: Write, preflight: Run) -> None:
    row = (*ROWS[2][:5], "8.00", "10023")
    write({"orders.csv": sheet([*ROWS[:2], row]), "out/2.eml": message(row)})
    write(
        {f"before/{number}.eml": message(ROWS[2], order=str(9000 + number), date="10 Nov 2026") for number in range(3)}
    )
    outcome = check(preflight, "--against", "before")
    assert "recipients.mismatch" in outcome.rules
    assert "a tenth of what row 4 usually pays (3 earlier amounts)" in str(outcome.report["findings"])


def test_a_usual_amount_among_unusual_ones_is_quiet(write: Write, preflight: Run) -> None:
    rows = [
        (*ROWS[2][:5], total, order) for total, order in (("78.00", "9001"), ("640.00", "9340"), ("800.00", "10023"))
    ]
    write({"orders.csv": sheet([*ROWS[:2], *rows]), "out/2.eml": message(rows[2])})
    assert check(preflight).rules == []


def test_a_message_to_nearly_an_address_of_the_sheet(write: Write, preflight: Run) -> None:
    write(outbox(email="katherine.thornbry@post.example"))
    outcome = check(preflight)
    assert outcome.rules == ["recipients.mismatch"]
    assert "row 4 has one that is nearly the same" in outcome.report["findings"][0]["message"]
    write(outbox(email="somebody.else@post.example"))
    found = check(preflight).report["findings"]
    assert [finding["severity"] for finding in found] == [
        "warning",
        "warning",
    ]  # a stranger, and row 4 without a message


def test_somebody_forgotten_and_somebody_written_to_twice(write: Write, preflight: Run) -> None:
    files = outbox()
    del files["out/3.eml"]
    write({**files, "out/9.eml": message(ROWS[0])})
    outcome = check(preflight)
    assert [finding["severity"] for finding in outcome.report["findings"]] == ["warning", "warning"]
    assert "more than one message goes to row 2" in outcome.out
    assert "no message goes to row 5" in outcome.out


def test_a_mailbox_is_a_folder_of_messages(write: Write, preflight: Run) -> None:
    boxed = "".join(f"From orders Tue Nov 24 09:00:00 2026\n{message(row)}\n" for row in ROWS)
    write({"out.mbox": boxed.replace("Dear Anna", "Dear Hugo"), "orders.csv": sheet()})
    outcome = preflight(
        "check", "out.mbox", "--recipients", "orders.csv", "--offline", "--no-config", "--select", "recipients",
        "--format", "json",
    )  # fmt: skip
    assert outcome.rules == ["recipients.mismatch"]
    assert outcome.report["findings"][0]["location"]["part"] == "1:1"


def test_a_sheet_in_german_with_whole_names(write: Write, preflight: Run) -> None:
    header = "E-Mail;Kunde;Straße;PLZ;Betrag;Rechnungsnummer\n"
    rows = header + "greta@post.example;Frau Greta Weiß;Lindenstraße 7;10115;49,90 €;R-2041\n"
    text = """From: Juniper <shop@juniper.example>
To: greta@post.example
Subject: Ihre Rechnung R-2041
Content-Type: text/plain; charset=utf-8
Content-Language: de

Sehr geehrte Frau Weiss,

Rechnung Nr. R-2041
Gesamtbetrag: 499,00 €

Greta Weiß
Lindenstr. 7
10115 Berlin
"""
    write({"orders.csv": rows, "out/1.eml": text})
    outcome = check(preflight, "--show-recipients")
    assert [finding["match"] for finding in outcome.report["findings"]] == ["499,00 €"]


# --- two sheets -----------------------------------------------------------------------------------------

PAID = "Email address,First name,Surname,Street,Amount paid\n"
PAYMENTS = [(row[0], row[1], row[2], row[3], f"£{row[5]}") for row in ROWS]


def compare(preflight: Run, write: Write, payments: str, *more: str, orders: str = "") -> Any:
    write({"orders.csv": orders or sheet(), "payments.csv": payments})
    return preflight(
        "check", "orders.csv", "--against", "payments.csv", "--key", "email", "--offline", "--no-config", "--format",
        "json", *more,
    )  # fmt: skip


def paid(**other: str) -> str:
    columns = ("email", "first", "last", "street", "amount")
    rows = [list(row) for row in PAYMENTS]
    for name, value in other.items():
        rows[2][columns.index(name)] = value
    return PAID + "".join(",".join(row) + "\n" for row in reversed(rows))


def test_records_that_agree(write: Write, preflight: Run) -> None:
    outcome = compare(preflight, write, paid())
    assert (outcome.code, outcome.rules) == (0, [])


@pytest.mark.parametrize(
    ("wrong", "place", "words"),
    [
        ({"first": "Catherine"}, "4:34", "one letter differs"),
        ({"first": "Hugo"}, "4:34", "row 4 has the first name “Katherine”"),
        ({"last": "Thornbruy"}, "4:44", "two letters are swapped"),
        ({"street": "102 Station Road"}, "4:54", "two digits are swapped"),
        ({"amount": "£800.00"}, "4:79", "a tenth of it"),
        ({"amount": "£8000.00"}, "4:79", "a hundredth of it"),
        ({"amount": "£82.00"}, "4:79", "one digit differs"),
        ({"amount": "£61.20"}, "4:79", "row 4 has the total “80.00”"),
        ({"email": "katherine.thornbry@post.example"}, "4:1", "one letter differs"),
    ],
)
def test_a_record_that_differs(write: Write, preflight: Run, wrong: dict[str, str], place: str, words: str) -> None:
    outcome = compare(preflight, write, paid(**wrong), "--show-recipients")
    [finding] = outcome.report["findings"]
    assert (finding["rule"], finding["severity"]) == ("recipients.mismatch", "error")
    assert f"{finding['location']['line']}:{finding['location']['column']}" == place
    assert words in finding["message"]
    assert finding["related"][0]["location"]["path"] == "payments.csv"
    assert outcome.code == 1


def test_by_row_number_only(write: Write, preflight: Run) -> None:
    outcome = compare(preflight, write, paid(last="Thornbruy", email="katherine.thornbry@post.example"))
    assert "horn" not in outcome.out.lower()
    assert "row 4" in outcome.out


def test_capitals_and_accents_are_worth_a_look_only(write: Write, preflight: Run) -> None:
    outcome = compare(preflight, write, paid(last="THORNBURY", first="Kathérine", amount="80"))
    assert outcome.report["counts"]["error"] == 0
    assert outcome.report["counts"]["warning"] == 2


def test_rows_without_a_counterpart(write: Write, preflight: Run) -> None:
    outcome = compare(preflight, write, paid(email="somebody@other.example"))
    assert [finding["severity"] for finding in outcome.report["findings"]] == ["warning", "warning"]


def test_a_column_that_means_something_else_is_told_once(write: Write, preflight: Run) -> None:
    many = [(f"p{number}@post.example", f"{20 + number}.00", f"{31 + 2 * number}.13") for number in range(40)]
    orders = "email,total\n" + "".join(f"{email},{total}\n" for email, total, _ in many)
    payments = "email,total\n" + "".join(f"{email},{net}\n" for email, _, net in many)
    outcome = compare(preflight, write, payments, orders=orders)
    assert outcome.report["counts"]["error"] == 0
    assert len(outcome.report["findings"]) == 1


def test_a_key_that_a_sheet_does_not_have(write: Write, preflight: Run) -> None:
    write({"orders.csv": sheet(), "payments.csv": paid()})
    arguments = (
        "check",
        "orders.csv",
        "--against",
        "payments.csv",
        "--offline",
        "--no-config",
        "--format",
        "json",
        "--key",
    )
    outcome = preflight(*arguments, "emial")
    assert outcome.code == 3
    assert "no column 'emial'; its columns are called Email" in outcome.out
    assert preflight("check", "orders.csv", "--key", "email", "--offline").code == 2
