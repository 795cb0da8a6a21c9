"""Netlify and its kin: ``_redirects`` (also Cloudflare Pages, GitLab Pages) and ``netlify.toml``.

https://docs.netlify.com/manage/routing/redirects/overview/ · https://developers.cloudflare.com/pages/configuration/redirects/

The two read the same lines differently. On Netlify a final slash makes no difference, an existing file wins unless the
status ends in ``!``, and the default is 301. On Cloudflare the slash counts, the rule wins, and the default is 302.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from preflight.model import Location, Redirect
from preflight.patterns import regex
from preflight.redirects import patterns

_STATUS = regex(r"(?P<code>\d{3})(?P<force>!?)\Z")  # "301!"
_TABLE = regex(r"^[ \t]*\[\[[ \t]*redirects[ \t]*\]\]", re.MULTILINE)  # "[[redirects]]"
_MASKED = regex(r"%(?:2|3)[Aa]")  # "%2A" of "/five%2Astar/"
_DESTINATION = ("/", "http://", "https://")


def read(text: str, path: str, host: str = "netlify") -> Iterator[Redirect]:
    """The rules of a ``_redirects`` file: ``source [key=value …] target [status[!]] [Condition=value …]`` on a line."""
    for number, line in enumerate(text.split("\n"), 1):
        words = line.split()
        comment = next((index for index, word in enumerate(words) if word.startswith("#")), len(words))
        words = words[:comment]
        if words:
            start = line.index(words[0]) + 1
            yield _rule(words, Location(path, "", number, start, number, start + len(words[0])), host)


def _rule(words: list[str], place: Location, host: str) -> Redirect:
    source = words[0]
    position = next((index for index, word in enumerate(words) if index and word.startswith(_DESTINATION)), 0)
    if not source.startswith(_DESTINATION):
        return _unread(source, place, host, "a source begins with /")
    if not position:
        return _unread(source, place, host, "a target begins with / or https://")
    rest = words[position + 1 :]
    status = _STATUS.match(rest[0]) if rest else None
    if rest and status is None and "=" not in rest[0]:
        return _unread(source, place, host, f"“{rest[0][:20]}” is no status code")
    code = int(status["code"]) if status else 302 if host == "cloudflare" else 301
    force = bool(status and status["force"]) or host == "cloudflare"
    conditions = rest[1:] if status else rest
    if why := _not_of(host, code, words[1:position], conditions, forced=bool(status and status["force"])):
        return _unread(source, place, host, why)
    return rule(source, words[position], code, place, host, words[1:position], conditions, force=force)


def _not_of(host: str, code: int, query: list[str], conditions: list[str], *, forced: bool) -> str:
    """What of a line only Netlify understands; the others leave such a line out."""
    statuses = STATUSES.get(host)
    if statuses is None:
        return ""
    name = {"gitlab": "GitLab Pages", "cloudflare": "Cloudflare"}[host]
    if code not in statuses:
        return f"{name} knows no status {code} here"
    if query:
        return f"{name} knows no conditions on the query ({query[0][:20]})"
    if conditions:
        return f"{name} knows no conditions ({conditions[0][:30]})"
    if forced and host == "gitlab":
        return "GitLab Pages cannot force a redirect over a page that exists (“!”)"
    return ""


STATUSES = {"gitlab": (200, 301, 302), "cloudflare": (200, 301, 302, 303, 307, 308)}
"""The statuses that a host accepts, where they are fewer than Netlify's."""


def rule(source: str, target: str, status: int, place: Location, host: str, query: list[str], conditions: list[str],
         *, force: bool) -> Redirect:  # fmt: skip
    """One rule. A query condition becomes part of the source: such a rule never covers the bare address."""
    pattern = _pattern(source) if source.startswith("/") else ""
    if query:
        pattern = (pattern or "^" + patterns.escaped(patterns.plain(source))).rstrip("$") + r"\?."
    condition = f"only for visitors with {' '.join(conditions)}" if conditions else ""
    return Redirect(source, target, status, place, force, pattern, host, condition, either_slash=host != "cloudflare")


def _pattern(source: str) -> str:
    """The pattern of a source, empty for a plain path. ``%2A`` is an asterisk and no splat, ``%3A`` a colon."""
    masked = _MASKED.sub(lambda match: "\ue000" if match[0][2] in "Aa" and match[0][1] == "2" else "\ue001", source)
    return patterns.from_glob(patterns.plain(masked)).replace("\ue000", "\\*").replace("\ue001", ":")


def read_toml(text: str, path: str) -> Iterator[Redirect]:
    """The ``[[redirects]]`` of a ``netlify.toml``."""
    try:
        tables = tomllib.loads(text).get("redirects", [])
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        yield _unread("", Location(path), "netlify", f"the file is no TOML ({str(error)[:80]})")
        return
    lines = [text.count("\n", 0, match.start()) + 1 for match in _TABLE.finditer(text[:_LARGEST])]
    for index, table in enumerate(tables if isinstance(tables, list) else []):
        place = Location(path, "", lines[index] if index < len(lines) else None)
        if isinstance(table, dict):
            yield _from_table(table, place)


_LARGEST = 200_000
"""Characters of a netlify.toml in which lines are counted."""


def _from_table(table: dict[str, Any], place: Location) -> Redirect:
    source, target, status = table.get("from"), table.get("to", ""), table.get("status", 301)
    if not isinstance(source, str) or not isinstance(target, str) or not isinstance(status, int):
        return _unread(str(source)[:80], place, "netlify", "“from” and “to” are texts, “status” is a number")
    if not source.startswith(_DESTINATION):
        return _unread(source, place, "netlify", "a source begins with /")
    query, conditions = table.get("query"), table.get("conditions")
    return rule(
        source, target, status, place, "netlify",
        list(query) if isinstance(query, dict) else [],
        [f"{key}={value}" for key, value in conditions.items()] if isinstance(conditions, dict) else [],
        force=table.get("force") is True,
    )  # fmt: skip


def _unread(source: str, place: Location, host: str, why: str) -> Redirect:
    return Redirect(source, "", 0, place, host=host, condition=why)


def write(source: str, target: str, *, folder: bool = False) -> str:
    """A line for ``_redirects``."""
    source = patterns.quoted(source).replace("*", "%2A").replace(":", "%3A")
    target = patterns.quoted(target).replace(":", "%3A")
    return f"{source}* {target}:splat 301" if folder else f"{source} {target} 301"
