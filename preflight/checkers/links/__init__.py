"""Links: broken, missing and wrong ones.

What one document tells by itself is decided here, link by link: an address that is malformed, empty or still to be
filled in, words that promise something else than what opens. What only the whole delivery tells (does the file exist,
does the anchor, does the address answer) is decided in ``delivery``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, TypeVar

from msgspec import Meta, Struct

from preflight.checkers.links import (
    anchors,
    contrary,
    empty,
    form,
    insecure,
    mailboxes,
    networks,
    promise,
    staging,
    tracking,
    unlinked,
)
from preflight.checkers.links import delivery as whole
from preflight.checkers.links.around import Surroundings, content, label, opening_tag
from preflight.checkers.links.fault import Fault
from preflight.checkers.links.rules import RULES
from preflight.model import Delivery, Document, Fact, Finding, Gap, Link, Part, Place
from preflight.reading import actionsentences, urls
from preflight.reading.profiles import network_of
from preflight.reading.rejoining import Join

if TYPE_CHECKING:
    from preflight.checkers.links.page import Page

__all__ = ["RULES", "Options", "check", "doubts", "rejoin", "review"]


class Options(Struct, frozen=True):
    """What the client's own links go through."""

    trackers: Annotated[
        tuple[str, ...],
        Meta(description="hosts of your own that count clicks or shorten addresses, such as go.bakery.example"),
    ] = ()


class Look(Struct, frozen=True):
    """All that a URL tells without its surroundings."""

    fault: Fault | None
    mailbox: Fault | None
    suspect: bool
    network: str
    promising: bool
    nowhere: bool
    traces: tracking.Traces = tracking.NONE


_NOTHING = Look(None, None, suspect=False, network="", promising=False, nowhere=False)
"""What most links of a site tell."""

_PROFILE_ZONES = frozenset({"header", "footer", "aside"})
_CLICKED = frozenset({"a", "area", "text", "v:roundrect", "v:rect"})
"""Elements whose URL a reader opens; all others load something into the page."""

_IN_BRACKETS = frozenset("()[]{}<>*`|")
"""In the host of a URL in plain text, the writer's punctuation and no part of it."""


@lru_cache(maxsize=65536)
def _look(url: str, element: str) -> Look:
    if form.PLAIN.match(url):  # most links of a site: nothing in their form can be wrong, and looking costs
        suspect = staging.opens_administration(url)
        named = element in _CLICKED and url.lower().endswith(promise.FILES)
        if "." in url and not suspect and not named:
            return _NOTHING
        unfilled = form.to_fill_in(url) if "." not in url else None
        return Look(unfilled, None, suspect=suspect, network="", promising=named, nowhere=empty.goes_nowhere(url))
    if url[:5].lower() == "data:" or url[:11].lower() == "javascript:":
        return Look(None, None, suspect=False, network="", promising=False, nowhere=empty.goes_nowhere(url))
    whole = f"https://{url}" if element == "text" and not urls.split(url).scheme else url
    clicked = element in _CLICKED
    target = urls.resolve(whole)
    mailbox = mailboxes.link_fault(url) if clicked else None
    return Look(
        form.fault(whole),
        mailbox,
        suspect=staging.is_suspect(whole),
        network=network_of(target.host) if clicked and target.host else "",
        promising=clicked
        and element != "text"
        and target.scheme in ("", "http", "https", "mailto", "tel", "callto", "sms"),
        nowhere=empty.goes_nowhere(url),
        traces=tracking.look(whole) if clicked else tracking.NONE,
    )


@lru_cache(maxsize=65536)
def _is_plain(url: str, text: str, element: str) -> bool:
    """Whether nothing can be said of a link, whatever stands around it."""
    look = _look(url, element)
    if look is _NOTHING:
        return bool(text or element != "a") and not actionsentences.points(text, element)
    return not (
        look.nowhere
        or look.fault
        or look.mailbox
        or look.suspect
        or look.network
        or look.traces.fault
        or look.traces.pasted
        or (element == "a" and not text)
        or url[:4].lower() == "tel:"
        or (look.promising and text and (promise.fault(text, url) or contrary.fault(text, url)))
        or actionsentences.points(text, element)
    )


def check(document: Document, options: Options) -> Iterator[Fact | Finding]:
    """What is wrong with each link as far as this document tells."""
    yield from _distinct(_findings(document, options.trackers))


def doubts(document: Document, page: Page) -> list[int] | None:
    """Where ``check`` needs the text of a page that was skimmed; None when it needs all of it."""
    from preflight.checkers.links import skimmed

    return skimmed.doubts(document, page, _look, _network_fault, _is_plain)


