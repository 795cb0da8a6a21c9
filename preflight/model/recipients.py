"""The list that a message goes to, as checkers see it. Personal: it is kept in no cache and sent to no worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field


class Recipient(Struct, frozen=True):
    """One row of a list: its number as a spreadsheet program counts (the header is row 1), the line that it begins in,
    and its cells, shortened and without blanks around them."""

    row: int
    line: int
    cells: tuple[str, ...]


class Recipients(Struct, frozen=True):
    """``roles`` says in which column the address, the first name … stand (see ``reading.fields``). ``oddities`` maps a
    kind of damage (nul, encoding, long, swallowed, extra) to the rows that have it. ``headed`` is false when the first
    row is already a person. ``troubles`` are sentences about what could not be read."""

    path: str
    columns: tuple[str, ...]
    roles: Mapping[str, int]
    rows: Sequence[Recipient]
    headed: bool = True
    encoding: str = "utf-8"
    oddities: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()

    def cell(self, person: Recipient, role: str) -> str:
        """What stands under a role, or nothing."""
        at = self.roles.get(role, -1)
        return person.cells[at] if 0 <= at < len(person.cells) else ""
