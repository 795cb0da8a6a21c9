"""Whether what is wrong with a page's links can be told without reading its text.

Of most pages it can: nothing in their text looks like an address, a mailbox or a call without a link. A page in which
anything does is read as a whole, so that the findings are the same. Every check that looks at runs of text, zones or
hidden links has its counterpart here, which may ask too often and never too seldom.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from preflight.checkers.links import empty, unseen
from preflight.checkers.links.around import Surroundings, is_handled, opening_tag
from preflight.checkers.links.fault import Fault
from preflight.checkers.links.unlinked import ARROWS
from preflight.checkers.links.vocabulary import BUTTON_WORDS
from preflight.model import Document, Link
from preflight.patterns import regex
from preflight.reading import actionsentences

if TYPE_CHECKING:
    from preflight.checkers.links import Look as Told
    from preflight.model import Part

    Look = Callable[[str, str], Told]
    Plain = Callable[[str, str, str], bool]
    Profile = Callable[[Link, Part, Surroundings], Fault | None]

Stretches = Sequence[tuple[int, int]]


class Page(Protocol):
    """What is known of the source of a page that was skimmed."""

    unread: list[tuple[int, int]]
    """Scripts, style sheets and comments, in order."""
    linked: list[tuple[int, int]]
    """The contents of links, in order."""
    is_odd: bool
    """Not every "<" and ">" of a tag begins or ends it."""


_LONGEST = max(map(len, BUTTON_WORDS))
_BEGINNINGS = frozenset(call[:size] for call in BUTTON_WORDS for size in range(1, len(call) + 1))
_TAG = r"""[^<>!"'](?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+')*+>"""
"""A tag behind its "<", if it holds nothing that looks like the end of one."""
_SEVERAL = rf"{_TAG}(?:<{_TAG})*+"
_COMMENT = r"!--(?!-?>)[^-]*+(?:-(?!-!?>)[^-]*+)*+--!?>"
_BETWEEN = regex(rf"(?:<(?:{_TAG}|{_COMMENT}))++")
_RAW = regex(r"<(?:script|style|noscript|title)", re.IGNORECASE)
_BRACKETS = regex(rf"\](?=[(<])(?:<{_TAG})*+(?:\((?:<{_TAG})*+[hwm<&]|<)")
# "](http": the middle of a Markdown link
_ADDRESS = regex(r":(?<=[pPsS>;]:)//|\.(?<=[wW]{3}\.)")  # "https://", "www."
_SPLIT_ADDRESS = regex(
    rf"<(?:(?:(?<=[:>]/<)|(?<=[pPsS>;]:<))(?:{_SEVERAL}[/<]|(?!{_TAG}))"
    rf"|(?<=[wW]<)(?:{_SEVERAL}[wW<]|(?!{_TAG}))|(?<=[wW]{{3}}<){_SEVERAL}\.)"
)  # "https:/<wbr>/shop.test"
_HIDDEN_SIGN = regex(
    r"&(?:(#(?:x0*40|0*64)(?![0-9]);?|commat;?)|"
    r"#(?:x0*(?:3a|2f|2e|5d|28|77|57)|0*(?:58|47|46|93|40|119|87))(?![0-9])|colon|sol|period|rsqb|rbrack|lpar)",
    re.IGNORECASE,
)  # "&#64;", "&colon;": what addresses are made of, written so that nobody finds it
_MARKS = ("/", "!", "?")
_LOCAL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+/=?^_`{|}~-;@\"")
_LABELS = ("title", "alt=", "placeholder", "label", "value", "content")
_CODE = ("<pre", "<code", "<tt", "<samp", "<kbd")
_INLINE = regex(
    r"(?:\s[^<>]*)?>(?:[^<>]|<(?:/?(?:span|b|i|em|strong|u|var|font)(?:\s[^<>]*)?|br)>)*", re.IGNORECASE
)  # " class=shell>open <b>http:": what code may hold without ending
_INNER = regex(r"<(/?)(span|b|i|em|strong|u|var|font)\b", re.IGNORECASE)
_CODE_REACH = 20_000
_LOOKED_AT = 4
"""Characters by which most texts are told from a call."""
_FARTHEST = 500
"""Characters of a short text as it is written."""
_MOST = 200
"""Signs that are looked at one by one; where more stand, the text is read."""


def doubts(document: Document, page: Page, look: Look, profile: Profile, is_plain: Plain) -> list[int] | None:
    """Where in the source of the document stands what ``check`` has to know the text of, to find the same as in the
    whole page; None when it is the whole page that it has to know. ``look`` is what the family thinks of a URL,
    ``profile`` of a link to a social network; ``is_plain`` tells of a URL, a text and an element that nothing can be
    said about such a link."""
    part = document.parts[0]
    source = part.source
    notable = list(part.links_but(is_plain))
    if not _are_told(notable, document, look, profile):
        return None
    if any(actionsentences.needs_text(link, source) for link in notable):
        return None
    return sorted(
        {*_hidden_signs(source, page), *_addresses(source, page), *_mailboxes(source, page), *_calls(source, page)}
    )


def _are_told(links: Iterable[Link], document: Document, look: Look, profile: Profile) -> bool:
    around = Surroundings(document)
    part = document.parts[0]
    title = next((meta.content for meta in part.meta if meta.name == "title"), "")
    for link in links:
        told = look(link.url, link.element)
        if told.network and any(profile(replace(link, zone=zone), part, around) for zone in ("", "footer")):
            return False
        if told.nowhere and link.element in ("a", "area"):
            if not (empty.is_told(link, title, around) or is_handled(opening_tag(part, link))):
                return False
        elif link.element == "a" and not link.text and unseen.fault(link, part, around):
            return False
    return True


def _addresses(source: str, page: Page) -> Iterator[int]:
    """An address in the text that may not be linked, or the middle of a Markdown link."""
    for pattern in (_BRACKETS, _SPLIT_ADDRESS):
        for match in pattern.finditer(source):
            if not _is_in(match.start(), page.unread):
                yield match.start()
    left = _MOST
    in_tag, last = False, 0
    for match in _ADDRESS.finditer(source):
        at = match.start()
        opened, closed = _opened(source, last, at), source.rfind(">", last, at)
        if opened != closed:
            in_tag = opened > closed
        last = at
        if in_tag and not page.is_odd:
            continue
        if not _is_in(at, page.unread) and not _is_in(at, page.linked):
            left -= 1
            if left < 0 or not _is_code(source, at, page):
                yield at


def _hidden_signs(source: str, page: Page) -> Iterator[int]:
    """A sign written as a reference: one that may be the middle of a mail address, or any other."""
    for number, match in enumerate(_HIDDEN_SIGN.finditer(source)):
        if not match[1] or number > _MOST or _joins_mailbox(source, match.start(), match.end(), page):
            yield match.start()


def _mailboxes(source: str, page: Page) -> Iterator[int]:
    """A sign that may be the middle of a mail address, linked or not, or inside a description."""
    at = source.find("@")
    left = _MOST
    while at >= 0:
        if _may_follow(source, at + 1) and not _is_in(at, page.unread):
            left -= 1
            if left < 0 or _joins_mailbox(source, at, at + 1, page):
                yield at
        at = source.find("@", at + 1)


def _may_follow(source: str, at: int) -> bool:
    """Whether a host may begin there, or tags or references in front of it."""
    following = source[at : at + 1]
    return following.isalnum() or following in "<&@"


def _opened(source: str, start: int, end: int) -> int:
    """Where the last tag between the two places begins, or -1."""
    at = source.rfind("<", start, end)
    while at >= 0 and not (source[at + 1 : at + 2].isalpha() or source[at + 1 : at + 2] in _MARKS):
        at = source.rfind("<", start, at)
    return at


def _joins_mailbox(source: str, at: int, end: int, page: Page) -> bool:
    """Whether the sign between the two places may be the middle of a mail address."""
    if not _may_follow(source, end) or _is_in(at, page.unread):
        return False
    if page.is_odd:
        return True
    tag = _opened(source, 0, at)
    if tag > source.rfind(">", 0, at):
        inside = source[tag:at].lower()
        return any(label in inside for label in _LABELS)
    before = at
    while source[before - 1 : before] == ">":
        if source[before - 3 : before] == "-->":
            return True
        before = max(0, source.rfind("<", 0, before))
    return source[before - 1 : before] in _LOCAL and not _is_code(source, at, page)


def _calls(source: str, page: Page) -> Iterator[int]:
    """A short text that is, or begins, what stands on buttons, and is not linked."""
    source = f">{source}<"
    for match in _calling().finditer(source):
        at = match.start() + match[0].rfind(">") + 1
        end = source.find("<", match.end() - 1)
        shown = _shown(source, at, end)
        if (
            (shown is None or shown in _BEGINNINGS)
            and not _is_in(at - 1, page.linked)
            and not _is_in(at - 1, page.unread)
            and (shown is None or _becomes_call(shown, source, end))
        ):
            yield at - 1


@cache
def _calling() -> re.Pattern[str]:
    """What a text that is a call, or its beginning, begins with: ``>Read``, ``>»&nbsp;r<``. Anything may hide behind a
    reference. Other texts, which is most of them, are passed by without a closer look."""
    space = rf"[\s{re.escape(ARROWS)}]"
    letters = "".join({letter for call in BUTTON_WORDS for letter in (call[0], call[0].upper())})

    def beginning(calls: Iterable[str], depth: int) -> str:
        following: dict[str, list[str]] = {}
        for call in calls:
            if call:
                following.setdefault(call[0], []).append(call[1:])
        if not depth or not following:
            return ""
        branches = [
            rf"[{first}{first.upper()}]{beginning(rest, depth - 1)}" if first != " " else space
            for first, rest in sorted(following.items())
        ]
        cut_short = f"[<&>]|{space}" if depth < _LOOKED_AT else r"&(?!(?:lt|amp|quot|copy);)"
        return f"(?:{'|'.join(branches)}|{cut_short})"

    likely = rf"[ \n\t\r]*+(?=[{letters}&{re.escape(ARROWS)}]|[^\x00-\x7f])"
    return re.compile(rf">{likely}{space}*+(?:&(?:nbsp|gt);{space}*+)*+{beginning(BUTTON_WORDS, _LOOKED_AT)}")


def _shown(source: str, start: int, end: int) -> str | None:
    """The text between the two places as calls are compared; None when that cannot be told so easily."""
    text = source[start : min(end, start + _FARTHEST)]
    shown = _plain(text)
    if end - start > _FARTHEST and len(shown) <= _LONGEST:
        return None
    if ">" in text and shown not in _BEGINNINGS:  # the end of a tag with ">" in it
        shown = _plain(text.rpartition(">")[2])
    return shown


def _becomes_call(shown: str, source: str, at: int) -> bool:
    """Whether a beginning is a call, or becomes one with what follows behind tags."""
    while shown in _BEGINNINGS:
        if shown in BUTTON_WORDS:
            return True
        tags = _BETWEEN.match(source, at)
        if tags is None or _RAW.search(tags[0]):
            return at < len(source) - 1  # what only looks like a tag, or text of another kind
        at = source.find("<", tags.end())
        if at < 0:
            return False
        if _shown(source, tags.end(), at) is None:
            return True
        words = source[tags.end() : at]
        for space in ("", " "):
            if (longer := _plain(f"{shown}{space}{words}")) in _BEGINNINGS:
                break
        shown = longer
    return False


def _plain(text: str) -> str:
    """A text as calls are compared."""
    if "&" in text:
        text = unescape(text)
    return " ".join(text.split()).strip(ARROWS).lower()


def _is_code(source: str, at: int, page: Page) -> bool:
    """Whether a place in the text is surely within code, where nobody is meant to click."""
    start = max(0, at - _CODE_REACH)
    start, tag = max((source.rfind(tag, start, at), tag) for tag in _CODE)
    if start < 0 or page.is_odd or _is_in(start, page.unread) or not _INLINE.fullmatch(source, start + len(tag), at):
        return False
    if _opened(source, 0, start) > source.rfind(">", 0, start):
        return False
    opened: list[str] = []
    for inner in _INNER.finditer(source, start, at):
        name = inner[2].lower()
        if not inner[1]:
            opened.append(name)
        elif name not in opened:
            return False  # what was opened around the code ends, and the code with it
        else:
            while opened.pop() != name:
                pass
    return True


def _is_in(at: int, stretches: Stretches) -> bool:
    index = bisect_right(stretches, (at, len(stretches) and stretches[-1][1] + 1)) - 1
    return index >= 0 and at < stretches[index][1]
