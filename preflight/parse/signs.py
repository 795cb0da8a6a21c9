"""What a start tag says by itself, wherever it stands: its links, anchors and head matter.

The pages of a site repeat their tags: of ten, nine were read before. So each distinct one is read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import compress
from operator import not_
from typing import overload

from msgspec import Struct
from msgspec.structs import replace

from preflight.model import Image, Link, Meta, Span
from preflight.parse import addresses, styles, tokens
from preflight.parse.elements import BLOCKS, VOID, Context
from preflight.parse.extents import Extents
from preflight.parse.harvest import Harvest
from preflight.patterns import regex

Row = tuple[str, str, str, str, int, int, bool, str]
"""A link: url, text, element, attribute, start and end of the value, whether it is a picture's, rel."""

IGNORED, OPENED, SPACE, ENDS, UNTOLD = range(5)
"""What a start tag does inside a link: nothing, it is open until it ends, a line break, it ends the link, or what it
does depends on more than is kept."""

_NOT_SKIMMED = frozenset(
    """
    math template textarea iframe frame frameset noframes noembed datalist rp xml xmp listing plaintext object embed
    """.split()  # noqa: SIM905
)
"""Their content, or what it means, depends on what is open."""

_READ = frozenset({"a", "svg", "html", "meta", "base", "title", "script", "style", "noscript", *addresses.ATTRIBUTES})
_ADDRESSED = frozenset({"background", *addresses.LAZY})
_WATCHED = _ADDRESSED | {"id"}
_ODD = frozenset({"xlink:href", *addresses.LAZY})
_RAW = frozenset({"script", "style", "noscript", "title"})
_NAME = regex(r"</?([^ \t\n\r\f/>]*)")
LONGEST = 1000
"""Characters of a tag that is remembered."""


class Sign(Struct, frozen=True):
    """A start tag. Places are counted from where it stands. ``raw`` is its name where raw text follows; ``is_told`` is
    false when the page has to be read as a whole."""

    tag: str
    inside: int
    is_told: bool = True
    raw: str = ""
    only_named: bool = False
    """It is an anchor, and nothing else."""
    is_odd: bool = False
    """It holds angle brackets of its own."""
    is_structured: bool = False
    anchors: tuple[str, ...] = ()
    opens: Row | None = None
    """The link whose text follows."""
    links: tuple[Row, ...] = ()
    images: tuple[tuple[str, str | None, int, int, str, str], ...] = ()
    """URL, alternative text, place, width, height."""
    meta: tuple[tuple[str, str, int, int], ...] = ()
    language: str = ""
    """That of what follows; of the page, when the tag is ``html``, or no tag said another one."""

    @property
    def says(self) -> bool:
        """Whether there is more to it than its name."""
        return bool(
            self.anchors or self.opens or self.links or self.images or self.meta or self.language or self.raw
        ) or not (self.is_told and self.tag != "svg" and not self.is_odd)


Read = tuple[int, Sign | None]
"""What a tag does inside a link, and the tag when it says anything."""


_USUAL = regex(r'<([a-z]++[1-6]?)((?: [a-z-]++="[^"&<>\0\r]*+")*+)>')  # <h2 class="x" id="menu">
_PAIR = regex(r' ([a-z-]++)="([^"]*+)"')
_TELLING = _ADDRESSED | {"style"}


def _usual(source: str) -> Sign | None:
    """A tag written like most, with no more than a name to tell, read without the tokenizer; None if it is another."""
    found = _USUAL.fullmatch(source)
    if found is None or found[1] in _READ or found[1] in _NOT_SKIMMED:
        return None
    attributes = dict(reversed(_PAIR.findall(found[2])))  # the first of a name counts
    if not _TELLING.isdisjoint(attributes):
        return None
    inside = _inside(found[1], is_empty=False)
    identifier = attributes.get("id")
    return Sign(found[1], inside, anchors=(identifier,), only_named=True) if identifier else Sign(found[1], inside)


def read(source: str) -> Read:
    """A start tag, as it is written."""
    sign = _usual(source) or _sign(source)
    if "<" in source[1:] or ">" in source[:-1]:
        sign = replace(sign, is_odd=True, only_named=False)
    return sign.inside, sign if sign.says else None


known = lru_cache(maxsize=50_000)(read)
"""The same, for tags that are worth remembering."""


def name(tag: str) -> str:
    """What a tag is called: ``</B >`` and ``<b/>`` are ``b``."""
    found = _NAME.match(tag)
    return found[1].lower() if found else ""


