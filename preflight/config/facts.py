"""What a client is called: ``facts.toml``, the people, products, places and brands that its texts may name.

    [[person]]
    name = "Orla Byrne"
    aliases = ["Orla O'Byrne"]      # other spellings that are right too
    email = "orla@bramblewick.example"

    [[product]]
    name = "Bramble Loaf"
    price = "£4.20"

The file is found beside ``preflight.toml``, or named by ``facts = "…"``. Names are used by ``spelling.name``; what else
an entry may hold is kept for the checks that compare prices, numbers and addresses.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from preflight.config.layer import Layer, line_of, nearest, refuse_unknown
from preflight.model import Location, Name, PreflightError

FILE_NAME = "facts.toml"
KINDS = {
    "person": ("role", "email", "phone", "address"),
    "product": ("price", "url"),
    "place": ("address", "phone", "email"),
    "brand": ("url", "email", "phone", "address", "vat"),
}
"""What an entry may hold beside its ``name`` and ``aliases``; each a text or a list of texts."""


def read_facts(file: Path, shown: str) -> tuple[Name, ...]:
    """The names of a facts file, in its order within a kind. Raises PreflightError with the line that is wrong."""
    layer = Layer.read(file, shown, trusted=True)
    refuse_unknown(layer, layer.values, ("schema", *KINDS), "", "kind of fact")
    return tuple(_name(layer, kind, number, entry) for kind in KINDS for number, entry in _entries(layer, kind))


def _entries(layer: Layer, kind: str) -> list[tuple[int, Any]]:
    entries = layer.values.get(kind, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        layer.refuse(f"{kind} is a list of tables: write [[{kind}]] above each", "", kind)
    return list(enumerate(entries))


def _name(layer: Layer, kind: str, number: int, entry: dict[str, Any]) -> Name:
    def line(key: str) -> int:
        return line_of(layer.text, kind, key, occurrence=number)

    def refuse(message: str, key: str = "") -> None:
        raise PreflightError(message, layer.shown, line(key))

    known = ("name", "aliases", *KINDS[kind])
    values: dict[str, tuple[str, ...]] = {}
    for key, value in entry.items():
        if key not in known:
            refuse(f"unknown key {key!r} in a {kind}{nearest(key, known)}", key)
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
            refuse(f"{key} is a text in quotation marks, or a list of texts", key)
        values[key] = tuple(" ".join(text.split()) for text in texts)
    names = values.pop("name", ())
    if len(names) != 1:
        refuse(f'a {kind} needs one name: name = "…"', "name" if names else "")
    at = line("name")
    return Name(names[0], kind, values.pop("aliases", ()), values, Location(layer.shown, "", at, 1, at, 1))
