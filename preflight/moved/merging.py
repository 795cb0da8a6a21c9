"""The list that a host has already, brought up to date: its import replaces everything that was there.

Redirects to an address that moved now lead to the new one, so that no chain comes to be; redirects from an address that
has a page now, or that is redirected anew, are taken out. All else stays as it was written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from preflight.moved.side import Side
from preflight.patterns import regex
from preflight.reading import urls
from preflight.redirects import patterns
from preflight.redirects.table import is_redirect, path_of
from preflight.redirects.writing import Format
from preflight.renames import Move

_SERVER = regex(r"^[ \t]*server[ \t]*\{", re.MULTILINE)  # "server {"


class Merged(Struct, frozen=True):
    """What is left of the list; ``changed`` and ``dropped`` are the old addresses of lines that did not stay."""

    text: str
    changed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def unfit(existing: str, form: Format) -> str:
    """Why new lines cannot simply be put before the existing ones, or nothing."""
    if form.name == "nginx" and _SERVER.search(existing):
        return "holds a whole server: name the file that its server block includes"
    if form.name == "jekyll":
        return "cannot be merged: redirects of Jekyll stand in each page"
    ours, _, _ = form.write(()).partition("\n")
    theirs, _, _ = existing.lstrip("\ufeff").partition("\n")
    if form.file.endswith(".csv") and theirs.strip() and theirs.count(",") != ours.count(","):
        return f"has other columns than {ours}"
    return ""


def merged(existing: str, moves: Sequence[Move], new: Side, form: Format) -> Merged:
    """The existing list without what the moves make wrong."""
    targets = {urls.page_key(move.old): move.new for move in moves}
    if form.name == "vercel":
        return _merged_json(existing, targets, new)
    by_line: dict[int, tuple[str, str]] = {}
    for rule in form.read(existing):
        if rule.place.line and is_redirect(rule) and not rule.pattern and not rule.condition:
            by_line[rule.place.line] = rule.source, rule.target
    kept: list[str] = []
    changed: list[str] = []
    dropped: list[str] = []
    for number, line in enumerate(existing.splitlines(), 1):
        source, target = by_line.get(number, ("", ""))
        key = urls.page_key(patterns.plain(source)) if source else ""
        if source and (key in targets or (key in new.pages and not source.endswith((".php", ".asp")))):
            dropped.append(source)
            continue
        moved = targets.get(urls.page_key(patterns.plain(path_of(target)))) if target.startswith("/") else None
        head, found, tail = line.rpartition(target) if moved else ("", "", "")
        if moved and found:
            kept.append(f"{head}{patterns.quoted(moved)}{target[len(path_of(target)) :]}{tail}")
            changed.append(source)
        else:
            kept.append(line)
    return Merged("".join(line + "\n" for line in kept), tuple(changed), tuple(dropped))


def _merged_json(existing: str, targets: Mapping[str, str], new: Side) -> Merged:
    settings = json.loads(existing)
    changed: list[str] = []
    dropped: list[str] = []
    kept = []
    for entry in settings.get("redirects", []) if isinstance(settings, dict) else []:
        source, target = str(entry.get("source", "")), str(entry.get("destination", ""))
        key = urls.page_key(source)
        if key in targets or key in new.pages:
            dropped.append(source)
            continue
        if moved := targets.get(urls.page_key(path_of(target))) if target.startswith("/") else None:
            kept.append({**entry, "destination": patterns.quoted(moved)})
            changed.append(source)
        else:
            kept.append(entry)
    text = json.dumps({**settings, "redirects": kept}, indent=2, ensure_ascii=False) + "\n"
    return Merged(text, tuple(changed), tuple(dropped))


def joined(new_text: str, existing: str, form: Format) -> str:
    """One list: the new lines first, since the first that matches applies."""
    if not existing.strip():
        return new_text
    if form.name == "vercel":
        settings, ours = json.loads(existing), json.loads(new_text)
        settings["redirects"] = [*ours["redirects"], *settings.get("redirects", [])]
        return json.dumps(settings, indent=2, ensure_ascii=False) + "\n"
    if form.file.endswith(".csv"):
        header, _, rows = new_text.partition("\n")
        old_header, _, old_rows = existing.partition("\n")
        return f"{old_header}\n{rows}{old_rows}" if old_header.strip() else f"{header}\n{rows}"
    return new_text + existing
