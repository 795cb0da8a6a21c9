"""Every link of the reported documents, held against the delivery's files and against what the web answered.

A site's pages repeat the same few addresses, so each distinct one is judged once for each folder it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace

from preflight.checkers.links import beside, deployment, messages, staging, tracking, twins, unseen
from preflight.checkers.links.fault import Fault
from preflight.checkers.links.others import Others
from preflight.checkers.links.site import Site
from preflight.model import Delivery, FactLink, Facts, Finding, Gap
from preflight.reading import urls

_NOT_OPENED = frozenset({"blockquote", "q", "ins", "del"})
"""Elements whose URL (``cite``) nobody follows."""

_LOADED_ENDINGS = (".css", ".js", ".mjs", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".woff2")

_STRAY = 3
"""How many addresses may climb out of a site by mistake; more of them, and the folder is a part of a larger site."""

_COMPANIONS = {
    "text/css": "the style sheet asks for",
    "image/svg+xml": "the drawing asks for",
    "application/manifest+json": "the manifest names",
    "application/xml": "the sitemap or feed names",
}


class Folder(Struct, frozen=True):
    """What is known of the URLs that its pages have: nothing is wrong with them, or this."""

    fine: set[str] = field(default_factory=set)
    faulty: dict[str, Fault] = field(default_factory=dict)


def findings(delivery: Delivery, trackers: tuple[str, ...] = ()) -> Iterator[Finding | Gap]:
    """All findings of the delivery, and what could not be looked up."""
    site = Site(delivery, deployment.of(delivery))
    answers = None
    if delivery.online:
        from preflight.checkers.links import probes

        answers = probes.Answers(delivery, site.deployment)
    strangers = Others(delivery) if delivery.others else None
    folders: dict[str, Folder] = {}
    outside: list[Finding] = []
    for facts in delivery.documents:
        if not facts.reported:
            continue
        if facts.kind == "email" or delivery.kind == "email":
            yield from messages.findings(facts, delivery)
        elif site.deployment.known:
            for fault, link in _faults(facts, site, folders):
                if finding := _finding(fault, link, facts):
                    if fault.outside:
                        outside.append(finding)
                    else:
                        yield finding
        elif count := sum(1 for link in facts.links if messages.is_relative(link.url)):
            yield Gap("links", facts.path, _counted(count, "to the same site"), site.deployment.why, intended=True)
        if staging.SUSPECT in facts.facts:
            yield from staging.findings(facts, delivery)
        yield from beside.too_early(facts, delivery)
        if strangers is not None:
            yield from strangers.findings(facts)
        if unseen.UNSEEN in facts.facts:
            yield from unseen.findings(facts, partial(site.is_titleless, name=facts.name))
        if facts.kind == "email":
            yield from tracking.two_campaigns(facts)
            yield from twins.findings(facts, trackers)
        if tracking.PASTED in facts.facts:
            yield from tracking.pasted(facts, delivery)
        if answers is not None:
            yield from answers.findings(facts)
    if answers is not None:
        yield from answers.folded()
    if site.deployment.known:
        yield from beside.sitemaps(delivery, site)
    for facts in delivery.companions if site.deployment.known else ():
        if facts.reported:
            yield from _beside(facts, site, folders)
    if len({finding.message for finding in outside}) > _STRAY:
        why = "they lead out of this folder, which seems to be a part of a larger site: name its root folder"
        yield Gap("links", delivery.name, _counted(len(outside), "out of the folder"), why, intended=True)
    else:
        yield from outside


def _beside(facts: Facts, site: Site, folders: dict[str, Folder]) -> Iterator[Finding]:
    """A style sheet, a sitemap, a feed or a manifest that names what is not there.

    Where it cannot be known that the folder is the whole site, what leads out of it is not looked at.
    """
    for fault, link in _faults(facts, site, folders):
        if fault.rule != "links.broken" or fault.outside or "#" in link.url.strip()[:1]:
            continue
        what = _COMPANIONS.get(facts.media_type, "the list of addresses names")
        message = fault.message.replace("the link opens", what, 1)
        severity = fault.severity or ("" if facts.media_type == "text/css" or link.element == "loc" else "warning")
        yield replace(fault, message=message, severity=severity).found(link)


def _counted(count: int, where: str) -> str:
    return f"{count} link{'s' if count > 1 else ''} {where}"


def _faults(facts: Facts, site: Site, folders: dict[str, Folder]) -> Iterator[tuple[Fault, FactLink]]:
    base = urls.page_address(facts.name, site.deployment.base_path)
    rebased = "base" in facts.meta
    if rebased:
        target = urls.resolve(facts.meta["base"][0], base)
        base = f"{target.scheme}://{target.host}{target.path}" if target.host else target.path
    folder = folders.setdefault(base[: base.rfind("/") + 1], Folder())
    is_faulty = False
    for url in facts.urls:
        if url in folder.fine:
            continue
        if url not in folder.faulty:
            if not url or (url[0] in "#?" and not rebased):
                continue  # the page itself
            fault = site.look(url, base)
            if fault is None:
                folder.fine.add(url)
                continue
            folder.faulty[url] = fault
        is_faulty = True
    if is_faulty:
        for link in facts.links_to(folder.faulty.__contains__):
            yield folder.faulty[link.url], link


def _finding(fault: Fault, link: FactLink, facts: Facts) -> Finding | None:
    """The fault at this link, in words that fit the element."""
    if fault.rule == "links.missing-anchor":
        return fault.found(link) if link.element in messages.JUMPS else None
    if link.element in _NOT_OPENED or link.url.strip() in ("", "#"):
        return None
    message, severity = fault.message, fault.severity
    if link.element in messages.PICTURES:
        message = message.replace("the link opens", "the picture is looked for at", 1)
    elif link.element not in messages.JUMPS and link.element != "text":
        message = message.replace("the link opens", "the page asks for", 1)
        path = urls.split(link.url).path.lower()
        loaded = link.element in ("script", "iframe", "style") or path.endswith(_LOADED_ENDINGS)
        severity = severity or ("" if loaded else "warning")
    if facts.templated:
        severity = "warning"
    return replace(fault, message=message, severity=severity).found(link)
