"""Moves as the fewest redirect lines: a folder that moved as a whole is one wildcard, its exceptions stand before it.

Every list is read back with our own reader and followed before it is given away: each old address ends at its new one
after one redirect, and no page that exists is sent elsewhere. What fails that is written line by line, or left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import Struct

from preflight.checkers.slugs.moves import FOLDER_MOVE, moved_folder
from preflight.moved.merging import joined
from preflight.moved.side import Side
from preflight.reading import urls
from preflight.redirects.table import Table, is_redirect
from preflight.redirects.writing import Format, Line
from preflight.renames import Move


class Written(Struct, frozen=True):
    """``text`` for the host; ``left_out`` are moves that no line of this host can express, with the reason."""

    text: str
    lines: tuple[Line, ...]
    left_out: tuple[tuple[Move, str], ...] = ()


def written(moves: Sequence[Move], old: Side, new: Side, form: Format, before: str = "") -> Written:
    """The list for a host. ``before`` is what stands in it already, unchanged lines of another hand."""
    wanted = [move for move in moves if move.old != move.new]
    plain = [Line(source, move.new) for move in wanted for source in _spellings(move.old, form)]
    folders = _folders(wanted, old, new, form) if form.wildcards else []
    covered = {move.old for folder in folders for move in wanted if _by(folder, move)}
    for lines in (
        [*[line for line, move in _with_moves(plain, wanted, form) if move.old not in covered], *folders],
        plain,
    ):
        text = form.write(lines)
        faults = _faults(joined(text, before, form), wanted, new, form)
        if not faults and not _hides_a_page(text, new, form):
            return Written(text, tuple(lines))
    bad = {move.old for move, _ in faults}
    kept = [line for line, move in _with_moves(plain, wanted, form) if move.old not in bad]
    return Written(form.write(kept), tuple(kept), tuple(faults))


def _with_moves(plain: Sequence[Line], wanted: Sequence[Move], form: Format) -> list[tuple[Line, Move]]:
    by_source = {source: move for move in wanted for source in _spellings(move.old, form)}
    return [(line, by_source[line.source]) for line in plain]


def _spellings(address: str, form: Format) -> list[str]:
    """The ways in which a visitor may have written the address, where the host tells them apart."""
    ways = [address]
    if not form.both_slashes:
        bare = address.rstrip("/")
        if address.endswith("/") and bare:
            ways.append(bare)
        elif "." not in address.rpartition("/")[2]:
            ways.append(address + "/")
        elif address.endswith(urls.PAGE_ENDINGS):
            ways.append(address.rpartition(".")[0])
    return ways


def _by(folder: Line, move: Move) -> bool:
    rest = move.old.removeprefix(folder.source)
    return move.old.startswith(folder.source) and bool(rest) and move.new == folder.target + rest


def _folders(moves: Sequence[Move], old: Side, new: Side, form: Format) -> list[Line]:
    """The folders that moved as a whole, the largest first."""
    counted: Counter[Line] = Counter()
    for move in moves:
        if folders := moved_folder(move.old, move.new):
            counted[Line(*folders, folder=True)] += 1
    gone = {move.old for move in moves}
    found: list[Line] = []
    for line, times in sorted(counted.items(), key=lambda entry: (-entry[1], entry[0].source)):
        if times < FOLDER_MOVE or line.source == "/" or line.target.startswith(line.source):
            continue
        if any(line.source.startswith(other.source) or other.source.startswith(line.source) for other in found):
            continue
        below = [address for address in old.addresses.values() if address.startswith(line.source)]
        if any(address not in gone and not (form.file_wins and new.exists(address)) for address in below):
            continue  # something below it was deleted, or stayed where a rule would hide it
        if not form.file_wins and any(f"/{name}".startswith(line.source) for name in new.collected.files):
            continue
        found.append(line)
    return found


def _faults(text: str, moves: Sequence[Move], new: Side, form: Format) -> list[tuple[Move, str]]:
    """Moves that the list as the host would read it does not bring home in one step."""
    table = Table(form.read(text))
    faults = []
    for move in moves:
        outcome = table.follow(move.old, _existing(new, form))
        if outcome is None or urls.decoded(outcome.path) != move.new or not all(map(is_redirect, outcome.hops)):
            faults.append((move, "no line of this host brings it to its new address"))
        elif len(outcome.hops) > 1:
            faults.append((move, "another redirect of the list sends its visitors further"))
    return faults


def _hides_a_page(text: str, new: Side, form: Format) -> bool:
    """Whether a line of ours sends the visitors of a page that exists elsewhere."""
    table = Table(form.read(text))
    exists = _existing(new, form)
    return any(table.follow(address, exists) is not None for address in new.addresses.values())


def _existing(new: Side, form: Format) -> Callable[[str], bool]:
    return new.exists if form.file_wins else lambda path: False
