"""The report for eyes outside the house: another client is not named in it, wherever its name may stand.

What was left from another client is told (that is the finding), but its name, its sites and mailboxes are struck out of
every text, the marked email or page included.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from preflight.model import Finding, Gap, Location, Place, Report

MASK = "•••"
OTHER = ".other-client"
HOST = re.compile(r"(?:@|//|^)(?:www\.)?((?:[\w-]{1,63}\.){1,6}[A-Za-z]{2,24})")
"""``brook.example`` in ``hello@brook.example``, ``https://www.brook.example/tea``"""
PROFILE = re.compile(r"^https?://[^/]+/(?:company/|in/|@)?([\w.-]{3,60})/?$")
"""``brookandbean`` in ``https://www.instagram.com/brookandbean/``"""
NETWORK = re.compile(
    r"^(?:\w+\.)?(?:facebook|instagram|threads|twitter|x|linkedin|youtube|tiktok|pinterest)\.(?:com|net)$",
    re.IGNORECASE,
)


def outside(report: Report) -> Report:
    """The same report without the other clients' names."""
    names = {name for one in report.findings if one.finding.rule.endswith(OTHER) for name in _names(one.finding.match)}
    if not names:
        return report
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)

    def strike(text: str) -> str:
        return pattern.sub(MASK, text)

    return replace(
        report,
        findings=tuple(replace(one, finding=_struck(one.finding, strike)) for one in report.findings),
        not_checked=tuple(_struck_gap(gap, strike) for gap in report.not_checked),
        renderings=tuple(replace(one, html=strike(one.html)) for one in report.renderings),
        targets=tuple(replace(one, recipients=strike(one.recipients)) for one in report.targets),
    )


def _names(match: str) -> set[str]:
    """What tells whose it is: the text itself, and the site and the profile in an address."""
    found = {match.strip()} if match.strip() else set()
    for host in HOST.findall(match):
        profile = PROFILE.match(match)
        if not NETWORK.match(host):
            found.add(host)
        elif profile:
            found.add(profile[1])
    return found


def _struck(finding: Finding, strike: Callable[[str], str]) -> Finding:
    return replace(
        finding,
        message=strike(finding.message),
        help=strike(finding.help),
        match=strike(finding.match),
        place=_place(finding.place, strike),
        suggestions=tuple(map(strike, finding.suggestions)),
        fix=None if finding.fix and strike(finding.fix.replacement) != finding.fix.replacement else finding.fix,
        related=tuple(
            replace(other, place=_place(other.place, strike), match=strike(other.match), message=strike(other.message))
            for other in finding.related
        ),
    )


def _place(place: Place, strike: Callable[[str], str]) -> Place:
    assert isinstance(place, Location)
    return replace(place, before=strike(place.before), after=strike(place.after))


def _struck_gap(gap: Gap, strike: Callable[[str], str]) -> Gap:
    return replace(gap, detail=strike(gap.detail), why=strike(gap.why))
