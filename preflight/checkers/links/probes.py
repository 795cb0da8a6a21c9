"""What the web answered when each external link was opened once."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from preflight.checkers.links import anchors, destination, kept
from preflight.checkers.links.deployment import Deployment
from preflight.checkers.links.fault import Fault
from preflight.model import Delivery, FactLink, Facts, Finding, Probe, Related
from preflight.reading import urls

_GONE = {404: "the page is gone", 410: "the page was taken down for good", 451: "the page is blocked for legal reasons"}
_SHOWN = {"img": "picture", "image": "picture", "v:fill": "picture", "v:imagedata": "picture", "script": "script",
          "link": "style sheet"}  # fmt: skip
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TOLD = 3
"""Steps of a way that a message names."""
_JUMPS = frozenset({"a", "area", "text"})
_FOR_JUMPS = frozenset({"links.missing-anchor", "links.redirect", "links.wrong-destination"})


class Answers(Struct, frozen=True):
    """Findings from probes, each distinct URL judged once."""

    delivery: Delivery
    deployment: Deployment
    judged: dict[str, Fault | None] = field(default_factory=dict)
    walled: dict[str, list[FactLink]] = field(default_factory=dict)
    """Site → the links that it does not show to programs."""

    def findings(self, facts: Facts) -> Iterator[Finding]:
        for link in facts.links:
            probe = self.delivery.probes.get(link.url)
            if probe is None:
                continue
            if wall := destination.is_turned_away(probe):
                self.walled.setdefault(wall, []).append(link)
                continue
            if link.url not in self.judged:
                self.judged[link.url] = self._judge(link.url, probe)
            fault = self.judged[link.url]
            if link.element in _JUMPS and (fault is None or fault.severity == "info" or fault.rule == "links.redirect"):
                day = self.delivery.send_date.day
                fault = kept.fault(link.text, probe, facts.language, day) or fault
            if fault is None and link.element in _SHOWN:
                fault = _unfit(link, probe)
            if fault is not None and (fault.rule not in _FOR_JUMPS or link.element in _JUMPS):
                yield (replace(fault, message=fault.message + _seen(probe)) if probe.age else fault).found(link)

    def folded(self) -> Iterator[Finding]:
        """One line for each site that turns programs away, at its first link."""
        for name, links in self.walled.items():
            addresses = dict.fromkeys(link.url for link in links)
            many = f"{len(addresses)} links" if len(addresses) > 1 else _short(links[0].url)
            yield Finding(
                "links.unverified",
                f"{many} to {name} could not be verified: {name} does not show its pages to programs"
                if len(addresses) > 1
                else f"{many} could not be verified: {name} does not show its pages to programs",
                links[0].location,
                match=links[0].url,
                help="Click them once before you send." if len(addresses) > 1 else "Click it once before you send.",
                related=tuple(Related(link.location, link.url, "this one as well") for link in links[1:]),
                severity="info",
            )

    def _judge(self, url: str, probe: Probe) -> Fault | None:
        if probe.outcome == "dead":
            if self._is_in_build(url):
                return None
            return destination.after_refresh(url, probe) if probe.refreshed else _dead(url, probe)
        if probe.outcome == "unverified":
            why = probe.error or (
                f"the site answered {probe.status}" if probe.status else "the site gave no plain answer"
            )
            return Fault(
                "links.unverified",
                f"{_short(url)} could not be verified: {why}",
                "Open it once in your browser.",
                severity="warning",
            )
        if probe.outcome != "alive":
            return None
        elsewhere = destination.fault(url, probe)
        if elsewhere and elsewhere.severity != "info":
            return elsewhere
        wanted = anchors.wanted(urls.resolve(url).fragment)
        if wanted and probe.anchors is not None and not anchors.is_there(wanted, probe.anchors):
            return anchors.fault(wanted, probe.anchors, _short(url.partition("#")[0]), sure=False)
        if probe.permanent and probe.final_url and _moved(url, probe.final_url):
            return Fault(
                "links.redirect",
                f"{_short(url)} has moved for good to {_short(probe.final_url)}",
                "Write the new address when you next touch the text.",
                probe.final_url,
            )
        return elsewhere

    def _is_in_build(self, url: str) -> bool:
        """A page that this very build brings: not there yet is no fault."""
        address = self.deployment.on_site(urls.resolve(url))
        return (
            self.deployment.known and address is not None and urls.site_file(address, self.delivery.files) is not None
        )


def _unfit(link: FactLink, probe: Probe) -> Fault | None:
    """A picture, style sheet or script that is a page instead, or nothing."""
    what = _SHOWN[link.element]
    if probe.outcome != "alive" or (link.element == "link" and "stylesheet" not in link.rel.lower()):
        return None
    if what == "picture" and probe.empty:
        why = "is empty: its file has no content"
    elif probe.media_type in _PAGES and probe.status == 200:
        why = f"is no {what}: the site sends a page instead"
    else:
        return None
    return Fault(
        "links.broken", f"the {what} {_short(link.url)} {why}", f"Put the {what}’s own address in.", severity="warning"
    )


def _dead(url: str, probe: Probe) -> Fault:
    if probe.status in _GONE:
        why = f"{_GONE[probe.status]} ({probe.status})"
    elif probe.error:
        known = not probe.status or f"({probe.status})" in probe.error
        why = probe.error if known else f"{probe.error} ({probe.status})"
    else:
        why = f"the site answers with an error ({probe.status})" if probe.status else "the site cannot be reached"
    if probe.final_url and _moved(url, probe.final_url):
        way = f" by way of {', '.join(map(_short, probe.chain[:_TOLD]))}" if probe.chain else ""
        why += f"; it leads{way} to {_short(probe.final_url)}"
    return Fault("links.broken", f"{_short(url)} does not open: {why}", "Correct the address, or take the link out.")


def _seen(probe: Probe) -> str:
    """When that was, if not just now."""
    return f" (seen {probe.age} day{'s' if probe.age > 1 else ''} ago)" if probe.age else ""


def _moved(url: str, final: str) -> bool:
    """Whether the new address is more than the old one with a slash at its end."""
    return url.partition("#")[0].rstrip("/") != final.partition("#")[0].rstrip("/")


def _short(url: str) -> str:
    return url if len(url) <= 100 else url[:97] + "…"
