"""Names of a list that nobody wants to be greeted with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from preflight.checkers.recipients.wording import grouped
from preflight.model import Finding
from preflight.model.recipients import Recipient, Recipients
from preflight.reading import fields, personal

NAME_WORDS = {
    "nothing": ("says “null”, “N/A” or the like", "say “null”, “N/A” or the like"),
    "mojibake": ("has damaged letters", "have damaged letters"),
    "address": ("is an email address", "are email addresses"),
    "formula": ("is a formula", "are formulas"),
    "tag": ("holds a merge tag or HTML", "hold merge tags or HTML"),
    "emoji": ("has an emoji in it", "have emoji in them"),
    "digits": ("has digits in it", "have digits in them"),
    "company": ("is a company's or an office's", "are companies' or offices'"),
    "capitals": ("is all in capitals", "are all in capitals"),
}


def find(people: Recipients, used: Collection[str], *, show: bool) -> Iterator[Finding]:
    """Names that are none. ``used`` are the roles that the message prints: there, a sure fault is an error."""
    for role in (fields.FIRST, fields.LAST, fields.NAME):
        at = people.roles.get(role)
        if at is None:
            continue
        known: dict[str, personal.Fault | None] = {}
        found: dict[str, list[tuple[Recipient, str, str]]] = defaultdict(list)
        for one in people.rows:
            text = one.cells[at] if at < len(one.cells) else ""
            if text not in known:
                known[text] = personal.name_fault(text)
            fault = known[text]
            if fault is not None and fault.kind == "address" and "@" not in people.cell(one, fields.EMAIL):
                continue  # the cells have slipped, which is told apart
            if fault is not None and not (fault.kind == "company" and role == fields.NAME):
                found[fault.kind].append((one, text, fault.better))
        for kind, members in found.items():
            one_is, they_are = NAME_WORDS[kind]
            noun = fields.SHOWN[role] + ("" if len(members) == 1 else "s")
            said = f"{len(members):,} {noun} {one_is if len(members) == 1 else they_are}"
            sure = is_sure(kind) and (role in used or kind in ("mojibake", "formula", "tag"))
            yield grouped(
                "recipients.name", people, [one for one, _, _ in members],
                f"{said}: {{rows}}",
                "Write the name as its owner does, or leave the cell empty and give the tag a default.",
                severity="error" if sure else "warning",
                shown=[text for _, text, _ in members] if show else (),
                suggestions=[members[0][2]] if show and members[0][2] else (),
            )  # fmt: skip


def is_sure(kind: str) -> bool:
    return kind in ("nothing", "mojibake", "address", "formula", "tag")
