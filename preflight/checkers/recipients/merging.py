"""The message and its list together: what the tags need and the rows lack, and what every reader would get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

from preflight.checkers.recipients.wording import counted, grouped, harmless, place
from preflight.model import Delivery, Facts, Finding, Location, Related, Severity, TextRun
from preflight.model.recipients import Recipient, Recipients
from preflight.reading import fields, greetings, personal, templates
from preflight.reading.templates import Template, Value

DEFAULTS_IN_THE_LIST = frozenset({"mailchimp", "activecampaign", "hubspot"})
"""Platforms that keep a field's default with the list, where the message does not show it."""
HEADLINES = frozenset({"subject", "preheader", "title"})
WORST = 10
LEFT_OUT = frozenset({"code", "meta", "label"})
LONGEST = 110
WEIGHTS = {"empty": 10, "null": 10, "address": 9, "bracket": 8, "bare": 4, "capitals": 2}
"""How bad a greeting is, by its fault (see ``reading.greetings``)."""
FAULTS = {"nothing": 8, "mojibake": 8, "formula": 8, "tag": 8, "address": 8, "emoji": 3, "digits": 3, "company": 3,
          "capitals": 2}  # fmt: skip
"""How bad a value is that stands in the text, by its fault (see ``reading.personal``)."""
GAP = 3
"""A value that is missing elsewhere."""


class Use(NamedTuple):
    """A field that the message prints, in which of its texts, and how. ``greeting``: the first thing read."""

    field: str
    column: int | None
    value: Value
    run: TextRun
    greeting: bool
    guarded: bool


def templates_of(document: Facts) -> list[tuple[TextRun, Template]]:
    """The texts of a message that somebody's row changes."""
    found = []
    for run in document.runs:
        if run.kind not in LEFT_OUT and (not run.hidden or run.kind == "preheader"):
            template = templates.read(run.text)
            if template is not None:
                found.append((run, template))
    return found


def uses(document: Facts, people: Recipients) -> list[Use]:
    """Every field that the message prints, with its column in the list."""
    found = []
    read = templates_of(document)
    asked = {piece.field for _, one in read for piece in one.pieces if isinstance(piece, templates.Turn)}
    for run, template in read:
        for piece in template.pieces:
            if isinstance(piece, Value):
                column = fields.column_of(piece.field, people.columns, people.roles)
                opening = greetings.opens(run.text, piece.tag.start) or run.kind in HEADLINES
                found.append(Use(piece.field, column, piece, run, opening, piece.field in asked))
    return found


def blanks(delivery: Delivery, people: Recipients, found: Sequence[Use]) -> Iterator[Finding]:
    """Rows that lack what a tag without a default prints."""
    done: set[int] = set()
    for use in sorted(found, key=lambda one: not one.greeting):
        if use.column is None or use.column in done or use.value.default or use.guarded:
            continue
        done.add(use.column)
        at = use.column
        rows = [one for one in people.rows if at >= len(one.cells) or not one.cells[at]]
        if not rows:
            continue
        tag = use.run.text[use.value.tag.start : use.value.tag.end]
        kept = DEFAULTS_IN_THE_LIST & set(use.value.tag.dialects)
        severity: Severity = "warning"
        if delivery.state == "final" or (use.greeting and not kept):
            severity = "error"
        what = f"nothing under “{harmless(people.columns[at])}”"
        share = f"{len(rows):,} of {counted(len(people.rows), 'recipient')}"
        verb = "has" if len(rows) == 1 else "have"
        where = "the greeting" if greetings.opens(use.run.text, use.value.tag.start) else f"the {use.run.kind}"
        finding = grouped(
            "recipients.blank", people, rows,
            f"{share} {verb} {what}, and {tag} in {where} has no default: {{rows}}",
            "Fill these cells in, or give the tag a default such as “there”"
            + (", unless the platform keeps one with the list." if kept else "."),
            severity=severity,
        )  # fmt: skip
        yield _beside(finding, use, tag)


def _beside(finding: Finding, use: Use, tag: str) -> Finding:
    from msgspec.structs import replace

    assert use.run.location is not None
    return replace(finding, related=(Related(use.run.location, tag, "the tag that needs it"), *finding.related))


# --- every recipient's message --------------------------------------------------------------------------


