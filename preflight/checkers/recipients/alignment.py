"""Columns and rows that have slipped: the mistake that greets everybody with somebody else's name.

A column that was sorted or pasted without the rest is told by the names inside the addresses: when they agree with the
row above or below, and not with their own, the list is not sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from preflight.checkers.recipients.wording import counted, grouped, harmless, place
from preflight.model import Finding
from preflight.model.recipients import Recipient, Recipients
from preflight.patterns import regex
from preflight.reading import fields, likeness, personal

PIECES = regex(r"[^\W\d_]{3,}")
"""``anna``, ``ashworth`` of ``anna.ashworth42``"""
OFFSETS = (1, -1, 2, -2)
FEWEST = 4
"""Rows whose names belong to a neighbour's address before the column has surely slipped; three in a list of six, and
two more for each further digit of the list's length, as chance has more to choose from."""
NEUTRAL, CONTRARY = 0.2, 2.0
"""What a row that says nothing, and one that agrees with its own address, weigh against that."""
ELSEWHERE = 5
FAR, BY_CHANCE = 7, 4
"""A distance at which names agree by chance alone, and how much more than that it takes."""
STREET = regex(r"\d.*[^\W\d]|[^\W\d].*\d")
"""``12 Mill Lane``: digits and letters"""
SURE_OF_COLUMN = 3
"""Given names under the last names for each one under the first names."""
STOP = "Do not send. Go back to the list as it was exported, and sort or paste whole rows only."


class Evidence(NamedTuple):
    """A row's name in plain words, and the words of its address."""

    names: tuple[str, ...]
    local: str
    pieces: frozenset[str]


def without_address(people: Recipients, *, show: bool) -> Iterator[Finding]:
    """Rows with data but no address, with the address in another column, and with more cells than the header."""
    at = people.roles.get(fields.EMAIL)
    if at is None:
        return
    missing: list[Recipient] = []
    moved: list[Recipient] = []
    for one in people.rows:
        own = one.cells[at] if at < len(one.cells) else ""
        if "@" in own:
            continue
        if any(fields.ADDRESS_LIKE.fullmatch(cell) for cell in one.cells):
            moved.append(one)
        elif not own:
            missing.append(one)
    if len(moved) > 1 and 2 * len(moved) > len(people.rows):
        counts = Counter(
            here for one in moved for here, cell in enumerate(one.cells) if fields.ADDRESS_LIKE.fullmatch(cell)
        )
        other = people.columns[min(counts.most_common(1)[0][0], len(people.columns) - 1)]
        yield Finding(
            "recipients.shifted",
            f"the addresses stand under “{harmless(other)}”, not under “{harmless(people.columns[at])}”: "
            f"in {len(moved):,} of {counted(len(people.rows), 'row')}",
            place(people),
            people.columns[at],
            "Swap the two headers, and look at a few rows before you send.",
        )
    elif moved:
        yield grouped(
            "recipients.shifted", people, moved,
            f"{counted(len(moved), 'row')} with the address in another column: the cells have slipped: {{rows}}",
            "Do not send yet. Look at these rows: a cell too many or too few has moved all that follow.",
            shown=[" | ".join(one.cells) for one in moved] if show else (),
        )  # fmt: skip
    if missing:
        yield grouped(
            "recipients.shifted", people, missing,
            f"{counted(len(missing), 'row')} with data but no address: {{rows}}",
            "Do not send yet. Either somebody is left out, or a column has slipped from here on.",
            shown=[" | ".join(filter(None, one.cells)) for one in missing] if show else (),
        )  # fmt: skip
    extra = set(people.oddities.get("extra", ()))
    if rows := [one for one in people.rows if one.row in extra]:
        yield grouped(
            "recipients.shifted", people, rows,
            f"{counted(len(rows), 'row')} with more cells than the header has columns: {{rows}}",
            "A comma inside a cell that stands without quotation marks moves all that follow. Look at these rows.",
            shown=[" | ".join(one.cells) for one in rows] if show else (),
        )  # fmt: skip


def slipped(people: Recipients) -> Iterator[Finding]:
    """Names that belong to the addresses of other rows."""
    roles = [people.roles[role] for role in (fields.FIRST, fields.LAST, fields.NAME) if role in people.roles]
    at = people.roles.get(fields.EMAIL)
    if at is None or not roles or len(people.rows) < 3:
        return
    seen = [_evidence(one, at, roles) for one in people.rows]
    own = [any(name in one.local for name in one.names) for one in seen]
    least = 3 if len(seen) <= 6 else FEWEST + 2 * max(0, len(str(len(seen))) - 2)
    neutral = max(NEUTRAL, BY_CHANCE * sum(_agreeing(seen, own, FAR)) / len(seen))
    for offset in OFFSETS:
        hits = _agreeing(seen, own, offset)
        if sum(hits) < least:
            continue
        start, end, weight = _densest(hits, own, neutral)
        if weight < least - 1 or sum(hits[start:end]) < least:
            continue
        first, last = people.rows[start], people.rows[end - 1]
        where = f"{abs(offset)} row{'s' if abs(offset) > 1 else ''} {'below' if offset > 0 else 'above'}"
        yield Finding(
            "recipients.shifted",
            f"from row {first.row:,} to {last.row:,} the names belong to the addresses {where}: a column has slipped",
            place(people, first),
            f"row {first.row}",
            STOP,
        )
        return
    yield from _sorted_apart(people, seen, own)


def _agreeing(seen: Sequence[Evidence], own: Sequence[bool], offset: int) -> list[bool]:
    """For each row whether its name belongs to the address so many rows below, and not to its own."""
    return [
        not own[here] and 0 <= here + offset < len(seen) and _belongs(one, seen[here + offset])
        for here, one in enumerate(seen)
    ]


