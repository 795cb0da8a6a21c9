"""A sheet's or an export's rows against themselves in the one before, told by their stable ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from preflight.checkers.meta import contract_of_change, hosts
from preflight.model import Delivery, Finding, Related
from preflight.patterns import regex
from preflight.reading import columns, records, shifts
from preflight.reading.records import Pairs, Row

FEWEST = 3
"""Rows with one text that make it a copied one."""

SHOWN = 10
_TEMPLATE = regex(
    r"%%?[a-z_]{2,40}(?:\([a-z_]{1,40}\))?%|\{\{|#(?:post|site|page)_[a-z]{2,20}|\[(?:title|name)\]", re.IGNORECASE
)
"""``%title% %sep% %sitename%``: variables that an SEO plug-in fills in, the same in all rows on purpose."""

SHIFTING = (columns.SLUG, columns.TITLE, columns.DESCRIPTION, columns.NAME, columns.CANONICAL, columns.URL)
NOUNS = {
    columns.SLUG: "slug", columns.TITLE: "title", columns.DESCRIPTION: "description", columns.NAME: "name",
    columns.CANONICAL: "canonical address", columns.URL: "address",
}  # fmt: skip


def review(
    delivery: Delivery, declared: Sequence[str], allowed: tuple[str, ...], *, staging: bool
) -> Iterator[Finding]:
    """``declared``: ``COLUMN=FIELD``; ``allowed``: the fields that may change, or nothing without a contract."""
    mapping = columns.declared(declared)
    now = records.sheet_of(delivery, mapping)
    before = records.sheet_of(delivery.previous, mapping) if delivery.previous else None
    if now is None or before is None:
        return
    pairs = records.paired(before, now)
    moved: set[tuple[str, int]] = set()
    for field in SHIFTING:
        shift = shifts.shift_in(pairs, field)
        if shift:
            moved |= {(field, id(new)) for _, new in shift.rows}
            yield _shifted(shift)
        elif field in (columns.TITLE, columns.DESCRIPTION, columns.CANONICAL):
            yield from _exchanged(pairs, field)
    yield from _emptied(pairs)
    if not staging:
        for old, new in pairs.pairs:
            if new.noindex and not old.noindex and (old.online or new.online) and _knows(pairs):
                yield _noindexed(new)
        yield from _canonicals(pairs, moved)
    yield from _copied(pairs, moved)
    if allowed:
        yield from contract_of_change.review(pairs, allowed)
    else:
        yield from _edited(pairs, moved)


def _shifted(shift: shifts.Shift) -> Finding:
    noun = NOUNS[shift.field]
    first, last = shift.numbers
    old, new = shift.rows[0]
    source = shift.sources[0]
    if shift.distance:
        rows = abs(shift.distance)
        where = "above" if shift.distance > 0 else "below"
        what = (
            f"carry the {noun} of the row {where}" if rows == 1 else f"carry the {noun} of the row {rows} rows {where}"
        )
    else:
        what = f"carry the {noun} of other rows: the column was sorted or mixed by itself"
    value = new.get(shift.field)
    return Finding(
        "meta.shifted",
        f"rows {first}–{last} {what}: row {new.number} now has “{value}”, which belongs to row {source.number}",
        new.place(shift.field),
        value,
        "Do not import this sheet: begin again from the export.",
        (old.get(shift.field),) if old.get(shift.field) else (),
        related=tuple(
            Related(row.place(shift.field), row.get(shift.field), "slipped too") for _, row in shift.rows[1:SHOWN]
        ),
    )


def _exchanged(pairs: Pairs, field: str) -> Iterator[Finding]:
    """Two rows, each with the text that the other one had."""
    changed = [(old, new) for old, new in pairs.changed(field) if old.get(field) and new.get(field)]
    by_old = {(old.get(columns.LANGUAGE), old.get(field)): (old, new) for old, new in changed}
    for old, new in changed:
        other = by_old.get((old.get(columns.LANGUAGE), new.get(field)))
        if other and other[1].get(field) == old.get(field) and new.number < other[1].number:
            noun = NOUNS[field]
            yield Finding(
                "meta.shifted",
                f"rows {new.number} and {other[1].number} have exchanged their {noun}: row {new.number} now has "
                f"“{new.get(field)}”",
                new.place(field),
                new.get(field),
                f"Give each row its own {noun} back.",
                (old.get(field),),
                related=(Related(other[1].place(field), other[1].get(field), "exchanged too"),),
            )


def _emptied(pairs: Pairs) -> Iterator[Finding]:
    for field in (columns.TITLE, columns.DESCRIPTION):
        if not (pairs.now.has(field) or pairs.now.wordpress):
            continue
        for old, new in pairs.pairs:
            if old.get(field) and not new.get(field):
                yield Finding(
                    f"meta.{field}",
                    f"row {new.number} (“{new.label}”) has no {field} any more; before it was “{old.get(field)}”",
                    new.place(field),
                    new.label,
                    f"Write the {field} back.",
                    (old.get(field),),
                )


def _knows(pairs: Pairs) -> bool:
    """Whether the sheet before told about robots at all."""
    if pairs.now.wordpress:
        return True
    return any(pairs.before.has(name) and pairs.now.has(name) for name in (columns.ROBOTS, columns.NOINDEX))


def _noindexed(new: Row) -> Finding:
    field = new.noindex_field
    return Finding(
        "meta.noindex",
        f"row {new.number} (“{new.label}”) now tells search engines not to list the page (“{new.get(field)}”)",
        new.place(field),
        new.get(field),
        "Take the noindex away, unless the page shall not be found.",
    )


def _canonicals(pairs: Pairs, moved: set[tuple[str, int]]) -> Iterator[Finding]:
    field = columns.CANONICAL
    addresses = [old.get(field) or old.get(columns.URL) for old, _ in pairs.pairs]
    own = hosts.own(addresses, ())
    new_site = hosts.moved_to(addresses, [new.get(field) for _, new in pairs.pairs])
    told = False
    for old, new in pairs.pairs:
        url = new.get(field)
        host = hosts.host_of(url)
        if url == old.get(field) or not host or host in own or host == hosts.host_of(old.get(field)):
            continue
        if host == new_site:
            if not told:
                told = True
                yield hosts.moving("rows", host, own, new.place(field), url)
            continue
        if not own and not hosts.is_test(host):
            continue
        what = "a test site" if hosts.is_test(host) else "another site"
        yield Finding(
            "meta.canonical",
            f"row {new.number} (“{new.label}”) says that {what} has the original: “{url}”",
            new.place(field),
            url,
            "Let each page name its own address, or search engines will drop it.",
            (old.get(field),) if old.get(field) else (),
        )
    yield from _same_text(pairs, field, "meta.canonical", moved)


def _copied(pairs: Pairs, moved: set[tuple[str, int]]) -> Iterator[Finding]:
    for field in (columns.TITLE, columns.DESCRIPTION):
        yield from _same_text(pairs, field, "meta.duplicate", moved)


def _edited(pairs: Pairs, moved: set[tuple[str, int]]) -> Iterator[Finding]:
    """Titles and descriptions with other words, where nothing else is said of the column."""
    for field in (columns.TITLE, columns.DESCRIPTION):
        users = Counter(new.get(field) for _, new in pairs.pairs)
        group = [
            (old, new) for old, new in pairs.changed(field) if old.get(field) and 0 < users[new.get(field)] < FEWEST
        ]
        group = [(old, new) for old, new in group if new.get(field)]
        if not group or any(name == field for name, _ in moved) or any(_exchanged(pairs, field)):
            continue
        old, new = group[0]
        rows = f"{len(group)} rows" if len(group) > 1 else f"row {new.number}"
        yield Finding(
            "meta.edited",
            f"the {NOUNS[field]} of {rows} is another now: “{old.get(field)}” became “{new.get(field)}”",
            new.place(field),
            new.get(field),
            "Nothing to do if that was the task.",
            related=tuple(Related(row.place(field), row.get(field), "edited, too") for _, row in group[1:SHOWN]),
        )


def _same_text(pairs: Pairs, field: str, rule: str, moved: set[tuple[str, int]]) -> Iterator[Finding]:
    """A text that several rows have now, two of which had another one before."""
    groups: dict[tuple[str, str], list[tuple[Row, Row]]] = {}
    earlier: dict[tuple[str, str], int] = {}
    for old, new in pairs.pairs:
        was, is_now = (old.get(columns.LANGUAGE), old.get(field)), (new.get(columns.LANGUAGE), new.get(field))
        earlier[was] = earlier.get(was, 0) + 1
        groups.setdefault(is_now, []).append((old, new))
    for (language, text), group in groups.items():
        if not text or _TEMPLATE.search(text) or len(group) < FEWEST or len(group) <= earlier.get((language, text), 0):
            continue
        lost = [(old, new) for old, new in group if old.get(field) not in ("", text) and (field, id(new)) not in moved]
        if len({old.get(field) for old, _ in lost}) < FEWEST - 1:
            continue
        first = lost[0][1]
        rows = ", ".join(str(new.number) for _, new in group[:SHOWN]) + (" …" if len(group) > SHOWN else "")
        noun = NOUNS[field]
        yield Finding(
            rule,
            f"rows {rows} now have one and the same {noun}: “{text}”; {len(lost)} of them had their own before",
            first.place(field),
            text,
            f"Write each row's own {noun} back: the cell was probably dragged down.",
            (next(old.get(field) for old, _ in lost),),
            related=tuple(Related(new.place(field), text, "has it too") for _, new in lost[1:SHOWN]),
        )
