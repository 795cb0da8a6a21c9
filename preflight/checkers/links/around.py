"""What stands around a link: its tag and content as written, and what the rest of its document tells about it."""

from __future__ import annotations

import re
from functools import cached_property

from preflight.model import Document, Link, Part
from preflight.patterns import regex
from preflight.reading import urls

REACH = 3000
"""How many characters around a link are looked at for its tag and its content."""

NESTED = "<a>"
"""Ends the content of a link that another link interrupts: browsers close the outer one there."""

_HANDLED = regex(
    r"\s(?:on[a-z]{3,20}|data-[a-z][\w-]{0,40}|role|aria-(?:expanded|controls|haspopup)|ng-\w|v-|x-|hx-|@click|\(click\)|wire:)",
    re.IGNORECASE,
)  # onclick=, data-toggle=: a script makes something of the link
_CLASS_OF_SCRIPT = regex(
    r"\bclass\s?=\s?[\"'][^\"']{0,200}\b(?:js-|toggle|dropdown|menu|close|scroll|top|nav|tab|modal|popup|share|print|cookie|"
    r"consent)",
    re.IGNORECASE,
)  # class="js-open": likewise
_SCRIPT = regex(r"<script(?![^>]{0,200}ld\+json)", re.IGNORECASE)  # "<script src=…>"
_MAILBOX = regex(r"[\w.+-]{1,64}@[\w.-]{1,253}")  # "anna@shop.test"
_MAIL_HOST = regex(r"@([A-Za-z0-9.-]{1,253})")  # "Anna <anna@shop.test>"


class Surroundings:
    """A document, as far as a link is judged by it. Everything is looked up when first asked for: few links do."""

    def __init__(self, document: Document, trackers: tuple[str, ...] = ()) -> None:
        self.document = document
        self._trackers = frozenset(host.lower() for host in trackers)
        self.email = document.kind == "email"

    def passes_on(self, url: str) -> bool:
        """Whether the URL goes through the client's own counter of clicks: what is behind it, nobody sees."""
        return bool(self._trackers) and urls.resolve(url).host in self._trackers

    @cached_property
    def scripted(self) -> bool:
        """Whether a script could make something of a link, or an anchor."""
        return any(_SCRIPT.search(part.source) for part in self.document.parts if "html" in part.media_type)

    @cached_property
    def titles(self) -> str:
        """The document's title and headings."""
        return "\n".join(run.text for run in self.document.runs if run.kind in ("title", "heading"))

    @cached_property
    def worded(self) -> frozenset[str]:
        """URLs that some link with words opens."""
        return frozenset(link.url for link in self.document.links if link.text and link.element == "a")

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts that the document names: in its links, in its sender, in its mail addresses."""
        named = {link.url for part in self.document.parts for link in part.links_to(_may_name_host)}
        found = {urls.resolve(url).host for url in named}
        for header in ("From", "Reply-To", "Sender"):
            found.update(match[1].lower() for match in _MAIL_HOST.finditer(self.document.header(header)))
        found.update(urls.decoded(url).rpartition("@")[2].lower() for url in named if url[:7] == "mailto:")
        return frozenset(found - {""})

    @cached_property
    def designed(self) -> bool:
        """Whether a message sets links of its own, as newsletters do: in a letter, mail programs make them."""
        opened = {link.url for link in self.document.links if link.element == "a" and link.url[:4].lower() == "http"}
        return self.email and len(opened) > 1

    @cached_property
    def recipients(self) -> frozenset[str]:
        """The mailboxes that a message goes to, lower case."""
        names = ("To", "Cc", "Delivered-To", "X-Original-To")
        return frozenset(
            match[0].lower() for name in names for match in _MAILBOX.finditer(self.document.header(name)[:100_000])
        )

    @cached_property
    def written_to(self) -> frozenset[str]:
        """The mailboxes that links open, lower case."""
        opened = (urls.decoded(link.url)[7:] for link in self.document.links if link.url[:7].lower() == "mailto:")
        return frozenset(address.partition("?")[0].strip().lower() for address in opened)


def _may_name_host(url: str) -> bool:
    """At a glance: of most links within a site, nothing may be the name of a host."""
    return ":" in url or "//" in url or "\\" in url or not url.isprintable()


def opening_tag(part: Part, link: Link) -> str:
    """The link's own start tag as it is written, or nothing outside HTML."""
    if "html" not in part.media_type:
        return ""
    start = part.source.rfind("<", max(0, link.span.start - REACH), link.span.start)
    end = part.source.find(">", link.span.end, link.span.end + REACH)
    return part.source[start : end + 1] if start >= 0 and end >= 0 else ""


def content(part: Part, link: Link) -> str:
    """The markup between the link's tags, as far as it is looked at; with a link inside, that one's tag is the end."""
    source = part.source
    start = source.find(">", link.span.end, link.span.end + REACH) + 1
    if not start:
        return ""
    ends = {tag: source.find(tag, start, start + REACH) for tag in ("</a", "</A", "<a ", "<A ")}
    tag, end = min(
        ((tag, at) for tag, at in ends.items() if at >= 0), key=lambda found: found[1], default=("", start + REACH)
    )
    return source[start:end] + (NESTED if tag in ("<a ", "<A ") else "")


def is_handled(tag: str) -> bool:
    """Whether a script is bound to the link."""
    return bool(_HANDLED.search(tag) or _CLASS_OF_SCRIPT.search(tag))


def label(part: Part, link: Link) -> str:
    """What a plain text says in front of a URL, in the same line: ``Instagram: https://…``."""
    start = max(part.source.rfind("\n", 0, link.span.start) + 1, link.span.start - 80)
    return part.source[start : link.span.start].strip(" \t:–-*•|>(")


def shorten(text: str) -> str:
    """Enough of a text to find it by."""
    return text if len(text) <= 60 else text[:57] + "…"
