"""``checklist.toml`` beside a client's ``preflight.toml``: what somebody must have looked at before it goes out.

    [[item]]
    id = "hero"
    text = "The hero image is this issue's"
    about = "images"            # asked again when the images change
    ticked-by = "changed"       # preflight sees it by itself, with --against

``rules/checklist.toml`` names all keys, and holds the items that every checklist begins with.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from preflight import shipped
from preflight.config.layer import Layer, line_of, nearest, refuse_unknown
from preflight.model import Location, PreflightError
from preflight.model.checklist import Item
from preflight.patterns import regex

FILE_NAME = "checklist.toml"
ABOUT = ("message", "sender", "subject", "opening", "images", "links", "prices", "text", "all")
KEYS = ("id", "text", "about", "kinds", "ticked-by", "wants", "must")
KINDS = ("email", "page", "site", "sheet")
TICKS = ("changed", "sender")
ID = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""``hero-image``"""
LONGEST = 300
"""Characters of an item: it is a line, not an essay."""
MOST = 200


def read_checklist(file: Path, shown: str) -> tuple[Item, ...]:
    """The items of a checklist, those that come with the program first. Raises PreflightError with the line."""
    layer = Layer.read(file, shown, trusted=True)
    refuse_unknown(layer, layer.values, ("schema", "defaults", "item"), "", "setting")
    defaults = layer.values.get("defaults", True)
    if not isinstance(defaults, bool):
        layer.refuse("defaults is true or false", "", "defaults")
    items = {item.id: item for item in (default_items() if defaults else ())}
    items.update((item.id, item) for item in _items(layer))
    return tuple(items.values())


def default_items() -> tuple[Item, ...]:
    """The items that come with the program."""
    file = shipped.folder("rules") / FILE_NAME
    return tuple(_items(Layer.read(file, f"rules/{FILE_NAME}", trusted=True)))


def _items(layer: Layer) -> list[Item]:
    raw = layer.values.get("item", [])
    if not isinstance(raw, list):
        layer.refuse("an item is a table: write [[item]]", "", "item")
    if len(raw) > MOST:
        layer.refuse(f"there are {len(raw):,} items: nobody goes through more than {MOST}", "", "item")
    items = [_item(layer, entry, number) for number, entry in enumerate(raw)]
    for number, item in enumerate(items):
        if any(other.id == item.id for other in items[:number]):
            _refuse(layer, number, f"there are two items of the id {item.id!r}")
    return items


def _item(layer: Layer, raw: Any, number: int) -> Item:
    if not isinstance(raw, dict):
        _refuse(layer, number, "an item is a table: write [[item]]")
    for key in raw:
        if key not in KEYS:
            _refuse(layer, number, f"unknown key {key!r} in an item{nearest(key, KEYS)}")
    identity, text = raw.get("id"), raw.get("text")
    if not isinstance(identity, str) or not ID.fullmatch(identity):
        _refuse(layer, number, f"an item needs an id of small letters, digits and hyphens, not {identity!r}")
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
        _refuse(layer, number, f"item {identity}: text is the line that somebody says yes to")
    about, wants, must = raw.get("about", "all"), raw.get("wants", "yes"), raw.get("must", True)
    if about not in ABOUT:
        _refuse(layer, number, f"item {identity}: about = {about!r} is none of {', '.join(ABOUT)}")
    if wants not in ("yes", "any"):
        _refuse(layer, number, f'item {identity}: wants is "yes" or "any"')
    if not isinstance(must, bool):
        _refuse(layer, number, f"item {identity}: must is true or false")
    kinds = _texts(layer, raw, "kinds", number)
    for kind in kinds:
        if kind not in KINDS:
            _refuse(layer, number, f"item {identity}: unknown kind {kind!r}{nearest(kind, KINDS)}")
    ticks = _texts(layer, raw, "ticked-by", number)
    for tick in ticks:
        if "." not in tick and tick not in TICKS:
            _refuse(layer, number, f"item {identity}: ticked-by is {', '.join(TICKS)}, or rules such as links.*")
    line = line_of(layer.text, "item", "", occurrence=number)
    place = Location(layer.shown, "", line, 1, line, 1)
    return Item(identity, " ".join(text.split()), about, kinds, ticks, wants, must, place)


def _texts(layer: Layer, raw: dict[str, Any], key: str, number: int) -> tuple[str, ...]:
    value = raw.get(key, [])
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        _refuse(layer, number, f"{key} is a list of texts")
    return tuple(value)


def _refuse(layer: Layer, number: int, message: str) -> NoReturn:
    raise PreflightError(message, layer.shown, line_of(layer.text, "item", "", occurrence=number))
