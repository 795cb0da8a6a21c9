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
from typing import TYPE_CHECKING

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

_LONGEST = max(map(len, BUTTON_WORDS))
_BEGINNINGS = frozenset(call[:size] for call in BUTTON_WORDS for size in range(1, len(call) + 1))
_TAGS = regex(r"(?:<[^<>]{0,2000}>)+")
_BRACKETS = regex(r"\](?:<[^<>]{0,300}>){0,4}\s{0,2}\(")  # "](": the middle of a Markdown link
_HIDDEN_SIGN = regex(
    r"&(?:(#x0*40;?|#0*64;?|commat;?)|#x?0*(?:3a|58|2f|47|2e|46|5d|93|28|40|64|77|119|57|87);?|"
    r"colon|sol|period|rsqb|rbrack|lpar)",
    re.IGNORECASE,
)  # "&#64;", "&colon;": what addresses are made of, written so that nobody finds it
_SPLIT_ADDRESS = tuple(
    regex(pattern)
    for pattern in (
        "/<[^<>]{0,300}>/", ":<[^<>]{0,300}>/", "www<", "WWW<", "w<[^<>]{0,300}>w", "W<[^<>]{0,300}>W",
    )
)  # fmt: skip
# "https:/<wbr>/shop.test": several, as each is looked for by its first characters
_LOCAL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+/=?^_`{|}~-;@")
_LABELS = ("title", "alt=", "placeholder", "label", "value", "content")
_CODE = ("<pre", "<code", "<tt", "<samp", "<kbd")
_INLINE = regex(
    r"(?:\s[^<>]*)?>(?:[^<>]|<(?:/?(?:span|b|i|em|strong|u|var|font|a)(?:\s[^<>]*)?|br)>)*", re.IGNORECASE
)  # " class=shell>open <b>http:": what code may hold without ending
_CODE_REACH = 20_000
_LOOKED_AT = 4
"""Characters by which most texts are told from a call."""
_FARTHEST = 500
"""Characters of a short text as it is written."""
_MOST = 40
"""Signs that are looked at one by one; a page with more of them is read."""


def suffices(
    document: Document, unread: Stretches, linked: Stretches, look: Look, profile: Profile, is_plain: Plain
) -> bool:
    """Whether ``check`` would find the same in the document as it is, without its text. ``unread`` are scripts, style
    sheets and comments of its source, ``linked`` the contents of its links, both in order;
    ``look`` is what the family thinks of a URL, ``profile`` of a link to a social network; ``is_plain`` tells of a
    URL, a text and an element that nothing can be said about such a link."""
    part = document.parts[0]
    notable = list(part.links_but(is_plain))
    return (
        _are_told(notable, document, look, profile)
        and not any(actionsentences.needs_text(link, part.source) for link in notable)
        and not any(not image.link and _plain(image.alt or "") in BUTTON_WORDS for image in part.images)
        and not _has_hidden_sign(part.source, unread)
        and not _has_address(part.source, unread, linked)
        and not _has_mailbox(part.source, unread)
        and not _has_call(part.source, unread, linked)
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


def _has_address(source: str, unread: Stretches, linked: Stretches) -> bool:
    """An address in the text that may not be linked, or half of a Markdown link."""
    for match in _BRACKETS.finditer(source):
        if not _is_in(match.start(), unread):
            return True
    lowered = source.lower() if "WWW" in source or "Www" in source else source
    for sign in ("://", "www.", "mailto:"):
        for at in _text_with(sign, lowered, unread, linked):
            return at >= 0
    return any(not _is_in(match.start(), unread) for pattern in _SPLIT_ADDRESS for match in pattern.finditer(source))


def _has_hidden_sign(source: str, unread: Stretches) -> bool:
    """A sign written as a reference: one that may be the middle of a mail address, or any other."""
    for number, match in enumerate(_HIDDEN_SIGN.finditer(source)):
        if not match[1] or number > _MOST or _joins_mailbox(source, match.start(), match.end(), unread):
            return True
    return False


def _has_mailbox(source: str, unread: Stretches) -> bool:
    """A sign that may be the middle of a mail address, linked or not, or inside a description."""
    at = source.find("@")
    left = _MOST
    while at >= 0:
        if _may_follow(source, at + 1) and not _is_in(at, unread):
            left -= 1
            if not left or _joins_mailbox(source, at, at + 1, unread):
                return True
        at = source.find("@", at + 1)
    return False


def _may_follow(source: str, at: int) -> bool:
    """Whether a host may begin there, or tags or references in front of it."""
    following = source[at : at + 1]
    return following.isalnum() or following in "<&@"


def _joins_mailbox(source: str, at: int, end: int, unread: Stretches) -> bool:
    """Whether the sign between the two places may be the middle of a mail address."""
    if not _may_follow(source, end) or _is_in(at, unread):
        return False
    tag = source.rfind("<", 0, at)
    if tag > source.rfind(">", 0, at):
        inside = source[tag:at].lower()
        return any(label in inside for label in _LABELS)
    before = at
    while source[before - 1 : before] == ">":
        before = max(0, source.rfind("<", 0, before))
    return source[before - 1 : before] in _LOCAL and not _is_code(source, at)


def _has_call(source: str, unread: Stretches, linked: Stretches) -> bool:
    """A short text that is, or begins, what stands on buttons, and is not linked."""
    source = f">{source}<"
    for match in _calling().finditer(source):
        at = match.start() + 1
        end = source.find("<", at)
        if end - at > _FARTHEST + len(match[0]):
            continue
        text = source[at:end]
        shown = _plain(text)
        if ">" in text and shown not in _BEGINNINGS:  # the end of a tag with ">" in it
            shown = _plain(text.rpartition(">")[2])
        if (
            shown in _BEGINNINGS
            and not _is_in(at - 1, linked)
            and not _is_in(at - 1, unread)
            and _becomes_call(shown, source, end)
        ):
            return True
    return False


@cache
def _calling() -> re.Pattern[str]:
    """What a text that is a call, or its beginning, begins with: ``>Read``, ``>»&nbsp;r<``. Anything may hide behind a
    reference. Other texts, which is most of them, are passed by without a closer look."""
    space = rf"[\s{re.escape(ARROWS)}]"

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
        cut_short = f"[<&>]|{space}" if depth < _LOOKED_AT else "&"
        return f"(?:{'|'.join(branches)}|{cut_short})"

    return re.compile(rf">{space}{{0,9999}}+{beginning(BUTTON_WORDS, _LOOKED_AT)}")


def _becomes_call(shown: str, source: str, at: int) -> bool:
    """Whether a beginning is a call, or becomes one with what follows behind tags."""
    while shown in _BEGINNINGS:
        if shown in BUTTON_WORDS:
            return True
        tags = _TAGS.match(source, at)
        if tags is None:
            return False
        at = source.find("<", tags.end())
        if at < 0 or at - tags.end() > _FARTHEST:
            return False
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


def _text_with(sign: str, source: str, unread: Stretches, linked: Stretches) -> Iterator[int]:
    """Where a sign stands in the text outside links; once more when there are too many to look at."""
    at = source.find(sign)
    left = _MOST
    while at >= 0:
        in_tag = source.rfind("<", 0, at) > source.rfind(">", 0, at)
        if not in_tag and not _is_in(at, unread) and not _is_in(at, linked) and not _is_code(source, at):
            yield at
        left -= 1
        if not left:
            yield at
        at = source.find(sign, at + 1)


def _is_code(source: str, at: int) -> bool:
    """Whether a place in the text is surely within code, where nobody is meant to click."""
    start = max(0, at - _CODE_REACH)
    start, tag = max((source.rfind(tag, start, at), tag) for tag in _CODE)
    return start >= 0 and bool(_INLINE.fullmatch(source, start + len(tag), at))


def _is_in(at: int, stretches: Stretches) -> bool:
    index = bisect_right(stretches, (at, len(stretches) and stretches[-1][1] + 1)) - 1
    return index >= 0 and at < stretches[index][1]
