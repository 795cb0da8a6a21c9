"""What start tags name: links, images, anchors, head matter, and the text that stands in attributes."""

from __future__ import annotations

from collections.abc import Mapping

from preflight.model import Element, Image, Link, Meta, Span
from preflight.parse import addresses, styles
from preflight.parse.elements import Context
from preflight.parse.extents import Extents
from preflight.parse.flow import Flow

_DESCRIPTIONS = frozenset({"description", "og:title", "og:description", "twitter:title", "twitter:description"})
_PUBLISHED = frozenset({"article:published_time", "date", "dc.date", "datepublished"})
"""When the page was published: its dates are judged on that day."""
_HEAD_MATTER = frozenset({"robots", "generator", "canonical", "description", *_PUBLISHED})


class Anchor:
    """A link whose text is still being read."""

    __slots__ = ("alts", "index", "pieces", "url")

    def __init__(self, url: str, index: int) -> None:
        self.url = url
        self.index = index
        self.pieces: list[str] = []
        self.alts: list[str] = []


class Harvest:
    """Gathers while a ``Reader`` walks."""

    def __init__(self, extents: Extents, name: str, restore: dict[int, str] | None) -> None:
        self.extents = extents
        self.name = name
        self.restore = restore
        self.links: list[Link] = []
        self.anchors: list[str] = []
        self.images: list[Image] = []
        self.meta: list[Meta] = []
        self.flows: list[Flow] = []
        self.language = ""

    def span(self, attribute: str, value: str, start: int, end: int) -> Span:
        """Where an attribute's value stands."""
        return Span(self.name, *self.extents.attribute(attribute, value, start, end))

    def anchor(self, url: str, attribute: str, context: Context, place: tuple[int, int], rel: str) -> Anchor:
        """A link whose text follows."""
        anchor = Anchor(url, len(self.links))
        span = Span(self.name, *place)
        self.links.append(Link(url, "", "a", attribute, span, context.zone, context.unseen, False, rel))
        return anchor

    def open_anchor(self, attributes: Mapping[str, str], context: Context, start: int, end: int) -> Anchor:
        """The same, from its tag."""
        attribute = "href" if "href" in attributes else "xlink:href"
        url = attributes[attribute]
        place = self.extents.attribute(attribute, url, start, end)
        return self.anchor(url, attribute, context, place, attributes.get("rel", ""))

    def close_anchor(self, anchor: Anchor) -> None:
        """The link's text is complete."""
        text = " ".join("".join(anchor.pieces).split())
        image = not text and bool(anchor.alts)
        if image:
            text = " ".join(" ".join(anchor.alts).split())
        if not text:
            return
        if self.restore:
            text = text.translate(self.restore)
        link = self.links[anchor.index]
        self.links[anchor.index] = Link(
            link.url, text, link.element, link.attribute, link.span, link.zone, link.hidden, image, link.rel
        )

    def addresses(
        self, tag: str, attributes: Mapping[str, str], context: Context, anchor: Anchor | None, start: int, end: int
    ) -> None:
        """The URLs of any tag but ``<a>``, and what else its attributes say."""
        for attribute in addresses.ATTRIBUTES.get(tag, ()):
            if attribute in attributes:
                self._address(tag, attribute, attributes, context, start, end)
        if tag == "img":
            self._image(attributes, anchor, start, end)
        elif tag == "meta":
            self._meta(attributes, context, start, end)
        elif tag == "base" and "href" in attributes:
            self.meta.append(Meta("base", attributes["href"], self.span("href", attributes["href"], start, end)))
        elif "background" in attributes:
            self._address(tag, "background", attributes, context, start, end)

    def _address(
        self, tag: str, attribute: str, attributes: Mapping[str, str], context: Context, start: int, end: int
    ) -> None:
        value = attributes[attribute]
        span = self.span(attribute, value, start, end)
        rel = attributes.get("rel", "")
        text = attributes.get("alt", "") if tag in ("img", "area", "input") else ""
        image = tag == "img" or (tag == "source" and attribute == "srcset")
        if attribute in addresses.LISTS:
            exact = span.end - span.start == len(value)
            for url, at in addresses.candidates(value):
                where = Span(self.name, span.start + at, span.start + at + len(url)) if exact else span
                self.links.append(Link(url, text, tag, attribute, where, context.zone, context.unseen, image))
            return
        if tag == "link" and "canonical" in rel.lower().split():
            self.meta.append(Meta("canonical", value, span))
        self.links.append(Link(value, text, tag, attribute, span, context.zone, context.unseen, image, rel))

    def lazy(self, tag: str, attributes: Mapping[str, str], context: Context, start: int, end: int) -> None:
        """The URLs that a script loads later, from attributes of its own."""
        for attribute in [name for name in attributes if name in addresses.LAZY]:
            value = attributes[attribute]
            found = list(addresses.lazy(tag, attribute, value))
            if not found:
                continue
            span = self.span(attribute, value, start, end)
            for url, at in found:
                exact = span.end - span.start == len(value)
                where = Span(self.name, span.start + at, span.start + at + len(url)) if exact else span
                self.links.append(Link(url, "", tag, attribute, where, context.zone, context.unseen, tag == "img"))

    def structured(self, start: int, end: int) -> None:
        """The URLs of a JSON-LD script that stands between ``start`` and ``end``."""
        from preflight.parse import structured

        for url, at, until in structured.urls(self.extents.source[start:end]):
            shown = url.translate(self.restore) if self.restore else url
            self.links.append(Link(shown, "", "script", "json", Span(self.name, start + at, start + until)))

    def style(self, css: str, tag: str, context: Context, start: int, end: int) -> None:
        """The URLs of a style attribute; ``start`` and ``end`` bound the tag."""
        span = self.span("style", css, start, end)
        self.css(css, tag, "style", context, span.start, span.end)

    def css(self, css: str, tag: str, attribute: str, context: Context, start: int, end: int) -> None:
        """The URLs of a style sheet that stands between ``start`` and ``end``."""
        exact = end - start == len(css)
        for url, at in styles.urls(css) if attribute else styles.of_sheet(styles.urls, css):
            span = Span(self.name, start + at, start + at + len(url)) if exact else Span(self.name, start, end)
            shown = url.translate(self.restore) if self.restore else url
            self.links.append(Link(shown, "", tag, attribute, span, context.zone, context.unseen))

    def _image(self, attributes: Mapping[str, str], anchor: Anchor | None, start: int, end: int) -> None:
        url, alt = attributes.get("src", ""), attributes.get("alt")
        span = self.span("src", url, start, end)
        if alt and anchor is not None:
            anchor.alts.append(alt)
        self.images.append(
            Image(
                url, alt, span, anchor.url if anchor else "", attributes.get("width", ""), attributes.get("height", "")
            )
        )

    def label(
        self,
        kind: str,
        attribute: str,
        value: str,
        element: Element | None,
        context: Context,
        start: int,
        end: int,
        number: int,
        *,
        conditional: bool = False,
    ) -> None:
        """A run for text that stands in an attribute. ``number`` is the attribute's in its tag, from 1."""
        flow = Flow(kind, context.language, context.zone, element, context.unseen, conditional)
        flow.attribute = attribute
        flow.add(value, start, end)
        flow.start = start + number
        self.flows.append(flow)

    def _meta(self, attributes: Mapping[str, str], context: Context, start: int, end: int) -> None:
        content = attributes.get("content")
        if content is None:
            return
        equivalent = attributes.get("http-equiv", "").strip().lower()
        if equivalent == "content-language" and not self.language:
            self.language = content.split(",")[0].strip().lower()
        if equivalent == "refresh":
            span = self.span("content", content, start, end)
            self.meta.append(Meta("refresh", content, span))
            target = addresses.refresh_target(content)
            if target:
                url, at = target
                if span.end - span.start == len(content):
                    span = Span(self.name, span.start + at, span.start + at + len(url))
                self.links.append(Link(url, "", "meta", "content", span))
            return
        name = (attributes.get("property") or attributes.get("name") or "").strip().lower()
        if not name and "itemprop" in attributes and attributes["itemprop"].strip().lower() in _PUBLISHED:
            name = "datepublished"
        if name not in _HEAD_MATTER and not name.startswith(("og:", "twitter:")):
            item = attributes.get("itemprop", "").strip().lower()
            if name in addresses.META_URLS or item in addresses.ITEM_URLS:
                span = self.span("content", content, start, end)
                self.links.append(Link(content, "", "meta", "content", span))
            return
        span = self.span("content", content, start, end)
        self.meta.append(Meta(name, content, span))
        if name in addresses.META_URLS:
            self.links.append(Link(content, "", "meta", "content", span))
        elif name in _DESCRIPTIONS and content and not content.isspace():
            self.label("meta", "content", content, None, context, start, end, 1)
