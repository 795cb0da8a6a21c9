"""One configuration file as it stands: read, with the line of everything in it, and checked value by value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from msgspec import Struct

from preflight.model import PreflightError
from preflight.patterns import regex

SCHEMA = 1
TABLE_HEADER = regex(r"^\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
"""``[spelling]``, ``[[rule]]``"""
KEY = regex(r"""^\s*(?:"([^"]+)"|'([^']+)'|([A-Za-z0-9_.-]+))\s*=""")
"""``send-date = …``, ``"links.staging" = …``"""


class Layer(Struct, frozen=True):
    """One configuration file as it stands. ``trusted`` when the user named it or it ships with the program."""

    file: Path
    shown: str
    text: str
    values: dict[str, Any]
    trusted: bool

    @classmethod
    def read(cls, file: Path, shown: str, *, trusted: bool) -> Layer:
        import tomllib

        try:
            text = file.read_bytes().decode("utf-8-sig")
            values = tomllib.loads(text)
        except OSError as error:
            raise PreflightError(f"cannot be read ({error.strerror})", shown) from error
        except UnicodeDecodeError as error:
            raise PreflightError("is not UTF-8 text", shown) from error
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"at line (\d+)", str(error))
            raise PreflightError(f"is not valid TOML: {error}", shown, int(line[1]) if line else 1) from error
        except RecursionError:
            raise PreflightError("is nested too deeply", shown, 1) from None
        schema = values.get("schema", SCHEMA)
        layer = cls(file, shown, text, values, trusted)
        if not isinstance(schema, int) or schema > SCHEMA:
            layer.refuse(
                f"is written for a newer preflight (schema {schema}); this one reads schema {SCHEMA}", "", "schema"
            )
        return layer

    def refuse(self, message: str, table: str, key: str) -> None:
        raise PreflightError(message, self.shown, line_of(self.text, table, key))

    def inside(self, name: str, key: str) -> Path:
        """A file named by the configuration; outside its own folder only when the user named the configuration."""
        path = (self.file.parent / name).resolve()
        if not self.trusted and self.file.parent.resolve() not in path.parents:
            self.refuse(f"{key} = {name!r} lies outside this configuration's folder", "", key)
        return path


def refuse_unknown(layer: Layer, table: Mapping[str, Any], known: Iterable[str], name: str, what: str) -> None:
    for key in table:
        if key not in known:
            layer.refuse(f"unknown {what} {key!r}{nearest(key, known)}", name, key)


def texts(layer: Layer, table: str, key: str) -> list[str]:
    value = layer.values.get(key, [])
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        layer.refuse(f"{key} is a list of texts", table, key)
    return list(value)


def text(layer: Layer, key: str, default: str) -> str:
    value = layer.values.get(key, default)
    if not isinstance(value, str):
        layer.refuse(f"{key} is a text, in quotation marks", "", key)
    return str(value)


def misfit(value: Any, kind: Any) -> str:
    """What the value should have been, in words; empty when it fits the annotation."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return "" if value in arguments else f"one of {', '.join(map(str, arguments))}"
    if origin is tuple:
        fits = isinstance(value, list) and not any(misfit(item, arguments[0]) for item in value)
        return "" if fits else "a list"
    if origin is not None and issubclass(origin, Mapping):
        return "" if isinstance(value, dict) else "a table"
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "a text in quotation marks"}
    for plain, name in names.items():
        if kind is plain:
            accepted = (int, float) if plain is float else plain
            return "" if isinstance(value, accepted) and (plain is bool or not isinstance(value, bool)) else name
    return ""


def nearest(name: str, known: Iterable[str]) -> str:
    """``; did you mean 'links.broken'?`` or nothing."""
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), 1, 0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def line_of(text: str, table: str, key: str, *, occurrence: int = 0) -> int:
    """The line of a key in a table of a TOML text; of the n-th table header when there is no key. At least 1."""
    current, seen, fallback = "", -1, 1
    for number, line in enumerate(text.splitlines(), 1):
        if header := TABLE_HEADER.match(line):
            current = header[1].strip("\"' ")
            seen += current == table
            if current == (table or key):
                fallback = number if table or fallback == 1 else fallback
                if not key and seen == occurrence:
                    return number
        elif current == table and (match := KEY.match(line)):
            name = match[1] or match[2] or match[3]
            if key and name == key and seen >= (occurrence if table else -1):
                return number
    return fallback
