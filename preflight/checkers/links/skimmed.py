"""Whether what is wrong with a page's links can be told without reading its text.

Of most pages it can: nothing in their text looks like an address, a mailbox or a call without a link. A page in which
anything does is read as a whole, so that the findings are the same. Every check that looks at runs of text, zones or
hidden links has its counterpart here, which may ask too often and never too seldom.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from preflight.checkers.links import calls, empty, unseen
from preflight.checkers.links.around import Surroundings, is_handled, opening_tag
from preflight.checkers.links.fault import Fault
from preflight.checkers.links.page import TAG, Page, is_in
from preflight.model import Document, Link
from preflight.patterns import regex
from preflight.reading import actionsentences

if TYPE_CHECKING:
    from preflight.checkers.links import Look as Told
    from preflight.model import Part

    Look = Callable[[str, str], Told]
    Plain = Callable[[str, str, str], bool]
    Profile = Callable[[Link, Part, Surroundings], Fault | None]

_SEVERAL = rf"{TAG}(?:<{TAG})*+"
_BRACKETS = regex(rf"\](?=[(<])(?:<{TAG})*+(?:\((?:<{TAG})*+[hwm<&]|<)")
# "](http": the middle of a Markdown link
_ADDRESSES = (regex(r":(?<=[pPsS>;]:)//"), regex(r"\.(?<=[wW]{3}\.)"))  # "https://"; "www."
_SPLIT_ADDRESS = regex(
    rf"<(?<=[/:wW]<)(?:(?:(?<=[:>]/<)|(?<=[pPsS>;]:<))(?:{_SEVERAL}[/<]|(?!{TAG}))"
    rf"|(?<=[wW]<)(?:{_SEVERAL}[wW<]|(?!{TAG}))|(?<=[wW]{{3}}<){_SEVERAL}\.)"
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
_MOST = 200
"""Signs, and links like "here", that are looked at one by one; where more stand, the text is read."""


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
    pointing = [link for link in notable if actionsentences.points(link.text, link.element)]
    if len(pointing) > _MOST or any(actionsentences.needs_text(link, source) for link in pointing):
        return None
    return sorted(
        {*_hidden_signs(source, page), *_addresses(source, page), *_mailboxes(source, page), *calls.begun(source, page)}
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
            if not is_in(match.start(), page.unread):
                yield match.start()
    for pattern in _ADDRESSES:
        yield from _outside(pattern, source, page)


def _outside(pattern: re.Pattern[str], source: str, page: Page) -> Iterator[int]:
    """Where the pattern matches in the text outside links and code."""
    left = _MOST
    in_tag, last = False, 0
    for match in pattern.finditer(source):
        at = match.start()
        opened, closed = _opened(source, last, at), source.rfind(">", last, at)
        if opened != closed:
            in_tag = opened > closed
        last = at
        if in_tag and not page.is_odd:
            continue
        if not is_in(at, page.unread) and not is_in(at, page.linked):
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
        if _may_follow(source, at + 1) and not is_in(at, page.unread):
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
    if not _may_follow(source, end) or is_in(at, page.unread):
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


def _is_code(source: str, at: int, page: Page) -> bool:
    """Whether a place in the text is surely within code, where nobody is meant to click."""
    start = max(0, at - _CODE_REACH)
    start, tag = max((source.rfind(tag, start, at), tag) for tag in _CODE)
    if start < 0 or page.is_odd or is_in(start, page.unread) or not _INLINE.fullmatch(source, start + len(tag), at):
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