class Rendered(NamedTuple):
    """One text of one row's message; ``weight`` says how much it needs a look."""

    weight: int
    row: int
    text: str
    one: Recipient


def worst(document: Facts, people: Recipients, *, show: bool) -> Iterator[Finding]:
    """The messages that come out worst, when every row is put into this one."""
    read = [
        (run, template, columns)
        for run, template in templates_of(document)
        if (columns := {name: fields.column_of(name, people.columns, people.roles) for name in template.fields})
        and all(column is not None for column in columns.values())
    ]
    if not read:
        return
    unnamed = {
        number
        for number, (run, template, _) in enumerate(read)
        if run.kind not in HEADLINES
        and not any(_is_name(name) for name in template.fields)
        and not any(greetings.SALUTATION.match(line) for line in run.text.split("\n"))
    }
    # these can only come out badly for want of a value
    found: list[Rendered] = []
    bad = 0
    known: dict[tuple[int, tuple[str, ...]], tuple[int, str]] = {}
    for one in people.rows:
        total, texts = 0, []
        for number, (run, template, columns) in enumerate(read):
            quick = number in unnamed
            values = {
                name: one.cells[at] if at is not None and at < len(one.cells) else "" for name, at in columns.items()
            }
            if quick and all(values.values()):
                continue
            key = number, tuple(values.values())
            if key not in known:
                known[key] = _judged(run, template, values, show=show)
            weight, text = known[key]
            total += weight
            if weight:
                texts.append((weight, text))
        if total:
            bad += 1
            found.append(Rendered(-total, one.row, max(texts)[1], one))
            if len(found) > WORST * 20:
                found = nsmallest(WORST, found)
        if len(known) > 50_000:
            known.clear()
    if not found:
        return
    shown = nsmallest(WORST, found)
    yield Finding(
        "recipients.rendered",
        f"put into the message, {bad:,} of {counted(len(people.rows), 'row')} come{'s' if bad == 1 else ''} out badly",
        place(people, shown[0].one),
        f"row {shown[0].row}",
        "Read these as their readers would." + ("" if show else " With --show-recipients the values are shown, too."),
        related=tuple(
            Related(place(people, one.one), one.text, f"row {one.row:,} reads “{one.text}”") for one in shown
        ),
        severity="info",
    )


def _judged(run: TextRun, template: Template, values: Mapping[str, str], *, show: bool) -> tuple[int, str]:
    """How badly a text comes out, and its part that shows it. Without ``show`` values are told, not shown."""
    printed: list[Value] = []

    def note(piece: Value, value: str) -> str:
        printed.append(piece)
        return value

    text = templates.render(template, values, note)
    weight = max(
        (
            WEIGHTS.get(one.fault, 0)
            for one in greetings.find(text, subject=run.kind in HEADLINES, language=run.language)
        ),
        default=0,
    )
    faults: dict[str, str] = {}
    for piece in printed:
        value = values[piece.field]
        if not value and not piece.default:
            weight = max(weight, GAP)
        elif fault := personal.name_fault(value) if _is_name(piece.field) else None:
            weight += FAULTS.get(fault.kind, 1)
            faults[piece.field] = fault.kind
    if not weight:
        return 0, ""
    if not show:
        text = templates.render(
            template, values, lambda piece, value: _told(piece.field, faults.get(piece.field, "")) if value else ""
        )
    else:
        text = templates.render(template, values, lambda _, value: harmless(value))
    line = next((line for line in text.split("\n") if line.strip()), text).strip()
    return weight, line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _is_name(field: str) -> bool:
    return fields.role_of(field) in (fields.FIRST, fields.LAST, fields.NAME)


def _told(field: str, fault: str) -> str:
    """``‹first name in capitals›``: what stands there, without saying who it is."""
    name = fields.SHOWN.get(fields.role_of(field), field)
    told = {"capitals": " in capitals", "digits": " with digits", "emoji": " with emoji", "company": " of a company",
            "mojibake": " with damaged letters", "nothing": " “null” or the like", "address": ": an address",
            "formula": ": a formula", "tag": ": a tag"}  # fmt: skip
    return f"‹{name}{told.get(fault, '')}›"


def location_of(document: Facts) -> Location:
    """Where a message begins."""
    return next((run.location for run in document.runs if run.location), Location(document.path))
