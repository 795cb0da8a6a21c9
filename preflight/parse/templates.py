"""Template syntax in sources: Hugo and Go, Liquid, Twig, Jinja, Handlebars, ERB, PHP.

Before a text is tokenised, what would upset a parser inside a template action (``<``, quotes, white space, …) is
replaced one to one by private-use characters, so that ``href="{{ "x" | relURL }}"`` is one attribute and every position
stays exact; ``restore`` maps them back. Comments are blanked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from preflight.patterns import regex

_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}", "<%": "%>", "<?": "?>"}
_OPENERS = regex(r"\{[{%#]|<%|<\?(?=php|=)")  # {{, {%, {#, <%, <?php
_BEGINNINGS = (("{", frozenset("{%#"), 1), ("%", frozenset("<"), -1), ("?", frozenset("<"), -1))
"""The rarer character of each opener, what else is in it, and where that stands."""
_SIGNS = 100
"""Of them are looked at one by one."""
_LONGEST = 2000
"""Characters. What has not ended by then was no action (a brace in a script)."""

_UPSETTING = "<>\"'=/` \t\n\r\f|!*_[]()\\~:#{}%"
_END_TAG = regex(r"</[a-zA-Z]")  # {{</code> … <code>}}: two braces shown on a page, not an action
_COMMENT = regex(r"\{#|\{\{-?\s*(?:/\*|!)|\{%-?\s*comment\b|<%#")
_END_COMMENT = regex(r"\{%-?\s*endcomment\s*-?%\}")

_CONTROL = regex(
    r"""\{%                                                    # {% if x %}
    | \{\{[<%]                                                 # Hugo shortcode
    | \{\{-?\s*(?: [.$"'`#/^>&]                                # .Title  "x" | relURL  #each  > partial
        | (?:if|else|end|range|with|define|template|block|partial|return|content|yield)\b
        | [\w.]+\s*\(                                          # url_for('home')
        | (?:page|site|post|layout|paginator|collections?|entry|craft|config|forloop|loop|block|section|product|cart
             |settings|include|theme)\.
        | [^{}]*\|\s*(?!default\b|fallback\b|\|)\w )           # x | upcase
    | <%(?!--) | <\?
    """,
    re.X,
)


class Masked(Struct, frozen=True):
    """``restore`` is a table for ``str.translate``, None when nothing was masked. ``actions`` are (start, end);
    ``comments`` (start, end, text)."""

    text: str
    restore: dict[int, str] | None = None
    actions: tuple[tuple[int, int], ...] = ()
    comments: tuple[tuple[int, int, str], ...] = ()


def mask(source: str) -> Masked:
    """The source with its template actions made harmless."""
    if not _may_hold_actions(source):
        return Masked(source)
    found = list(_actions(source))
    if not found:
        return Masked(source)
    base = _free_block(source)
    table = {ord(character): base + index for index, character in enumerate(_UPSETTING)}
    pieces: list[str] = []
    actions: list[tuple[int, int]] = []
    comments: list[tuple[int, int, str]] = []
    at = 0
    for start, end in found:
        pieces.append(source[at:start])
        action = source[start:end]
        comment = _COMMENT.match(action)
        if comment:
            comments.append((start, end, _comment_text(action)))
            pieces.append(_blank(action))
        else:
            actions.append((start, end))
            pieces.append(action.translate(table))
        at = end
    pieces.append(source[at:])
    restore = {base + index: character for index, character in enumerate(_UPSETTING)}
    return Masked("".join(pieces), restore, tuple(actions), tuple(comments))


def is_templated(source: str, actions: Iterable[tuple[int, int]], unread: Iterable[tuple[int, int]]) -> bool:
    """Whether one of the actions is template logic, outside code, scripts and comments (``unread``).

    A bare merge tag (``{{first_name}}``, ``{{ name | default: "friend" }}``) is what a mailing service fills in.
    """
    skipped = sorted(unread)
    index = 0
    for start, end in actions:
        while index < len(skipped) and skipped[index][1] <= start:
            index += 1
        if index < len(skipped) and skipped[index][0] <= start:
            continue
        if _CONTROL.match(source, start, end):
            return True
    return False


def _may_hold_actions(source: str) -> bool:
    """A single character is found twenty times as fast as two, and most pages have few of these."""
    return any(_is_beside(source, sign, beside, step) for sign, beside, step in _BEGINNINGS)


def _is_beside(source: str, sign: str, beside: Collection[str], step: int) -> bool:
    """Whether one of the other characters stands right behind the sign, or in front of it."""
    left = _SIGNS
    at = source.find(sign)
    while at >= 0:
        if source[at + step : at + step + 1] in beside:
            return True
        left -= 1
        if not left:
            return any((one + sign if step < 0 else sign + one) in source for one in beside)
        at = source.find(sign, at + 1)
    return False


def _actions(source: str) -> Iterator[tuple[int, int]]:
    """Where each action starts and ends. Linear: a closer that is missing once is not looked for again."""
    at = 0
    missing: dict[str, int] = {}
    while match := _OPENERS.search(source, at):
        start = match.start()
        closer = _CLOSERS[match[0]]
        at = match.end()
        until = missing.get(closer, -1)
        if until < start:
            until = source.find(closer, at)
            missing[closer] = until = len(source) if until < 0 else until
        if until - start > _LONGEST or until == len(source) or _END_TAG.search(source, at, until):
            continue
        end = until + len(closer)
        if match[0] == "{{" and source[end : end + 1] == "}":  # {{{ raw }}}
            end += 1
        if match[0] == "{%" and _COMMENT.match(source, start):
            closing = _END_COMMENT.search(source, end, end + _LONGEST)
            if closing:
                end = closing.end()
        yield start, end
        at = end


def _comment_text(action: str) -> str:
    if action.startswith("{%"):
        return action[action.find("%}") + 2 : action.rfind("{%")]
    text = action.strip("{}#%<>")
    return text.strip("- \t\n!").removeprefix("/*").removesuffix("*/")


def _blank(text: str) -> str:
    """White space of the same length; line breaks stay."""
    return re.sub(r"[^\r\n]", " ", text)


def _free_block(source: str) -> int:
    """The first of enough private-use code points that the source does not use itself."""
    highest = max(source)
    return max(0xF0000, ord(highest) + 1) if ord(highest) < 0x10FF00 else 0xE000