def _sign(source: str) -> Sign:
    tag, found, is_empty = tokens.tag(source)
    inside = _inside(tag, is_empty=is_empty)
    attributes = dict(found)
    style = attributes.get("style", "")
    if styles.is_block(style):
        inside = UNTOLD
    if tag in _NOT_SKIMMED or "url(" in style:
        return Sign(tag, inside, is_told=False)
    if tag not in _READ and _WATCHED.isdisjoint(attributes):
        return Sign(tag, inside)
    identifier = attributes.get("id")
    anchors: tuple[str, ...] = (identifier,) if identifier else ()
    if tag not in _READ and _ADDRESSED.isdisjoint(attributes):
        return Sign(tag, inside, anchors=anchors, only_named=True)
    extents = Extents(source, is_masked=False)
    extents.tokenized(0, len(source), nested=False)
    if tag == "a":
        name = attributes.get("name")
        if name and name != identifier:
            anchors += (name,)
        if _ODD.isdisjoint(attributes):
            if "href" in attributes:
                url = attributes["href"]
                start, end = extents.attribute("href", url, 0, len(source))
                opens = (url, "", "a", "href", start, end, False, attributes.get("rel", ""))
                return Sign(tag, inside, anchors=anchors, opens=opens)
            if styles.is_button(attributes):
                return Sign(tag, inside, is_told=False)
            return Sign(tag, inside, anchors=anchors)
    return _harvested(tag, inside, attributes, anchors, extents)


def _harvested(tag: str, inside: int, attributes: dict[str, str], anchors: tuple[str, ...], extents: Extents) -> Sign:
    """A tag with more to it than most."""
    harvest = Harvest(extents, "", None)
    context = Context()
    end = len(extents.source)
    language = ""
    if tag == "html":
        language = (attributes.get("lang") or attributes.get("xml:lang") or "").strip().lower().replace("_", "-")
    opens = None
    if tag != "a":
        harvest.addresses(tag, attributes, context, None, 0, end)
        language = language or harvest.language
    elif "href" in attributes or "xlink:href" in attributes:
        harvest.open_anchor(attributes, context, 0, end)
        opens = row(harvest.links.pop())
    elif styles.is_button(attributes):
        return Sign(tag, inside, is_told=False)
    if not addresses.LAZY.isdisjoint(attributes):
        harvest.lazy(tag, attributes, context, 0, end)
    return Sign(
        tag,
        inside,
        raw=tag if tag in _RAW else "",
        is_structured=attributes.get("type", "").strip().lower() == "application/ld+json",
        anchors=anchors,
        opens=opens,
        links=tuple(map(row, harvest.links)),
        images=tuple((one.url, one.alt, one.span.start, one.span.end, one.width, one.height) for one in harvest.images),
        meta=tuple((one.name, one.content, one.span.start, one.span.end) for one in harvest.meta),
        language=language,
    )


def _inside(tag: str, *, is_empty: bool) -> int:
    if tag == "a":
        return ENDS
    if tag == "br":
        return SPACE
    if tag in BLOCKS or tag in _RAW:
        return UNTOLD
    return IGNORED if tag in VOID or (is_empty and ":" in tag) else OPENED


def row(link: Link) -> Row:
    """A link without its zone."""
    return (
        link.url, link.text, link.element, link.attribute, link.span.start, link.span.end, link.image, link.rel,
    )  # fmt: skip


def moved(one: Row, at: int) -> Row:
    """The same link, counted from elsewhere."""
    url, text, element, attribute, start, end, image, rel = one
    return url, text, element, attribute, start + at, end + at, image, rel


class Links(Sequence[Link]):
    """A page's links, made when somebody looks at them: of most pages nobody does."""

    __slots__ = ("_notable", "rows")

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self._notable: tuple[Callable[[str, str, str], bool], list[Link]] | None = None

    def some(self, wanted: Callable[[str], bool]) -> Iterator[Link]:
        """The links with such URLs."""
        return (_made(one) for one in self.rows if wanted(one[0]))

    def but(self, plain: Callable[[str, str, str], bool]) -> Iterator[Link]:
        """The links less the ones that are plain by URL, text and element."""
        if self._notable is None or self._notable[0] is not plain:
            urls, texts, elements, *_ = zip(*self.rows, strict=True) if self.rows else ((), (), ())
            told = map(plain, urls, texts, elements)
            self._notable = plain, [_made(one) for one in compress(self.rows, map(not_, told))]
        return iter(self._notable[1])

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Link]:
        return map(_made, self.rows)

    @overload
    def __getitem__(self, index: int) -> Link: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Link]: ...

    def __getitem__(self, index: int | slice) -> Link | Sequence[Link]:
        return Links(self.rows[index]) if isinstance(index, slice) else _made(self.rows[index])


def _made(one: Row) -> Link:
    url, text, element, attribute, start, end, image, rel = one
    return Link(url, text, element, attribute, Span("", start, end), "", False, image, rel)


def image(one: tuple[str, str | None, int, int, str, str], at: int, link: str) -> Image:
    """A picture of the page, and the URL of the link around it."""
    url, alt, start, end, width, height = one
    return Image(url, alt, Span("", start + at, end + at), link, width, height)


def meta(one: tuple[str, str, int, int], at: int) -> Meta:
    name, content, start, end = one
    return Meta(name, content, Span("", start + at, end + at))
