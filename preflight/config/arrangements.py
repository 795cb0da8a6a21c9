"""What the client arranged for single hosts: ``[[host]]`` entries of a configuration.

    [[host]]
    name = "*.bramblewick.example"    # a host, or all below one
    path = "/launch/*"                # all paths when absent
    accept = [403]                    # codes that are fine there
    skip = true                       # do not open these links at all
    expected-live = 2026-12-01        # not there yet: check again at send
    reason = "the shop turns programs away"
    expires = 2027-03-31
    rate = 2.0                        # requests a second, at most
    connections = 1                   # requests at a time, at most
    headers = { Authorization = "$STAGING_LOGIN" }

Whatever lets a link pass says why and until when. Headers may carry a password, so they count only in a configuration
that the user named; ``$NAME`` is the value of that environment variable.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NoReturn

from preflight.config.layer import Layer, line_of, nearest
from preflight.model import Arrangement, Location, PreflightError
from preflight.patterns import regex

KEYS = (
    "name", "path", "accept", "skip", "expected-live", "reason", "expires", "rate", "connections", "headers",
)  # fmt: skip
DOES_SOMETHING = ("accept", "skip", "expected-live", "rate", "connections", "headers")
MOST_CONNECTIONS = 60

NAME = regex(r"(?:\*\.)?(?:[^\s/?#@:*]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(?::\d{1,5})?\Z")  # "*.shop.test", "[::1]:8000"
FIELD = regex(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}\Z")  # a header's name (RFC 9110, 5.1)
OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "range", "upgrade"})
"""Headers that decide how a request is made, and so are not the configuration's."""


def arrangements(layer: Layer) -> tuple[tuple[Arrangement, ...], tuple[str, ...]]:
    """The entries of a configuration, and notes on what is not honoured. Raises PreflightError with file and line."""
    entries = layer.values.get("host", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        layer.refuse("host is a list of tables: write [[host]] above each", "", "host")
    found = [_Entry(layer, number, entry).read() for number, entry in enumerate(entries)]
    notes: tuple[str, ...] = ()
    if not layer.trusted and any("headers" in entry for entry in entries):
        notes = (f"headers of a [[host]] in {layer.shown} not honoured: name the file with --config",)
    return tuple(found), notes


class _Entry:
    """One ``[[host]]``, on its way to an Arrangement."""

    def __init__(self, layer: Layer, number: int, values: dict[str, Any]) -> None:
        self.layer, self.number, self.values = layer, number, values

    def refuse(self, message: str, key: str = "") -> NoReturn:
        raise PreflightError(message, self.layer.shown, line_of(self.layer.text, "host", key, occurrence=self.number))

    def read(self) -> Arrangement:
        values = self.values
        for key in values:
            if key not in KEYS:
                self.refuse(f"unknown key {key!r} in a host{nearest(key, KEYS)}", key)
        name = values.get("name")
        if not isinstance(name, str) or not NAME.match(name):
            self.refuse('a host needs a name: name = "shop.example" or "*.shop.example"', "name" if name else "")
        path = values.get("path", "")
        if not isinstance(path, str) or (path and not path.startswith("/")):
            self.refuse('path begins with a slash: path = "/launch/*"', "path")
        if not any(key in values for key in DOES_SOMETHING):
            self.refuse(f"this host says nothing: give it one of {', '.join(DOES_SOMETHING)}")
        skip = values.get("skip", False)
        if not isinstance(skip, bool):
            self.refuse("skip is true or false", "skip")
        expected, expires = self._date("expected-live"), self._date("expires")
        reason = values.get("reason", "")
        if not isinstance(reason, str):
            self.refuse("reason is a text in quotation marks", "reason")
        excused = next((key for key in ("accept", "skip", "expected-live") if values.get(key)), "")
        if excused and not reason.strip():
            self.refuse(f"{excused} needs a reason: say why this is accepted", excused)
        if excused in ("accept", "skip") and expires is None:
            self.refuse(f"{excused} needs an end: expires = 2027-03-31", excused)
        at = line_of(self.layer.text, "host", "name", occurrence=self.number)
        return Arrangement(
            host=name.lower(),
            path=path,
            accept=self._accept(),
            skip=skip,
            expected_live=expected,
            reason=" ".join(reason.split()),
            expires=expires,
            rate=self._number("rate", 0.01, 1000.0),
            connections=int(self._number("connections", 1, MOST_CONNECTIONS, whole=True)),
            headers=tuple(self._headers()) if self.layer.trusted else (),
            place=Location(self.layer.shown, "", at, 1, at, 1),
        )

    def _date(self, key: str) -> date | None:
        value = self.values.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            self.refuse(f"{key} is a date, without quotation marks: {key} = 2027-01-31", key)
        return value

    def _accept(self) -> tuple[int, ...]:
        value = self.values.get("accept", [])
        codes = value if isinstance(value, list) else [value]
        if not all(isinstance(code, int) and not isinstance(code, bool) and 100 <= code <= 999 for code in codes):
            self.refuse("accept is a list of codes that servers answer with: accept = [403, 999]", "accept")
        return tuple(codes)

    def _number(self, key: str, least: float, most: float, *, whole: bool = False) -> float:
        value = self.values.get(key)
        if value is None:
            return 0
        kinds = (int,) if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not least <= value <= most:
            self.refuse(f"{key} is a {'whole ' if whole else ''}number from {least:g} to {most:g}", key)
        return float(value)

    def _headers(self) -> Iterator[tuple[str, str]]:
        table = self.values.get("headers", {})
        if not isinstance(table, dict):
            self.refuse('headers is a table: headers = { "X-Preview" = "yes" }', "headers")
        for name, written in table.items():
            value = written
            if not FIELD.match(name) or name.lower() in OURS:
                self.refuse(f"{name!r} is no header that can be added", "headers")
            if isinstance(value, str) and value[:1] == "$":
                if value[1:] not in os.environ:
                    self.refuse(f"{name} = {value!r}: there is no environment variable of that name", "headers")
                value = os.environ[value[1:]].strip()
            if not isinstance(value, str) or not value.isascii() or not value.isprintable():
                self.refuse(f"the value of {name!r} is a text of plain letters, without line breaks", "headers")
            yield name, value
