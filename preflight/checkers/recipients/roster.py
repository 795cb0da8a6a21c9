"""The list by itself: can it be used at all, and is every row a person with an address and a name?"""

from __future__ import annotations

from collections.abc import Iterator

from preflight.checkers.recipients.wording import counted, grouped, place
from preflight.model import Finding
from preflight.model.recipients import Recipient, Recipients
from preflight.reading import fields, personal


def unusable(people: Recipients, *, show: bool) -> Iterator[Finding]:
    """What is wrong with the list as a file."""
    if not people.columns:
        return
    if not people.headed:
        yield Finding(
            "recipients.list",
            "the list has no header: its first row is already a person",
            place(people),
            "row 1",
            "Write the names of the columns in a row above, such as email, first name: otherwise the first person is"
            " taken for them and gets nothing.",
        )
    if fields.EMAIL not in people.roles:
        yield Finding(
            "recipients.list",
            "no column of the list holds addresses",
            place(people),
            "row 1",
            "Export the list with the column of addresses, and call that column email.",
        )
    by_row = {one.row: one for one in people.rows} if people.oddities else {}
    for kind, what, help_text in (
        ("nul", "NUL bytes, which no text has", "Open the list in a spreadsheet program and save it as CSV again."),
        ("long", "a cell that is far too long to be anybody's", "Look at this row: what was pasted into it?"),
        ("swallowed", "a quotation mark that does not close, so that a cell swallows the rows behind it",
         "Look at this row, and put the quotation mark right."),
    ):  # fmt: skip
        if rows := [by_row.get(row, Recipient(row, row, ())) for row in people.oddities.get(kind, ())]:
            yield grouped("recipients.list", people, rows, f"{{rows}}: {what}", help_text)
    if rows := [by_row[row] for row in people.oddities.get("encoding", ()) if row in by_row]:
        yield grouped(
            "recipients.list", people, rows,
            "the list mixes two encodings: {rows} in Windows-1252, the others in UTF-8",
            "Look at the accents in these rows, and save the list as UTF-8.", severity="warning",
        )  # fmt: skip
    named = {at for role, at in people.roles.items() if role in (fields.FIRST, fields.LAST, fields.NAME)}
    formulas = [
        (one, cell)
        for one in people.rows
        for at, cell in enumerate(one.cells)
        if cell[:1] in "=@+-" and at not in named and cell and personal.FORMULA.match(cell)
    ]
    if formulas:
        yield grouped(
            "recipients.list", people, [one for one, _ in formulas],
            f"{counted(len(formulas), 'cell')} with a formula instead of text: {{rows}}",
            "Look at these rows: a formula is worked out by whoever opens the list, and printed raw to the reader.",
            shown=[cell for _, cell in formulas] if show else (),
        )  # fmt: skip


def duplicates(people: Recipients, *, show: bool) -> Iterator[Finding]:
    """Addresses in several rows; apart where the rows disagree on the name."""
    at = people.roles.get(fields.EMAIL)
    if at is None:
        return
    first: dict[str, Recipient] = {}
    equal: list[Recipient] = []
    unlike: list[Recipient] = []
    roles = [people.roles[role] for role in (fields.FIRST, fields.LAST, fields.NAME) if role in people.roles]
    for one in people.rows:
        address = one.cells[at].casefold() if at < len(one.cells) else ""
        if "@" not in address:
            continue
        earlier = first.setdefault(address, one)
        if earlier is one:
            continue
        here, there = (
            [row.cells[role].casefold() for role in roles if role < len(row.cells)] for row in (one, earlier)
        )
        (equal if here == there else unlike).append(one)
    if equal:
        yield grouped(
            "recipients.duplicate", people, equal,
            f"{counted(len(equal), 'row')} with an address that the list had before: {{rows}}",
            "Delete the doubles: sent row by row, these people get the message twice.",
            shown=[one.cells[at] for one in equal] if show else (),
        )  # fmt: skip
    if unlike:
        yield grouped(
            "recipients.duplicate", people, unlike,
            f"{counted(len(unlike), 'row')} with an address that the list had before under another name: {{rows}}",
            "Find out whose address it is: one of the names is wrong, or two people share it.",
            shown=[one.cells[at] for one in unlike] if show else (),
        )  # fmt: skip
