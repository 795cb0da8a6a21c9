"""A link as it is written, its content included: read once for all the places where it stands.

The pages of a site repeat their links even more than their tags: menus, indexes, names of types.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from preflight.parse import ignores, markup, signs
from preflight.parse.signs import ENDS, LONGEST, OPENED, SPACE, UNTOLD, Row, Sign
from preflight.patterns import regex


class NotSkimmedError(Exception):
    """The page has to be read as a whole."""


class Hyperlink(Struct, frozen=True):
    """Places are counted from where its tag starts. ``end`` is where its content ends, ``inner`` the tags in it that
    say something themselves, ``unread`` the comments."""

    row: Row
    anchors: tuple[str, ...]
    end: int
    inner: tuple[tuple[int, Sign], ...] = ()
    unread: tuple[tuple[int, int], ...] = ()
    is_odd: bool = False
    """Its tag holds angle brackets of its own."""

    @property
    def says_more(self) -> bool:
        """Whether there is more to it than its address and its text."""
        return bool(self.anchors or self.inner or self.unread or self.is_odd)


SCOPES = frozenset({"button", "marquee", "applet", "foreignobject"})
"""Inside these, an end tag closes nothing that was opened before them."""

_KEPT_OPEN = SCOPES | {"svg"}
"""What has to end before the link does, if the link's own end tag is to end it."""


def tag(written: str) -> signs.Read:
    """A start tag, looked up where it is worth remembering."""
    return signs.known(written) if len(written) < LONGEST else signs.read(written)


_HARMLESS = r'(?: (?:class|title|target|rel|accesskey|hreflang)="[^"&<>\0\r]*+")*+'
_USUAL = regex(rf'<a({_HARMLESS} href="([^"&<>\0\r]*+)"{_HARMLESS})>([^&\0]*)</a>')
# as most are written: <a href="x" class="y">see <b>this</b></a>
_REL = regex(r' rel="([^"]*+)"')
_DECORATION = regex(r'<(/?)(span|code|b|i|em|strong|tt|var|su[bp]|small)(?: class="[^"<>]*+")?>')


def _usual(written: str) -> Hyperlink | None:
    """A link written like most, read without the tokenizer; None if it is another."""
    parts = _USUAL.fullmatch(written)
    if parts is None:
        return None
    attributes, url, text = parts.groups()
    if "<" in text:
        pieces = _DECORATION.split(text)
        opened: list[str] = []
        for ends, name in zip(pieces[1::3], pieces[2::3], strict=True):
            if not ends:
                opened.append(name)
            elif not opened or opened.pop() != name:
                return None
        text = "".join(pieces[::3])
        if "<" in text:
            return None
    rel = _REL.search(attributes)
    start, end = parts.span(2)
    row = (url, " ".join(text.split()), "a", "href", start, end, False, rel[1] if rel else "")
    return Hyperlink(row, (), len(written) - len("</a>"))


def read(written: str) -> tuple[Hyperlink | str, bool]:
    """A link that ``markup.NOTABLE`` found as a whole, or its tag if that is no link; and whether there is more to it
    than its address and its text. Raises NotSkimmedError."""
    if usual := _usual(written):
        return usual, False
    parts = markup.LINK.fullmatch(written)
    assert parts is not None
    sign = tag(parts[1])[1]
    if sign is None or sign.opens is None:
        return parts[1], True
    link = enclosed(sign, written, 0, parts.end(1), len(written))
    return link, link.says_more


known = lru_cache(maxsize=100_000)(read)
"""The same, for links that are worth remembering."""


def enclosed(sign: Sign, source: str, start: int, at: int, end: int) -> Hyperlink:
    """The link whose tag stands between ``start`` and ``at``, and what follows up to where it is closed, at the latest
    at ``end``. Raises NotSkimmedError where that depends on more than what is inside it."""
    assert sign.opens is not None
    pieces: list[str] = []
    alts: list[str] = []
    opened: list[str] = []
    inner: list[tuple[int, Sign]] = []
    unread: list[tuple[int, int]] = []
    while match := markup.ANY.search(source, at, end):
        kind, began = match.lastindex, match.start()
        pieces.append(markup.shown(source[at:began]))
        at = match.end()
        if kind == markup.START:
            inside, says = tag(match[0])
            if inside == ENDS:
                at = began
                break
            if inside == UNTOLD or (says is not None and not says.is_told):
                raise NotSkimmedError
            if inside == OPENED:
                opened.append(signs.name(match[0]))
            elif inside == SPACE:
                pieces.append(" ")
            if says is not None:
                inner.append((began - start, says))
                alts += [picture[1] for picture in says.images if picture[1]]
        elif kind == markup.END:
            name = signs.name(match[0])
            if "<" in match[0][1:]:
                raise NotSkimmedError
            if name == "a":
                at = began
                break
            _close(name, opened)
        elif kind == markup.ODD:
            raise NotSkimmedError
        else:
            remark(match[0], is_comment=kind == markup.COMMENT)
            unread.append((began - start, at - start))
    else:
        pieces.append(markup.shown(source[at:end]))
        at = end
    if not _KEPT_OPEN.isdisjoint(opened):
        raise NotSkimmedError
    url, _, element, attribute, first, last, _, rel = sign.opens
    text = " ".join("".join(pieces).split())
    image = not text and bool(alts)
    if image:
        text = " ".join(" ".join(alts).split())
    row = (url, text, element, attribute, first, last, image and bool(text), rel)
    return Hyperlink(row, sign.anchors, at - start, tuple(inner), tuple(unread), sign.is_odd)


def _close(name: str, opened: list[str]) -> None:
    """An end tag inside the link."""
    if name not in opened or (opened[-1] != name and not SCOPES.isdisjoint(opened)):
        raise NotSkimmedError
    while opened.pop() != name:
        pass


def remark(written: str, *, is_comment: bool) -> None:
    """A comment, or what is only read as one. Raises NotSkimmedError when it speaks to somebody."""
    if ignores.MARK in written or (is_comment and written.startswith("<!--[if") and "<![endif]--" in written):
        raise NotSkimmedError
