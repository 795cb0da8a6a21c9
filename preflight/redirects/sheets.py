"""Redirects that platforms and plug-ins keep in sheets: Redirection and Yoast for WordPress, Shopify, Webflow.

Redirection: ``source,target,regex,code,type,hits,title,status`` or its JSON (https://redirection.me/support/import-export-redirects/)
· Yoast SEO Premium: ``Origin,Target,Type,Format`` · Shopify: ``Redirect from,Redirect to`` (always 301, no patterns; a
page that exists wins) · Webflow: old path and target (301, ``(.*)`` and ``%1``; its import replaces the whole list).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from preflight.model import Location, Redirect
from preflight.patterns import regex
from preflight.redirects import patterns
from preflight.redirects.table import NOT_EVALUATED

COLUMNS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "redirection": (("source",), ("target",)),
    "yoast": (("origin", "old url"), ("target", "new url", "url")),
    "shopify": (("redirect from", "path"), ("redirect to", "target")),
    "webflow": (("old path", "source", "from", "old url"), ("redirect to", "target path", "target", "to", "new url")),
}
"""Host → names of the column with the old path, and of the column with the target."""

_ABSOLUTE = regex(r"https?://[^/]+", re.IGNORECASE)  # "https://www.bakery.test" of a source
_NUMBERED = regex(r"%(\d)")  # "%1" of Webflow's "/library/%1"
LARGEST_CELL = 10_000


def host_of(header: Sequence[str]) -> str:
    """Whose redirects a sheet with this header holds, or nothing."""
    names = {name.strip().lower().lstrip("\ufeff") for name in header}
    if {"source", "target", "regex"} <= names:
        return "redirection"
    if {"origin", "target"} <= names:
        return "yoast"
    if "redirect from" in names:
        return "shopify"
    pairs = COLUMNS["webflow"]
    return "webflow" if names.intersection(pairs[0]) and names.intersection(pairs[1]) else ""


def read(text: str, path: str) -> Iterator[Redirect]:
    """The rules of a sheet, nothing where it holds none."""
    if text.lstrip()[:1] in ("{", "["):
        yield from _read_json(text, path)
        return
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=lambda sign: (first.count(sign), sign == ","))
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        header = [name.strip().lower().lstrip("\ufeff") for name in next(reader, [])]
        host = host_of(header)
        if not host:
            return
        for cells in reader:
            row = dict(zip(header, (cell.strip()[:LARGEST_CELL] for cell in cells), strict=False))
            if any(row.values()):
                yield rule_of(row, host, Location(path, "", reader.line_num))
    except csv.Error as error:
        yield Redirect(
            "", "", 0, Location(path, "", reader.line_num), host="sheet", condition=f"a broken row ({error})"
        )


def rule_of(row: Mapping[str, str], host: str, place: Location) -> Redirect:
    """The rule of one row; names of columns in lower case."""
    sources, targets = COLUMNS[host]
    source = next((row[name] for name in sources if row.get(name)), "")
    target = next((row[name] for name in targets if row.get(name)), "")
    code = row.get("code" if host == "redirection" else "type", "")
    status = int(code) if code.isdecimal() and len(code) == 3 else 301
    if row.get("status", "").lower() == "disabled" or row.get("enabled", "").lower() in ("0", "false", "no"):
        return Redirect(source, target, NOT_EVALUATED, place, host=host, condition="it is switched off")
    is_pattern = row.get("regex", "").lower() in ("1", "true", "yes") or row.get("format", "").lower() == "regex"
    return _made(source, target, status, place, host, is_pattern=is_pattern)


def _made(source: str, target: str, status: int, place: Location, host: str, *, is_pattern: bool) -> Redirect:
    if not source or (not target and 300 <= status < 400):
        return Redirect(source, target, 0, place, host=host, condition="it needs an old address and a target")
    force = host != "shopify"
    if host == "webflow" and "(.*)" in source:
        head, _, tail = source.partition("(.*)")
        pattern = f"^{patterns.escaped(patterns.plain(head))}(.*){patterns.escaped(patterns.plain(tail))}$"
        return Redirect(source, _NUMBERED.sub(r"$\1", target), status, place, force, pattern, host, either_slash=True)
    if is_pattern:
        pattern, widened = patterns.without_look_around(source)
        if patterns.compiled(pattern) is None:
            why = "its pattern is too involved to be evaluated"
            return Redirect(source, target, NOT_EVALUATED, place, host=host, condition=why)
        condition = "only where the look-ahead in its pattern allows it" if widened else ""
        return Redirect(source, target, status, place, force, pattern, host, condition)
    path = _ABSOLUTE.sub("", source) or "/"
    if "?" in path:
        path, _, query = path.partition("?")
        condition = f"only for addresses with ?{query[:40]}"
        return Redirect(path, target, status, place, force, "", host, condition, either_slash=True)
    path = path if path.startswith("/") else f"/{path}"
    return Redirect(path, target, status, place, force, "", host, either_slash=True)


def _read_json(text: str, path: str) -> Iterator[Redirect]:
    """Redirection's JSON export."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Redirect(
            "", "", 0, Location(path), host="redirection", condition=f"the file is no JSON ({str(error)[:80]})"
        )
        return
    entries = value.get("redirects") if isinstance(value, dict) else value
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("url"), str):
            yield _from_json(entry, Location(path))


def _from_json(entry: Mapping[str, Any], place: Location) -> Redirect:
    data = entry.get("action_data")
    target = data.get("url", "") if isinstance(data, dict) else data
    code = entry.get("action_code", 301)
    status = int(code) if str(code).isdecimal() else 301
    source, host = entry["url"], "redirection"
    if entry.get("enabled") is False:
        return Redirect(source, str(target), NOT_EVALUATED, place, host=host, condition="it is switched off")
    if entry.get("action_type", "url") not in ("url", "error") or entry.get("match_type", "url") != "url":
        what = f"its {entry.get('match_type')} match and {entry.get('action_type')} action are not evaluated"
        return Redirect(source, "", NOT_EVALUATED, place, host=host, condition=what)
    target = target if isinstance(target, str) else ""
    return _made(source, target, status, place, host, is_pattern=bool(entry.get("regex")))


def write(lines: Iterable[tuple[str, str, bool]], host: str) -> str:
    """A sheet to import. Lines are (old path, target, whether they are folders)."""
    headers = {
        "redirection": ("source", "target", "regex", "code", "type", "hits", "title", "status"),
        "yoast": ("Origin", "Target", "Type", "Format"),
        "shopify": ("Redirect from", "Redirect to"),
        "webflow": ("Old Path", "Redirect to"),
    }
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(headers[host])
    for source, new, folder in lines:
        target = patterns.quoted(new) + ("$1" if folder and host != "webflow" else "")
        pattern = f"^{patterns.escaped(source)}(.*)$"
        row: tuple[str | int, ...]
        if host == "redirection":
            row = (pattern if folder else source, target, int(folder), 301, "url", 0, "", "active")
        elif host == "yoast":
            row = (pattern.lstrip("^") if folder else source, target, 301, "regex" if folder else "plain")
        elif folder:
            row = (f"{source}(.*)", f"{target}%1")
        else:
            row = (source, target)
        writer.writerow(row)
    return stream.getvalue()
