"""A text with merge tags as its reader gets it: values for fields, defaults where there is none, simple conditions.

Only what a recipient's row decides is worked out. A text with a condition that is more than “is there a value?”, or
whose conditions begin or end in another block, is not rendered at all rather than wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from preflight.patterns import regex
from preflight.reading import fields, tags
from preflight.reading.tags import TagSpan

_TEXT = r"""\s*["'“‘]?(?P<text>[^"'”’|{}\[\]()%*]{1,60})"""
SAID = regex(
    rf"""(?:\|\s*default\s*(?:[:=(]|\s)|[,|]?\s*fallback\s*=|\s["']?default\s*=|:default\s*=){_TEXT}""", re.IGNORECASE
)
"""``|default:'friend'``, ``,fallback=friend``, ``"default=friend"``"""
BARE = regex(rf"""(?:\bor\s|,|:\s?(?=["'“])|%%|\||/|\s(?=["'“])){_TEXT}""", re.IGNORECASE)
"""``|friend``, ``:"friend"``, `` "friend"``"""
CONDITION = regex(
    r"\W*(?P<word>ifnot|if|unless|elseif|elsif|elif|else|endif|endunless|end)\b\W*(?P<rest>[^*%}\]]*)", re.IGNORECASE
)
"""``{% if first_name``, ``*|IF:FNAME``, ``{{/if``"""
CLOSING = regex(r"\{\{[-~]?\s?/(?:if|unless)")
PRESENCE = regex(
    r"(?P<not>not\s+|!\s?)?(?P<name>[\w.$:-]+)(?:\s?(?P<sign>!=|==|<>)\s?(?:blank|empty|nil|null|none|''|\"\"))?\s?-?",
    re.IGNORECASE,
)
"""``first_name``, ``not first_name``, ``first_name != blank``"""


class Value(NamedTuple):
    """A field to be printed: the field's name (see ``fields.field_of``), its default, and the tag as it stands."""

    field: str
    default: str
    tag: TagSpan


class Turn(NamedTuple):
    """A condition begins, turns or ends. ``word`` is if, else or end."""

    word: str
    field: str = ""
    negated: bool = False


Piece = str | Value | Turn


class Template(NamedTuple):
    """A text in pieces; ``fields`` are those it prints or asks for."""

    pieces: tuple[Piece, ...]
    fields: tuple[str, ...]


def default_of(text: str) -> str:
    """The default inside a tag, or nothing."""
    inner = text.strip("{}[]%*|<>$ ")
    match = SAID.search(inner) or BARE.search(inner)
    return match["text"].strip() if match else ""


def read(text: str) -> Template | None:
    """The template, or None where nothing of it is a recipient's, or it cannot be rendered."""
    pieces: list[Piece] = []
    position = depth = 0
    known: list[str] = []
    for tag in tags.find(text):
        pieces.append(text[position : tag.start])
        position = tag.end
        written = text[tag.start : tag.end]
        if tag.malformed:
            pieces.append(written)
            continue
        if tag.control or CLOSING.match(written):
            turn = _turn(written)
            if turn is None:
                return None
            depth += {"if": 1, "else": 0, "end": -1}[turn.word]
            if depth < 0:
                return None
            pieces.append(turn)
            known += [turn.field] if turn.field else []
            continue
        field = None if tag.system else fields.field_of(tag.name)
        if field is None:
            pieces.append("…")
            continue
        pieces.append(Value(field, default_of(written) if tag.fallback else "", tag))
        known.append(field)
    if depth or not known:
        return None
    pieces.append(text[position:])
    return Template(tuple(pieces), tuple(dict.fromkeys(known)))


def _turn(text: str) -> Turn | None:
    """What a control tag does to the text behind it, or None for what is not understood."""
    if CLOSING.match(text):
        return Turn("end")
    match = CONDITION.match(text)
    if match is None:
        return None
    word = match["word"].lower()
    if word.startswith("end"):
        return Turn("end")
    if word == "else":
        return Turn("else")
    if word.startswith("els"):
        return None
    presence = PRESENCE.fullmatch(match["rest"].strip(" :|"))
    field = fields.field_of(presence["name"].replace("${", "")) if presence else None
    if presence is None or field is None:
        return None
    negated = (word in ("unless", "ifnot")) ^ bool(presence["not"]) ^ (presence["sign"] == "==")
    return Turn("if", field, negated)


def render(template: Template, values: Mapping[str, str], shown: Callable[[Value, str], str] | None = None) -> str:
    """The text with these values. ``shown`` is asked for each value that is printed, empty ones too, and may put
    something else in its place."""
    written: list[str] = []
    hidden: list[bool] = []
    for piece in template.pieces:
        if isinstance(piece, Turn):
            if piece.word == "if":
                hidden.append(bool(values.get(piece.field)) is piece.negated)
            elif piece.word == "else":
                hidden[-1:] = [not hidden[-1]] if hidden else []
            else:
                del hidden[-1:]
        elif not any(hidden):
            if isinstance(piece, str):
                written.append(piece)
            else:
                value = values.get(piece.field) or piece.default
                written.append(shown(piece, value) if shown else value)
    return "".join(written)
