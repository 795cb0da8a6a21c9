"""What a report may say of the people that a message goes to: their row in the list, and no more.

With a list, every text that leaves for a report is gone through: addresses of the list become “row 12”, and in
messages to single persons so do the names, streets and telephone numbers of their record. The checkers of recipients
keep to that by themselves; this is for all the others, which quote what they find.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from email.utils import getaddresses
from functools import lru_cache

from msgspec.structs import replace

from preflight.model import Delivery, Finding, Gap, Location, Place, Related
from preflight.model.recipients import Recipient, Recipients
from preflight.patterns import regex
from preflight.reading import fields
from preflight.reading.slips import distance

ADDRESS = regex(r"[\w.!#$&'*+/=?^`{|}~-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
"""``anna@shop.example``, in a link too (``?to=anna%40shop.example``)"""
FILE = regex(r"\.(?:eml|msg|mbox|html?|txt|md)$")
"""``.eml`` of a message saved under its addressee's name"""
WORD = regex(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
PERSONAL = (fields.EMAIL, fields.STREET, fields.PHONE, fields.NAME, fields.FIRST, fields.LAST, fields.POSTCODE)
NAMES = (fields.NAME, fields.FIRST, fields.LAST)
SHORTEST = 2
NEAR = 4
"""Letters from which on a word that is nearly a name of the record is taken for it, misspelt."""

Hide = Callable[[str], str]


def keep(
    delivery: Delivery, findings: Sequence[Finding], gaps: Sequence[Gap]
) -> tuple[Delivery, list[Finding], list[Gap]]:
    """A delivery with a list, its findings and its gaps, without what is personal, the names of its files included."""
    people = delivery.recipients
    assert people is not None
    rows = {people.cell(one, fields.EMAIL).casefold(): one for one in people.rows}
    rows.pop("", None)
    hiders: dict[str, Hide] = {}
    private: set[str] = set()
    general = _hider(rows, [], people)
    for document in delivery.documents:
        own = [
            row
            for _, address in getaddresses([document.header("to"), document.header("cc")])
            if (row := rows.get(address.casefold()))
        ]
        hide = _hider(rows, own, people, [address for _, address in getaddresses([document.header("to")]) if address])
        if own:
            private.add(document.path)
        known = hiders.get(document.path)
        hiders[document.path] = _both(known, hide) if known else hide
    shown = []
    for one in findings:
        path = one.place.path if isinstance(one.place, Location) else ""
        shown.append(_finding(one, hiders.get(path, general), private=path in private))
    hidden = [
        replace(gap, target=hide(gap.target), detail=hide(gap.detail), why=hide(gap.why))
        for gap in gaps
        for hide in (hiders.get(gap.target, general),)
    ]
    quiet = [
        replace(one, path=hide(one.path), name=hide(one.name))
        for one in delivery.documents
        for hide in (hiders[one.path],)
    ]
    name = hiders.get(delivery.name, general)(delivery.name)
    return replace(delivery, name=name, documents=tuple(quiet)), shown, hidden


def _both(first: Hide, second: Hide) -> Hide:
    return lambda text: second(first(text))


def _hider(
    rows: dict[str, Recipient], own: Sequence[Recipient], people: Recipients, strangers: Sequence[str] = ()
) -> Hide:
    """What makes a text discreet. ``own`` are the rows of a message's addressee, ``strangers`` addresses of hers that
    the list does not have."""
    values = [
        (value, f"‹row {one.row}: {fields.SHOWN[role]}›")
        for one in own
        for role in PERSONAL
        if len(value := people.cell(one, role)) >= SHORTEST and not value.isdigit()
    ]
    values.sort(key=lambda entry: -len(entry[0]))
    told = {value.casefold(): text for value, text in reversed(values)}
    whole = (
        re.compile("|".join(rf"(?<!\w){re.escape(value)}(?!\w)" for value, _ in values), re.IGNORECASE)
        if values
        else None
    )
    names = {
        word.casefold(): f"‹row {one.row}: {fields.SHOWN[role]}›"
        for one in own
        for role in (*NAMES, fields.STREET)
        for word in WORD.findall(people.cell(one, role))
        if len(word) >= (NEAR if role == fields.STREET else SHORTEST)
    }
    unknown = {address.casefold() for address in strangers}

    def address(match: re.Match[str]) -> str:
        found = match[0].replace("%40", "@").casefold()
        ending = FILE.search(found)
        if ending is not None and (one := rows.get(found[: ending.start()])):
            return f"‹row {one.row}›{ending[0]}"
        for start in range(2):  # a quotation mark or an equals sign may stand in front
            one = rows.get(found[start:])
            if one is not None or found[start:] in unknown:
                return f"{match[0][:start]}‹row {one.row}›" if one else f"{match[0][:start]}‹the addressee›"
        tail = found.rpartition("=")[2]
        one = rows.get(tail)
        return f"{match[0][: len(match[0]) - len(tail)]}‹row {one.row}›" if one else match[0]

    def word(match: re.Match[str]) -> str:
        plain = match[0].casefold()
        if plain in names:
            return names[plain]
        if match[0][:1].isupper() and len(plain) >= NEAR:
            for name, text in names.items():
                if (
                    len(name) >= NEAR
                    and abs(len(name) - len(plain)) <= 2
                    and distance(plain, name) <= 1 + (len(name) > 6)
                ):
                    return text
        return match[0]

    @lru_cache(maxsize=4096)
    def hide(text: str) -> str:
        if "@" in text or "%40" in text:
            text = ADDRESS.sub(address, text)
        if whole is not None:
            text = whole.sub(lambda match: told.get(match[0].casefold(), "‹a recipient›"), text)
        if names:
            pieces = re.split(r"(‹[^›]*›)", text)
            text = "".join(piece if piece.startswith("‹") else WORD.sub(word, piece) for piece in pieces)
        return text

    return hide


def _finding(finding: Finding, hide: Hide, *, private: bool) -> Finding:
    """``private``: it stands in a message to one person, whose words around it are left out."""
    fix = finding.fix
    if fix is not None and hide(fix.replacement) != fix.replacement:
        fix = None
    own = finding.rule.startswith("recipients.")
    return replace(
        finding,
        message=finding.message if own else hide(finding.message),
        help=finding.help if own else hide(finding.help),
        match=finding.match if own else hide(finding.match),
        place=_place(finding.place, hide, private=private),
        suggestions=tuple(hide(text) for text in finding.suggestions),
        fix=fix,
        related=tuple(_related(other, hide, own=own, private=private) for other in finding.related),
    )


def _related(other: Related, hide: Hide, *, own: bool, private: bool) -> Related:
    place = _place(other.place, hide, private=private)
    return Related(place, other.match, other.message) if own else Related(place, hide(other.match), hide(other.message))


def _place(place: Place, hide: Hide, *, private: bool) -> Place:
    before, after = ("", "") if private else (hide(place.before), hide(place.after))
    if isinstance(place, Location):
        return replace(place, path=hide(place.path), before=before, after=after)
    return replace(place, before=before, after=after)
