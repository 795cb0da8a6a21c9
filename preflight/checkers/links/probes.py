"""What the web answered when each external link was opened once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from preflight.checkers.links import anchors
from preflight.checkers.links.deployment import Deployment
from preflight.checkers.links.fault import Fault
from preflight.model import Delivery, Facts, Finding, Probe
from preflight.reading import urls

_GONE = {404: "the page is gone", 410: "the page was taken down for good", 451: "the page is blocked for legal reasons"}
_JUMPS = frozenset({"a", "area", "text"})


@dataclass(frozen=True)
class Answers:
    """Findings from probes, each distinct URL judged once."""

    delivery: Delivery
    deployment: Deployment
    judged: dict[str, Fault | None] = field(default_factory=dict)

    def findings(self, facts: Facts) -> Iterator[Finding]:
        for link in facts.links:
            probe = self.delivery.probes.get(link.url)
            if probe is None:
                continue
            if link.url not in self.judged:
                self.judged[link.url] = self._judge(link.url, probe)
            fault = self.judged[link.url]
            if fault is None or (
                fault.rule in ("links.missing-anchor", "links.redirect") and link.element not in _JUMPS
            ):
                continue
            yield fault.found(link)

    def _judge(self, url: str, probe: Probe) -> Fault | None:
        if probe.outcome == "dead":
            return None if self._is_in_build(url) else _dead(url, probe)
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
        return None

    def _is_in_build(self, url: str) -> bool:
        """A page that this very build brings: not there yet is no fault."""
        address = self.deployment.on_site(urls.resolve(url))
        return (
            self.deployment.known and address is not None and urls.site_file(address, self.delivery.files) is not None
        )


def _dead(url: str, probe: Probe) -> Fault:
    if probe.status in _GONE:
        why = f"{_GONE[probe.status]} ({probe.status})"
    elif probe.error:
        why = probe.error if not probe.status else f"{probe.error} ({probe.status})"
    else:
        why = f"the site answers with an error ({probe.status})" if probe.status else "the site cannot be reached"
    return Fault("links.broken", f"{_short(url)} does not open: {why}", "Correct the address, or take the link out.")


def _moved(url: str, final: str) -> bool:
    """Whether the new address is more than the old one with a slash at its end."""
    return url.partition("#")[0].rstrip("/") != final.partition("#")[0].rstrip("/")


def _short(url: str) -> str:
    return url if len(url) <= 100 else url[:97] + "…"