def _evidence(one: Recipient, at: int, roles: Sequence[int]) -> Evidence:
    local = one.cells[at].partition("@")[0] if at < len(one.cells) else ""
    words = " ".join(one.cells[role] for role in roles if role < len(one.cells))
    plain = local.lower() if local.isascii() else likeness.unaccented(local)
    names = words.lower() if words.isascii() else likeness.unaccented(words)
    return Evidence(tuple(PIECES.findall(names)), plain, frozenset(PIECES.findall(plain)))


def _belongs(name: Evidence, address: Evidence) -> bool:
    """Whether an address is made of this name: a word of it, or an initial and the last name (``aashworth``)."""
    if address.pieces & set(name.names):
        return True
    if len(name.names) < 2:
        return False
    initials = name.names[0][0] + name.names[-1]
    return initials in address.pieces or name.names[0] + name.names[-1] in address.pieces


def _densest(hits: Sequence[bool], own: Sequence[bool], neutral: float) -> tuple[int, int, float]:
    """The stretch of rows that speaks most for a slip (Kadane's algorithm): its start, its end, its weight."""
    best = (0, 0, 0.0)
    start, weight = 0, 0.0
    for here, hit in enumerate(hits):
        if weight <= 0:
            start, weight = here, 0.0
        weight += 1.0 if hit else -CONTRARY if own[here] else -neutral
        if hit and weight > best[2]:
            best = (start, here + 1, weight)
    return best


def _sorted_apart(people: Recipients, seen: Sequence[Evidence], own: Sequence[bool]) -> Iterator[Finding]:
    """A column that was sorted by itself: hardly any name fits its address, and many fit that of a far row."""
    by_name: dict[frozenset[str], int] = {}
    often: set[frozenset[str]] = set()
    for here, one in enumerate(seen):
        if len(one.names) >= 2 and by_name.setdefault(frozenset(one.names), here) != here:
            often.add(frozenset(one.names))
    elsewhere = [
        here
        for here, one in enumerate(seen)
        if not own[here] and len(one.pieces) >= 2 and by_name.get(one.pieces, here) != here and one.pieces not in often
    ]
    if len(elsewhere) < ELSEWHERE or len(elsewhere) <= 3 * sum(own):
        return
    rows = [people.rows[here] for here in elsewhere]
    yield grouped(
        "recipients.shifted", people, rows,
        f"{counted(len(rows), 'row')} in which the address belongs to a name of another row: a column was sorted "
        "without the rest: {rows}",
        STOP,
    )  # fmt: skip


def swapped(people: Recipients, *, show: bool) -> Iterator[Finding]:
    """First and last names, or names and postal addresses, under each other's header."""
    first, last = people.roles.get(fields.FIRST), people.roles.get(fields.LAST)
    if first is not None and last is not None:
        yield from _swapped_names(people, first, last, show=show)
    street = people.roles.get(fields.STREET)
    name = next((people.roles[role] for role in (fields.NAME, fields.FIRST) if role in people.roles), None)
    if street is None or name is None:
        return
    wrong = right = 0
    for one in people.rows:
        if max(street, name) < len(one.cells) and one.cells[street] and one.cells[name]:
            in_street, in_name = (bool(STREET.search(one.cells[at])) for at in (street, name))
            wrong += in_name and not in_street
            right += in_street and not in_name
    if wrong >= 2 and wrong > SURE_OF_COLUMN * right:
        columns = f"“{people.columns[name]}” and “{people.columns[street]}”"
        yield Finding(
            "recipients.shifted",
            f"the columns {columns} hold each other's contents: {counted(wrong, 'row')} with a street for a name",
            place(people),
            people.columns[name],
            "Swap the two headers, and look at a few rows before you send.",
        )


def _swapped_names(people: Recipients, first: int, last: int, *, show: bool) -> Iterator[Finding]:
    wrong: list[Recipient] = []
    right = 0
    for one in people.rows:
        if max(first, last) >= len(one.cells) or not one.cells[first] or not one.cells[last]:
            continue
        is_first, is_last = (personal.is_given_name(one.cells[at]) for at in (first, last))
        right += is_first
        if is_last and not is_first:
            wrong.append(one)
    if not wrong:
        return
    if len(wrong) >= SURE_OF_COLUMN and len(wrong) > SURE_OF_COLUMN * right:
        yield Finding(
            "recipients.shifted",
            f"“{people.columns[first]}” holds last names, and “{people.columns[last]}” first names: "
            f"{len(wrong):,} of {len(wrong) + right:,} given names stand under the last names",
            place(people),
            people.columns[first],
            "Swap the two headers: otherwise everybody is greeted by the last name.",
        )
    elif right > len(wrong):
        certain = [one for one in wrong if _address_says_so(people, one, first, last)]
        if certain:
            yield grouped(
                "recipients.shifted", people, certain,
                f"{counted(len(certain), 'row')} with first and last name the wrong way round, it seems: {{rows}}",
                "Look at these rows, and swap the two cells where that is so.", severity="warning",
                shown=[f"{one.cells[first]} {one.cells[last]}" for one in certain] if show else (),
            )  # fmt: skip


def _address_says_so(people: Recipients, one: Recipient, first: int, last: int) -> bool:
    """Whether the address begins with what stands under the last name: ``anna.ashworth@`` for Ashworth Anna."""
    local = people.cell(one, fields.EMAIL).partition("@")[0].lower()
    return bool(one.cells[last]) and local.startswith(one.cells[last].lower()) and one.cells[first].lower() in local
