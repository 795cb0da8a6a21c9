"""Merge tags and template actions in a text: what a sending platform would have filled in.

The dialects are data (``rules/tags.toml``, each with its vendor's page). Many platforms share the brackets
``{{ … }}``; a tag names every platform that could have meant it, the ones with a telling field or system name first.
One pass over the openers, each looked at once and at most ``REACH`` characters far: linear, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from preflight.patterns import regex

if TYPE_CHECKING:
    from preflight.reading.dialects import Dialect, Form, Table

QUICK = regex(
    r"\*\||\|\*|\* \||\{|\}\}|%[%A-Za-z]|\[[%\[A-Za-z]|«|<<|<%|@[A-Z]|\$[A-Z\[]|~[A-Z]|::[a-z]"
    r"|##?[A-Za-z_]{3,20}[#:]|-(?:first|last)?_?name-"
)
"""``*|`` ``{{`` ``%%`` ``[[`` …: where there is none, there is no tag and the table is never read."""
NAMES = {
    "plain": regex(r"[^\W\d][\w.-]*"),
    "spaced": regex(r"[^\W\d][\w.-]*(?: [\w.-]+)*"),
    "colon": regex(r"[^\W\d][\w.:/-]*"),
    "listed": regex(r"\.?[^\W\d][\w.:=/-]*(?: [\w.-]+)*"),
}
"""``first_name``, ``First Name``, ``MC:SUBJECT``; a listed name may be any of these."""
SIGIL = regex(r"[\s#/^&>!~=<%.-]{0,8}")
"""``#`` of ``{{#if``, ``/`` of ``{{/if``, ``-`` of ``{%- if``"""
BRACED = regex(r"\$\{\s{0,4}([\w.-]{1,80})\s{0,4}\}")
"""``${first_name}``, Braze's own attributes"""
AROUND = regex(r"\s*([|:(,=\"])\s*")
"""Blanks that do not matter: `` | default : "x"``"""
CURLY = regex(r"[:(,=\s]\s?[“”„‘’‚]")
"""``default:“friend”``: quotation marks that a word processor made"""
LATER_DEFAULT = regex(r"\|default[:(=][\"'(\s]{0,3}\w")
"""``|upcase|default:"you``"""
CONTROL_PREFIXES = ("if:", "ifnot:", "else:", "elseif:", "end:", "interested:")
MARKUP = regex(r"</?[a-zA-Z][^<>]{0,100}>")
"""``<b>`` inside a tag; a parser that keeps template actions whole shows it in the text"""
UNCLOSED = "a quotation mark in it is missing"
TYPOGRAPHIC = "its quotation marks are typographic ones"
HINTS = (
    "{{", "}}", "*|", "|*", "%%", "fallback", "%FIRST", "%LAST", "%FULL", "%UNSUB", "%recipient", "{$", "{!", "[[",
    "«", "* |", "{ {", "$[",
)  # fmt: skip
"""What is left of a damaged tag."""
REACH = 300
"""Characters from a tag's opener to its end, at most."""
MOST = 2_000
"""Openers looked at in one text; more is not a message anybody wrote."""


class TagSpan(Struct, frozen=True):
    """A tag at ``text[start:end]``. ``dialects`` are the ids of the platforms that could have meant it.

    ``fallback``: it brings its own default. ``system``: the platform fills it in by itself (unsubscribe, view online).
    ``control``: an instruction (``if``, ``end``), not a value; ``build``: one of a template build step. ``weak``: such
    brackets have other uses. ``malformed`` says in words what is wrong with it, ``repair`` how it should stand.
    """

    start: int
    end: int
    name: str
    dialects: tuple[str, ...]
    fallback: bool = False
    system: bool = False
    control: bool = False
    build: bool = False
    weak: bool = False
    malformed: str = ""
    repair: str = ""


def find(text: str) -> list[TagSpan]:
    """Every tag in the text, in order, well-formed or not."""
    if not QUICK.search(text):
        return []
    found = list(_well_formed(text))
    if not any(hint in text for hint in HINTS):
        return found
    from preflight.reading import damage  # heavy, and most texts hold nothing like a damaged tag

    taken = {position for tag in found for position in (tag.start, tag.end - 1)}
    for wreck in islice(damage.find(text), MOST):
        if wreck.start not in taken and wreck.end - 1 not in taken:
            taken |= {wreck.start, wreck.end - 1}
            found = [tag for tag in found if not (wreck.start < tag.start and tag.end < wreck.end)]
            dialects = dict.fromkeys(form.dialect for form in _table().forms[wreck.opener])
            found.append(
                TagSpan(wreck.start, wreck.end, wreck.name, tuple(dialects), malformed=wreck.why, repair=wreck.repair)
            )
    return sorted(found, key=lambda tag: tag.start)


def _table() -> Table:
    from preflight.reading.dialects import table

    return table()


def _well_formed(text: str) -> Iterator[TagSpan]:
    known = _table()
    position = 0
    ahead: dict[str, int] = {}
    for _ in range(MOST):
        opener = known.openers.search(text, position)
        if opener is None:
            return
        start, position = opener.start(), opener.end()
        if opener[0] == "{{" and text[start - 1 : start] == "$":  # ${{ … }} is a workflow expression, no merge tag
            continue
        for close in dict.fromkeys(form.close for form in known.forms[opener[0]]):
            if ahead.get(close, -1) < position:
                ahead[close] = text.find(close, position) % (len(text) + 1)
            end = ahead[close]
            if end - start > REACH or end == len(text):
                continue
            if close == "}}" and text[end + 2 : end + 3] == "}" and text.find("${", position, end) >= 0:
                end += 1  # {{${first_name}}}
            body = text[position:end]
            if "\n" in body or opener[0] in body:
                continue
            if close == "}" and (text[start - 1 : start] == "{" or text[end + 1 : end + 2] == "}"):
                continue  # half of a pair: the other half is missing
            forms = [form for form in known.forms[opener[0]] if form.close == close]
            if tag := _read(start, end + len(close), body, forms, known.dialects):
                yield tag
                position = tag.end
                break


def _read(start: int, end: int, body: str, forms: list[Form], dialects: Mapping[str, Dialect]) -> TagSpan | None:
    """The tag whose brackets hold ``body``, or nothing."""
    if "<" in body and (clean := MARKUP.sub("", body)) != body:
        tag = _read(start, end, clean, forms, dialects)
        return tag and replace(tag, malformed="there is formatting inside it")
    braced = BRACED.search(body) is not None
    plain = BRACED.sub(r"\1", body) if braced else body
    sigil = SIGIL.match(plain)
    inner = plain[sigil.end() if sigil else 0 :]
    marks = sigil[0].strip() if sigil else ""
    accepted: list[tuple[Form, str, bool]] = []
    weak = True
    for form in forms:
        if (braced and not form.braced) or (form.close == "%%" and inner != body):
            continue
        reading = _name_and_fallback(form, inner, marks)
        if reading and (not form.needs_fallback or reading[2]):
            accepted.append((form, reading[0], reading[1]))
            weak = weak and form.weak and not reading[2]
    if not accepted:
        return _curly(start, end, body, inner, forms)
    helped = [entry for entry in accepted if entry[0].helper and inner.startswith(entry[0].helper)]
    accepted = helped or accepted
    candidates = _candidates(accepted, marks, dialects)
    chosen = [entry for entry in accepted if entry[0].dialect in candidates]
    name = max((name for _, name, _ in chosen), key=len)
    first = name.split(" ", 1)[0].lower()
    control = (
        first in _table().control or name.lower().startswith(CONTROL_PREFIXES) or any(mark in marks for mark in "#/^>")
    )
    return TagSpan(
        start, end, name, tuple(candidates),
        fallback=any(fallback for _, _, fallback in chosen),
        system=any(_system(dialects[form.dialect], name) for form, _, _ in chosen),
        control=control,
        build=first in _table().build or ">" in marks,
        weak=weak,
        malformed=_wrong_quotes(inner, first, forms),
        repair=_straight(f"{forms[0].open}{body}{forms[0].close}"),
    )  # fmt: skip


def _name_and_fallback(form: Form, inner: str, marks: str) -> tuple[str, bool, bool] | None:
    """Name, whether there is a default, and whether the form's default syntax is there; None when it does not fit."""
    if form.helper and inner.startswith(form.helper):
        inner = inner[len(form.helper) :].lstrip(" ('\"")
        match = NAMES["plain"].match(inner)
        return (match[0], bool(re.search(r"\w", inner[match.end() :].replace("default", ""))), True) if match else None
    match = NAMES[form.style].match(inner)
    if match is None:
        return (marks, False, False) if marks in ("/", "^") else None
    name = match[0].rstrip(":/.=-")
    if form.listed is not None:
        while name.lower() not in form.listed and (" " in name or "/" in name):
            name = name[: max(name.rfind(" "), name.rfind("/"))]
        if f".{name}".lower() not in form.listed and name.lower() not in form.listed:
            return None
    rest = AROUND.sub(r"\1", inner[len(name) :]).strip()
    if rest == ":" and form.style == "colon":  # *|ELSE:|*
        return name, False, False
    for marker in form.fallback:
        if rest.lower().startswith(marker) and not (
            marker == "|" and form.open == "{{" and _word(rest) in {"default"} | _table().filters
        ):
            return name, bool(re.search(r"[^\W_]", rest[len(marker) :])), True
    if form.close == "%}" or not rest:
        return name, False, False
    if form.listed is not None or form.weak:
        return None
    if form.close in ("%%", "=%%", "]%%", "}"):
        return (name, False, False) if form.close in ("=%%", "]%%") else None
    filters = any(marker.startswith("|default") for marker in form.fallback) and _word(rest) in _table().filters
    arguments = (
        not rest.startswith(("|", ":", ",", "}", "]")) and form.style == "plain" and "|default:" not in form.fallback
    )
    later = filters and LATER_DEFAULT.search(rest) is not None  # {{ first_name | upcase | default: "you" }}
    return (name, later, later) if filters or arguments or rest.startswith(("(", "[")) else None


def _word(rest: str) -> str:
    match = re.match(r"\|([a-z_]+)", rest)
    return match[1] if match else ""


def _candidates(accepted: list[tuple[Form, str, bool]], marks: str, dialects: Mapping[str, Dialect]) -> list[str]:
    """The platforms that the name points to; failing that, those where any name goes."""
    told = [form.dialect for form, name, _ in accepted if _marked(dialects[form.dialect], name, marks) or form.listed]
    general = [form.dialect for form, _, _ in accepted if form.any]
    return list(dict.fromkeys(told or general or [form.dialect for form, _, _ in accepted]))


def _marked(dialect: Dialect, name: str, marks: str) -> bool:
    lowered = name.lower()
    first = lowered.partition(" ")[0]
    dotted = f".{lowered}" if marks.endswith(".") else lowered
    return dotted in dialect.fields or lowered in dialect.system or first in dialect.system


def _system(dialect: Dialect, name: str) -> bool:
    lowered = name.lower()
    return lowered in dialect.system or lowered.partition(" ")[0] in dialect.system or "unsub" in lowered


def _wrong_quotes(inner: str, first: str, forms: list[Form]) -> str:
    if not _quotes(forms):
        return ""
    if CURLY.search(inner[len(first) :]):
        return TYPOGRAPHIC
    sign = '"' if '"' in inner else "'"
    return UNCLOSED if inner.count(sign) % 2 else ""


def _quotes(forms: list[Form]) -> bool:
    return any(marker[-1:] in '":(=' and not marker.startswith(",") for form in forms for marker in form.fallback)


def _curly(start: int, end: int, body: str, inner: str, forms: list[Form]) -> TagSpan | None:
    """A tag that no platform reads because its quotation marks are typographic."""
    match = NAMES["plain"].match(inner)
    if match is None or not CURLY.search(inner[match.end() :]) or not _quotes(forms):
        return None
    straight = _straight(body)
    repaired = _read(start, end, straight, forms, _table().dialects)
    if repaired is None or repaired.malformed:
        return None
    dialects = repaired.dialects
    repair = f"{forms[0].open}{straight}{forms[0].close}"
    return TagSpan(start, end, repaired.name, dialects, malformed=TYPOGRAPHIC, repair=repair)


def _straight(text: str) -> str:
    return text.translate({0x201C: '"', 0x201D: '"', 0x201E: '"', 0x2018: "'", 0x2019: "'", 0x201A: "'"})