def _findings(document: Document, trackers: tuple[str, ...]) -> Iterator[Fact | Finding]:
    around = Surroundings(document, trackers)
    for part in document.parts:
        for link in part.links_but(_is_plain):
            yield from _link(link, part, around)
        yield from anchors.missing(part, around)
        markdown, plain = part.media_type == "text/markdown", part.media_type == "text/plain"
        for run in part.runs:
            if "@" in run.text and run.kind != "code":
                yield from mailboxes.in_text(run)
            if run.kind == "button" and (fault := empty.unlinked_button(run)):
                yield Finding(fault.rule, fault.message, run.span(0, len(run.text)), run.text, fault.help)
            if ("](" in run.text or (markdown and "] (" in run.text)) and run.kind != "code" and not plain:
                yield from form.raw_markdown(run, source=markdown)
        yield from unlinked.findings(part, around)
    yield from insecure.findings(document)


def _link(link: Link, part: Part, around: Surroundings) -> Iterator[Fact | Finding]:
    look = _look(link.url, link.element)
    if look.nowhere:
        if link.element in ("a", "area") and (fault := empty.address_fault(link, part, around)):
            yield fault.at(link, part, match=link.text or link.url)
        elif not link.url.strip() and (fault := empty.unfilled_source(link, part, around)):
            yield fault.at(link, part)
        return
    if fault := look.mailbox or _form_fault(look, link, part, around):
        yield fault.at(link, part)
        return
    if look.suspect and (fault := staging.fault(link.url, around.hosts, email=around.email, shown=_is_shown(link))):
        yield Fact(staging.SUSPECT, [fault.message, fault.help, fault.severity], link.span, link.url)
    fault = _network_fault(link, part, around) if look.network else None
    if fault is None and look.promising and link.text and not around.passes_on(link.url):
        fault = promise.fault(link.text, link.url)
        if fault is None and around.email:
            fault = contrary.fault(link.text, link.url)
    if fault is None and link.url[:4].lower() == "tel:":
        fault = promise.dialled_fault(link.url)
    if fault:
        yield fault.at(link, part)
    if look.traces.fault:
        yield look.traces.fault.at(link, part)
    if look.traces.pasted:
        yield Fact(tracking.PASTED, look.traces.pasted, link.span, link.url)
    if link.element == "a" and not link.text:
        from preflight.checkers.links import unseen  # few documents have such links

        if (fault := unseen.fault(link, part, around)) and (value := unseen.awaited(fault, link, around)):
            yield Fact(unseen.UNSEEN, value, link.span, link.url)
        elif fault:
            yield fault.at(link, part)


def _form_fault(look: Look, link: Link, part: Part, around: Surroundings) -> Fault | None:
    """A fault of form, unless the text means it: a manual's sample, an anchor called “link”, the end of a sentence."""
    fault = look.fault
    if fault is None:
        return None
    if fault.rule == "links.placeholder" and link.url.startswith("#") and link.url[1:] in part.anchors:
        return None
    if not around.email and fault.excusable and (link.element == "text" or _is_shown(link)):
        return None
    if link.element == "text" and not _IN_BRACKETS.isdisjoint(urls.split(link.url).authority or ""):
        return None
    return fault


def _is_shown(link: Link) -> bool:
    """Whether the text shows the address that the link opens."""
    shown = link.text.strip().lower()
    _, host, _ = urls.split_authority(urls.split(link.url).authority or "")
    shown = shown.removeprefix("https://").removeprefix("http://").partition("/")[0].rpartition("@")[2]
    return bool(host) and shown.startswith(host)


def _network_fault(link: Link, part: Part, around: Surroundings) -> Fault | None:
    if link.element == "text":
        said = networks.said(label(part, link))
    elif link.text:
        said = networks.said(link.text)
    else:
        said = networks.drawn(opening_tag(part, link) + content(part, link))
    if not said:
        return None
    alone = link.text.strip().lower() == said.lower()
    profile = around.email or link.zone in _PROFILE_ZONES or link.image or not link.text or not alone
    return networks.fault(link.url, said, profile=profile)


def review(delivery: Delivery, options: Options) -> Iterator[Finding | Gap]:
    """What is wrong with each link as far as the whole delivery tells."""
    yield from rejoin(delivery, options, Join())


def rejoin(delivery: Delivery, options: Options, join: Join) -> Iterator[Finding | Gap]:
    """The same, where what was found on unchanged pages may be taken from an earlier run."""
    yield from _distinct(whole.findings(delivery, options.trackers, join))


Item = TypeVar("Item", Fact | Finding, Finding | Gap)


def _distinct(items: Iterator[Item]) -> Iterator[Item]:
    """Each mistake once: an address that Markdown names once may be used by many links."""
    seen: set[tuple[str, Place, str]] = set()
    for item in items:
        if isinstance(item, Finding):
            key = (item.rule, item.place, item.match)
            if key in seen:
                continue
            seen.add(key)
        yield item
