"""What moved between two builds of a site, and the redirects that keep old links alive (``preflight redirects``)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from preflight.collect import GIT, Collected, collect
from preflight.model import PreflightError
from preflight.moved import answer
from preflight.moved.comparison import Comparison, compare
from preflight.moved.lines import Written, written
from preflight.moved.merging import joined, merged, unfit
from preflight.moved.side import Side
from preflight.redirects.limits import exceeded
from preflight.redirects.writing import FORMATS

TEXTS = ("console", "json")
SHEETS = ("text/csv", "text/tab-separated-values")


class Answer(Struct, frozen=True):
    """``text`` is the list or the report; ``notes`` are sentences for the person, not for the file; ``undo`` is the
    sheet that gives the pages their slugs back."""

    text: str
    notes: tuple[str, ...] = ()
    found: bool = True
    undo: bytes | None = None


def propose(
    old: str, new: str, form: str = "console", *, merge: str = "", suggested: bool = False, undo: bool = False
) -> Answer:
    """The answer of ``preflight redirects OLD NEW``. ``merge`` is the file with the list that the host has now;
    ``suggested`` writes the middle tier, too; ``undo`` makes the sheet that restores the slugs. Raises PreflightError.
    """
    if form not in TEXTS and form not in FORMATS:
        from preflight.config import nearest

        names = (*TEXTS, *FORMATS)
        raise PreflightError(f"there is no format {form!r}{nearest(form, names)}: choose from {', '.join(names)}")
    both = [
        collect(target, beside="" if beside.startswith(GIT) else beside) for target, beside in ((old, new), (new, old))
    ]
    if all(side.kind == "sheet" for side in both):
        return _of_sheets(old, new, both[1], form, merge, suggested=suggested, undo=undo)
    if any(side.kind == "sheet" and side.sources for side in both):
        raise PreflightError(f"{old} and {new} are of two kinds: name two builds, or two sheets or exports")
    if undo:
        raise PreflightError("--undo restores the slugs of a sheet: OLD and NEW are sheets or exports, then")
    sides = [_side(target, collected) for target, collected in zip((old, new), both, strict=True)]
    comparison = compare(sides[0], sides[1], _recorded(old, new, *sides))
    notes = tuple(f"{gap.target}: {gap.why}" for side in both for gap in side.gaps[:5] if not gap.intended)
    return _answer(comparison, form, merge, notes, suggested=suggested)


def _answer(comparison: Comparison, form: str, merge: str, notes: tuple[str, ...], *, suggested: bool) -> Answer:
    if form == "json":
        return Answer(answer.as_json(comparison), notes, found=bool(comparison.new.pages))
    if form == "console":
        return Answer(answer.as_text(comparison), notes, found=bool(comparison.new.pages))
    return _listed(comparison, form, merge, notes, suggested=suggested)


def _of_sheets(
    old: str, new: str, collected: Collected, form: str, merge: str, *, suggested: bool, undo: bool
) -> Answer:
    """Two sheets or exports, whose rows have ids."""
    from preflight import pipeline
    from preflight.moved import rows
    from preflight.moved.undo import undo as restored
    from preflight.reading import columns

    (ruleset, delivery), *_ = pipeline.delivered(pipeline.Options(targets=(new,), against=old, offline=True))
    mapping = columns.declared(ruleset.checkers.get("slugs", {}).get("columns", ()))
    sheets = rows.sheets_of(delivery, mapping)
    if sheets is None:
        raise PreflightError(f"{old} and {new}: one of them holds no rows to compare")
    notes = []
    if sheets.pairs.partial:
        notes.append("one of the two sheets is only a part: rows that are missing were not taken for deletions")
    made = _answer(rows.compared(sheets), form, merge, tuple(notes), suggested=suggested)
    if not undo:
        return made
    source = collected.sources[0]
    rows_in_it = "1 row" if len(sheets.changed) == 1 else f"{len(sheets.changed)} rows"
    how = "import it as you imported the other one"
    if source.media_type not in SHEETS:
        how = "import it with a plug-in that reads sheets (WP All Import), matched by ID"
    note = f"{rows_in_it} in the undo sheet: {how}"
    return replace(made, undo=restored(sheets, source.read(), source.media_type), notes=(*made.notes, note))


def _side(target: str, collected: Collected) -> Side:
    side = Side(collected)
    if not side.pages and collected.gaps and not collected.sources:
        raise PreflightError(f"{target}: {collected.gaps[0].why}")
    return side


def _recorded(old: str, new: str, before: Side, now: Side) -> Mapping[str, str]:
    """Renames that the history records, as addresses."""
    if not old.startswith(GIT):
        return {}
    from preflight.moved.history import renames

    newer = new.removeprefix(GIT).partition(":")[0] if new.startswith(GIT) else "HEAD"
    folder = Path() if new.startswith(GIT) else Path(new)
    names = renames(old.removeprefix(GIT).partition(":")[0], newer, folder)
    old_names = {source.name: before.addresses[key] for key, source in before.pages.items()}
    new_names = {source.name: now.addresses[key] for key, source in now.pages.items()}
    return {old_names[one]: new_names[other] for one, other in names.items() if one in old_names and other in new_names}


def _listed(comparison: Comparison, form: str, merge: str, notes: tuple[str, ...], *, suggested: bool) -> Answer:
    host = FORMATS[form]
    existing = ""
    said = list(notes)
    moves = [move for move in comparison.moves if suggested or move.tier == "auto"]
    doubtful = [move for move in comparison.moves if not suggested and move.tier == "suggest"]
    if merge:
        try:
            text = Path(merge).read_text(encoding="utf-8-sig")
            if why := unfit(text, host):
                raise PreflightError(why, merge)
            kept = merged(text, moves, comparison.new, host)
        except (OSError, ValueError) as error:
            raise PreflightError(f"cannot be read as a list for {form} ({error})", merge) from error
        existing = kept.text
        if kept.changed:
            said.append(f"{len(kept.changed)} redirects of the list now lead straight to the new address")
        if kept.dropped:
            said.append(
                f"{len(kept.dropped)} redirects were taken out: {', '.join(kept.dropped[:5])} has a page or moved"
            )
    elif host.replaces:
        said.append(f"{form} replaces its whole list: to keep what is in it, name it with --merge {host.file}")
    result: Written = written(moves, comparison.old, comparison.new, host, existing)
    text = result.text
    if doubtful and host.comment:
        text = answer.remarks(doubtful, host.comment) + text
    elif doubtful:
        said.append(f"{len(doubtful)} more pages may have moved: see them without --format, add them with --suggested")
    said += [f"{move.old} is not in the list: {why}" for move, why in result.left_out]
    text = joined(text, existing, host)
    said += [f"{form} accepts no more than {what}" for _, what in exceeded(host.read(text), host.limits)]
    if comparison.removed:
        said.append(f"{len(comparison.removed)} pages look deleted and got no redirect: see them without --format")
    return Answer(text, tuple(said))
