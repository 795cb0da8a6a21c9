"""Declared rules: a ``[[rule]]`` table becomes a ``TermRule``, or an error that names the mistake."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from msgspec import Struct

from preflight.model import SEVERITIES, PreflightError, Rule, Severity
from preflight.patterns import regex
from preflight.reading import selectors

USES = ("terms.swap", "terms.phrase", "terms.pattern", "terms.required", "terms.link", "terms.date", "terms.address")
COMMON = ("id", "uses", "message", "help", "severity", "kinds", "scope", "languages", "match-case", "safe")
KEYS = {
    "terms.swap": ("swap",),
    "terms.phrase": ("phrases",),
    "terms.pattern": ("pattern", "replacement"),
    "terms.required": ("phrases", "pattern"),
    "terms.link": ("links", "text"),
    "terms.date": ("after", "days"),
    "terms.address": ("addresses",),
}
WATCHED = {"terms.link": "links", "terms.date": "after", "terms.address": "addresses"}
"""What a rule that looks at more than words cannot do without."""
KINDS = (
    "title", "heading", "paragraph", "item", "cell", "caption", "button", "alt", "subject", "preheader", "quote",
    "code",
    "meta", "label",
)  # fmt: skip
LARGEST_PATTERN = 1 << 20
"""Bytes of memory that RE2 may use for one pattern."""
USUAL_DAYS = 60
"""How far ahead a date in a slot usually lies."""
LONGEST_SLOT = 3_660

Value = TypeVar("Value", str, bool)
GROUP = regex(r"\\(\d)")
"""``\\1``"""


class TermRule(Struct, frozen=True):
    """One declared rule. ``swap`` maps what is found to what is offered (the same text when nothing is)."""

    id: str
    uses: str
    swap: Mapping[str, str]
    pattern: str = ""
    replacement: str = ""
    message: str = ""
    help: str = ""
    severity: Severity = "warning"
    kinds: tuple[str, ...] = ()
    scope: str = ""
    languages: tuple[str, ...] = ()
    match_case: bool = False
    safe: bool = False
    links: tuple[str, ...] = ()
    text: str = ""
    after: tuple[str, ...] = ()
    days: int = 0
    addresses: tuple[str, ...] = ()

    @property
    def rule(self) -> Rule:
        named = [*self.swap, *self.links, *self.after, *self.addresses]
        what = ", ".join(f"“{phrase}”" for phrase in named[:3]) or f"the pattern {self.pattern}"
        summary = {
            "terms.swap": f"another word is used for {what}", "terms.phrase": f"{what} is not used",
            "terms.pattern": f"{what} is not used", "terms.required": f"{what} must be there",
            "terms.link": f"{what} is not linked here", "terms.address": f"{what} has to stay",
            "terms.date": f"the date after {what} is not the one of this issue",
        }[self.uses]  # fmt: skip
        text = self.help or "Declared in the configuration or a rule pack."
        return Rule(
            self.id, self.message.replace("{match}", "…").replace("{replacement}", "…") or summary, text, self.severity
        )


def read_rule(raw: Mapping[str, Any]) -> TermRule:
    """One ``[[rule]]`` table. Raises PreflightError that names what is wrong and the nearest valid name."""
    identity = _typed(raw, "id", str, "")
    if not identity.startswith("terms.") or len(identity) <= len("terms."):
        raise PreflightError(f'a rule needs an id that begins with "terms.", not {identity!r}')
    uses = _typed(raw, "uses", str, "")
    if uses not in USES:
        raise PreflightError(
            f"rule {identity}: unknown uses = {uses!r}{_nearest(uses, USES) or '; one of ' + ', '.join(USES)}"
        )
    allowed = (*COMMON, *KEYS[uses])
    for key in raw:
        if key not in allowed:
            raise PreflightError(f"rule {identity}: unknown key {key!r}{_nearest(key, allowed)}")
    pattern = _typed(raw, "pattern", str, "")
    swap = _swap(raw, identity)
    watched = WATCHED.get(uses, "")
    lists = {key: tuple(_texts(raw, key)) for key in WATCHED.values()}
    if watched and not lists[watched]:
        raise PreflightError(f"rule {identity}: {uses} needs {watched}")
    if not watched and bool(pattern) == bool(swap):
        wanted = " or ".join(key for key in KEYS[uses] if key != "replacement")
        raise PreflightError(f"rule {identity}: {uses} needs {wanted}")
    scope = _typed(raw, "scope", str, "")
    try:
        if scope:
            selectors.parse(scope)
        if pattern:
            groups = compiled(pattern, match_case=_typed(raw, "match-case", bool, False)).groups
            for group in GROUP.findall(_typed(raw, "replacement", str, "")):
                if int(group) > groups:
                    raise PreflightError(f"the replacement uses group {group}, the pattern has {groups}")
    except PreflightError as error:
        raise PreflightError(f"rule {identity}: {error.message}") from None
    return TermRule(
        identity, uses, swap, pattern,
        replacement=_typed(raw, "replacement", str, ""),
        message=_typed(raw, "message", str, ""),
        help=_typed(raw, "help", str, ""),
        severity=_one_of(raw, identity, SEVERITIES),
        kinds=_kinds(raw, identity),
        scope=scope,
        languages=tuple(language.lower() for language in _texts(raw, "languages")),
        match_case=_typed(raw, "match-case", bool, False),
        safe=_typed(raw, "safe", bool, False),
        text=_typed(raw, "text", str, ""),
        days=_days(raw, identity),
        **lists,
    )  # fmt: skip


def _typed(raw: Mapping[str, Any], key: str, kind: type[Value], default: Value) -> Value:
    value = raw.get(key, default)
    if not isinstance(value, kind):
        wanted = "a text in quotation marks" if kind is str else "true or false"
        raise PreflightError(f"rule {raw.get('id', '')}: {key} = {value!r} is not {wanted}")
    return value


def _days(raw: Mapping[str, Any], identity: str) -> int:
    value = raw.get("days", USUAL_DAYS)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LONGEST_SLOT:
        raise PreflightError(f"rule {identity}: days = {value!r} is no number from 0 to {LONGEST_SLOT:,}")
    return value


def _texts(raw: Mapping[str, Any], key: str) -> list[str]:
    value = raw.get(key, [])
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) and item.strip() for item in value):
        raise PreflightError(f"rule {raw.get('id', '')}: {key} is a list of texts")
    return list(value)


def _swap(raw: Mapping[str, Any], identity: str) -> dict[str, str]:
    swap = raw.get("swap", {})
    if not isinstance(swap, Mapping) or not all(isinstance(new, str) and old.strip() for old, new in swap.items()):
        raise PreflightError(f'rule {identity}: swap is a table of texts: swap = {{ "web site" = "website" }}')
    return dict(swap) or {phrase: phrase for phrase in _texts(raw, "phrases")}


def _one_of(raw: Mapping[str, Any], identity: str, severities: tuple[Severity, ...]) -> Severity:
    value = raw.get("severity", "warning")
    for severity in severities:
        if value == severity:
            return severity
    raise PreflightError(f"rule {identity}: severity = {value!r} is none of {', '.join(severities)}")


def _kinds(raw: Mapping[str, Any], identity: str) -> tuple[str, ...]:
    kinds = _texts(raw, "kinds")
    for kind in kinds:
        if kind not in KINDS:
            raise PreflightError(f"rule {identity}: unknown kind {kind!r}{_nearest(kind, KINDS)}")
    return tuple(kinds)


def _nearest(name: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(name, known, 1, 0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def compiled(pattern: str, *, match_case: bool) -> Any:
    """An RE2 expression: linear time, whatever a configuration asks for."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = match_case
    options.max_mem = LARGEST_PATTERN
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        why = error.args[0] if error.args else ""
        why = why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why)
        raise PreflightError(f"the pattern {pattern!r} is not valid (RE2): {why}") from None
