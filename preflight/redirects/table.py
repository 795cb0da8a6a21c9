"""Which rule answers a path, and where that ends: hops, loops, dead ends.

Plain sources are found in a dict, patterns by the plain text they begin with, so that thousands of rules cost one path
no more than a few matches. Of all rules that match, the first one applies, as on every host read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from preflight.model import Redirect
from preflight.patterns import regex
from preflight.redirects import patterns

Exists = Callable[[str], bool]
"""Whether a file answers the path."""

LONGEST = 20
"""Hops after which browsers give up: https://fetch.spec.whatwg.org/#http-redirect-fetch"""

MOST_ALIKE = 300
"""Rules with the same plain beginning that are tried for a path. Hosts accept fewer patterns (Cloudflare: 100)."""

_ABSOLUTE = regex(
    r"(?:https?:)?//(?P<host>[^/?#]*)", re.IGNORECASE
)  # "https://www.bakery.test" of "https://www.bakery.test/cakes"
_OFF_PATH = regex(r"[?#]")  # "?" in "/cakes?size=2"
NOT_EVALUATED = -1
"""In place of a status: the host understands the rule, this program does not."""

GONE = frozenset({403, 404, 410, 451})
ON_PURPOSE = frozenset({410, 451})
"""Statuses that tell visitors and search engines that something was taken down for good."""


class Outcome(Struct, frozen=True):
    """Where a path ends. ``target`` is a path of the site (with query and fragment), or a full URL when ``external``.

    ``hops`` are the rules that applied, in order; ``loop`` when they lead in a circle or never end; ``gone`` when the
    host is told to answer that there is nothing; ``sure`` is false when a rule holds for some visitors only.
    """

    target: str
    hops: tuple[Redirect, ...]
    loop: bool = False
    external: bool = False
    gone: bool = False
    sure: bool = True

    @property
    def path(self) -> str:
        """The target without query and fragment."""
        return path_of(self.target)

    @property
    def redirects(self) -> int:
        """How many times a visitor is sent on; a host's internal rewriting is not seen by anybody."""
        return sum(1 for hop in self.hops if is_redirect(hop))


def is_redirect(rule: Redirect) -> bool:
    return 300 <= rule.status < 400


def takes_all_below(rule: Redirect) -> bool:
    """Whether it is Apache's ``Redirect``: a plain source, along with everything below it."""
    return "(?P<rest>" in rule.pattern


def path_of(target: str) -> str:
    return _OFF_PATH.split(target, maxsplit=1)[0]


class Table:
    """Rules, ready to be asked. ``hosts`` are the site's own host names; a rule for any other host does not count."""

    def __init__(self, rules: Iterable[Redirect], hosts: Iterable[str] = ()) -> None:
        self.hosts = frozenset(host.lower() for host in hosts)
        self.rules = [self._local(rule) for rule in rules]
        self._plain: dict[str, list[int]] = {}
        self._patterns: dict[str, list[int]] = {}
        self._compiled: dict[int, Any] = {}
        for number, rule in enumerate(self.rules):
            if rule.status <= 0 or _ABSOLUTE.match(rule.source):
                continue
            if rule.pattern:
                _append(self._patterns, patterns.literal_prefix(rule.pattern), number)
                continue
            source = patterns.plain(rule.source)
            for form in {source, other_slash(source)} if rule.either_slash else (source,):
                _append(self._plain, form, number)
        self._lengths = sorted({len(prefix) for prefix in self._patterns})

    def _local(self, rule: Redirect) -> Redirect:
        """A rule for one of the site's own hosts, as a rule for a path."""
        host = _ABSOLUTE.match(rule.source)
        if not host or host["host"].lower() not in self.hosts:
            return rule
        return replace(rule, source=rule.source[host.end() :] or "/")

    def matching(self, path: str) -> Iterator[tuple[Redirect, str]]:
        """The rules that cover a path, first one first, each with its target filled in."""
        path = patterns.plain(path)
        numbers = {
            number
            for way in {path, other_slash(path)}
            for length in self._lengths
            if length <= len(way)
            for number in self._patterns.get(way[:length], ())
        }
        numbers.update(self._plain.get(path, ()))
        for number in sorted(numbers):
            rule = self.rules[number]
            target = self._target(number, rule, path)
            if target is not None:
                yield rule, target

    def _target(self, number: int, rule: Redirect, path: str) -> str | None:
        if not rule.pattern:
            return rule.target
        if number not in self._compiled:
            self._compiled[number] = patterns.compiled(rule.pattern)
        pattern = self._compiled[number]
        if pattern is None:
            return None
        match = pattern.search(path)
        if match is None and rule.either_slash:
            match = pattern.search(other_slash(path))
        if match is None:
            return None
        groups = {str(index): value or "" for index, value in enumerate(match.groups(), 1)}
        groups |= {name: value or "" for name, value in match.groupdict().items()}
        groups["0"] = match.group()
        return patterns.expanded(rule.target, groups)

    def first(self, path: str, exists: Exists) -> tuple[Redirect, str, bool] | None:
        """The rule that applies to a path, its target, and whether that is sure.

        Files win over rules that do not force. A rule for some visitors only matters where the others find nothing, and
        not when it leads to the same path on another host (``http`` to ``https``).
        """
        perhaps: tuple[Redirect, str, bool] | None = None
        occupied: bool | None = None
        for rule, target in self.matching(path):
            if not rule.force:
                occupied = exists(path) if occupied is None else occupied
                if occupied:
                    continue
            local = self.local(target)
            if rule.status == 200 and local is not None and not rule.condition and not exists(path_of(local)):
                continue  # a rewrite to a file that is not there answers nothing
            if not rule.condition:
                return rule, target, True
            if perhaps is None and not exists(path) and path_of(_ABSOLUTE.sub("", target)) != path:
                perhaps = rule, target, False
        return perhaps

    def local(self, target: str) -> str | None:
        """The target as a path of the site, or None when it is on another host."""
        host = _ABSOLUTE.match(target)
        if not host:
            return target if target.startswith("/") else "/" + target
        return (target[host.end() :] or "/") if host["host"].lower() in self.hosts else None

    def follow(self, path: str, exists: Exists) -> Outcome | None:
        """Where a path ends, or None when no rule covers it."""
        seen = {path}
        hops: list[Redirect] = []
        target, sure = path, True
        while len(hops) < LONGEST:
            found = self.first(path, exists)
            if found is None:
                break
            rule, target, certain = found
            sure = sure and certain
            hops.append(rule)
            local = self.local(target)
            if rule.status in GONE or local is None:
                return Outcome(target, tuple(hops), external=local is None, gone=rule.status in GONE, sure=sure)
            target, path = local, path_of(local)
            if rule.status == 200:
                break
            if path in seen:
                return Outcome(target, tuple(hops), loop=True, sure=sure)
            seen.add(path)
        if not hops:
            return None
        return Outcome(target, tuple(hops), loop=len(hops) == LONGEST, sure=sure)

    def near_miss(self, path: str) -> Redirect | None:
        """A rule that would cover the path but for its final slash."""
        numbers = self._plain.get(other_slash(patterns.plain(path)))
        return self.rules[numbers[0]] if numbers else None


def _append(index: dict[str, list[int]], key: str, number: int) -> None:
    numbers = index.setdefault(key, [])
    if len(numbers) < MOST_ALIKE:
        numbers.append(number)


def other_slash(path: str) -> str:
    """The path with a final slash if it has none, and without it otherwise."""
    if path == "/":
        return path
    return path[:-1] if path.endswith("/") else path + "/"
