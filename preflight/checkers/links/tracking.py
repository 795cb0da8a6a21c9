"""What counts clicks: campaign fields written wrong, and traces of somebody else's click that were pasted along."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from preflight.checkers.links.around import shorten
from preflight.checkers.links.fault import Fault
from preflight.checkers.links.form import has_tag
from preflight.checkers.links.messages import JUMPS
from preflight.model import Delivery, FactLink, Facts, Finding, Related
from preflight.patterns import regex
from preflight.reading import urls

PASTED = "pasted-link"
"""Fact: a URL with traces of somebody's click. The value is the sentence, and the URL without them (or nothing)."""

_CAMPAIGN = "links.campaign"
_STALE = "links.stale-tracking"

_LEFT_BY_CLICKS = {
    "fbclid": "Facebook",
    "mc_eid": "Mailchimp",
    "igshid": "Instagram",
    "igsh": "Instagram",
    "gclid": "Google Ads",
    "msclkid": "Microsoft Ads",
    "twclid": "X",
    "ttclid": "TikTok",
    "yclid": "Yandex",
    "mkt_tok": "Marketo",
    "_hsenc": "HubSpot",
    "_hsmi": "HubSpot",
    "vero_id": "Vero",
    "ml_subscriber": "MailerLite",
    "ml_subscriber_hash": "MailerLite",
    "oly_enc_id": "Omeda",
    "ck_subscriber_id": "Kit",
    "wickedid": "Wicked Reports",
    "_kx": "Klaviyo",
}
"""Fields that a service adds for one reader's click, and whose they are."""

_WRAPPERS = (
    (regex(r"//[^/]{0,60}safelinks\.protection\.outlook\.com/", re.IGNORECASE), "Outlook’s link protection"),
    (regex(r"//[^/]{0,60}urldefense(?:\.proofpoint)?\.com/", re.IGNORECASE), "Proofpoint’s link protection"),
    (regex(r"//[^/]{0,60}(?:mimecast|mimecastprotect)\.com/s/", re.IGNORECASE), "Mimecast’s link protection"),
    (regex(r"//linkprotect\.cudasvc\.com/", re.IGNORECASE), "Barracuda’s link protection"),
    (regex(r"//lm?\.(?:facebook|instagram)\.com/(?:l\.php|\?)", re.IGNORECASE), "Facebook’s counter"),
    (regex(r"//(?:www\.)?google\.[a-z.]{2,6}/url\?", re.IGNORECASE), "Google’s result page"),
)
_CARRIED = regex(r"[?&](?:url|u|q|a)=(https?(?:%3A|:)[^&#]{4,2000})", re.IGNORECASE)  # "?url=https%3A%2F%2Fshop.test"
_FIELD = regex(r"(?:\A|[?&;])([A-Za-z_]{2,24})=", re.ASCII)
_UTM = regex(r"utm_(?:source|medium|campaign|term|content|id)\b", re.IGNORECASE)
_BEFORE = regex(r"[&/]?(?=utm_)", re.IGNORECASE)  # "&" of "/sale&utm_source=news"
_CAMPAIGN_VALUE = regex(r"(?:\A|&)utm_campaign=([^&]{1,200})", re.IGNORECASE)
_MISSPELT = regex(r"(?:[?&])((?:utm[-. ]|umt_|utm)(?:source|medium|campaign|term|content))=", re.IGNORECASE)
_TWICE = regex(r"%25(?=[0-9A-Fa-f]{2})")  # "%2520": a space, escaped twice
_MAYBE = regex(r"utm|clid|_tok|igsh|_eid|_hs|_id=|_kx|subscriber|safelinks|urldefense|mimecast|wicked|cudasvc|"
                    r"/url\?|facebook\.com/l|instagram\.com/", re.IGNORECASE)  # fmt: skip


class Traces(Struct, frozen=True):
    """What a URL carries: a fault of its campaign fields, and what was pasted along (a sentence, the plain URL)."""

    fault: Fault | None
    pasted: tuple[str, str] | None


NONE = Traces(None, None)


def look(url: str) -> Traces:
    """What the URL carries for counting clicks. Called once for each distinct URL."""
    if len(url) > 4000 or not _MAYBE.search(url) or has_tag(url):
        return NONE
    return Traces(_fault(url), _pasted(url))


# --- campaign fields ------------------------------------------------------------------------------------


def _fault(url: str) -> Fault | None:
    if not _UTM.search(url) and not _MISSPELT.search(url):
        return None
    pieces = urls.split(url)
    if _UTM.search(pieces.path):
        if pieces.query or "%3F" in pieces.path.upper():
            return None
        better = _BEFORE.sub("?", url, count=1)
        return Fault(
            _CAMPAIGN,
            f"the campaign fields of {shorten(url)} begin without a “?”, so the page will not be found",
            "Put a “?” between the address and its first field.",
            better,
        )
    if pieces.fragment and _UTM.search(pieces.fragment) and "?" not in pieces.fragment:
        return Fault(
            _CAMPAIGN,
            f"the campaign fields of {shorten(url)} stand behind the “#”, where most counters do not see them",
            "Move them in front of the #.",
            severity="warning",
        )
    if "?" in pieces.query and _UTM.search(pieces.query.rpartition("?")[2]):
        return Fault(
            _CAMPAIGN,
            f"the address {shorten(url)} has two “?”: what follows the second is not read as fields",
            "Write “&” in place of the second “?”.",
            "&".join(url.rsplit("?", 1)),
            severity="warning",
        )
    if "&amp;" in pieces.query:
        return Fault(
            _CAMPAIGN,
            f"the address {shorten(url)} holds “&amp;” where “&” should be: it was escaped twice",
            "Write “&”.",
            url.replace("&amp;", "&"),
            severity="warning",
        )
    fields = [field for field in pieces.query.split("&") if field.lower().startswith("utm_")]
    if any(_TWICE.search(field) for field in fields):
        return Fault(
            _CAMPAIGN,
            f"a campaign field of {shorten(url)} was escaped twice (%25 stands for a lone %)",
            "Write the name of the campaign again.",
            severity="warning",
        )
    if wrong := _MISSPELT.search(url):
        return Fault(
            _CAMPAIGN,
            f"the address {shorten(url)} has a field “{wrong[1]}”, which no counter knows",
            "Write utm_source, utm_medium, utm_campaign, utm_term or utm_content.",
            severity="warning",
        )
    return None


def two_campaigns(facts: Facts) -> Iterator[Finding]:
    """Links of one message to one site that name another campaign than its other links do: left from elsewhere."""
    named: dict[str, list[tuple[str, FactLink]]] = {}
    for link in facts.links:
        if link.element not in JUMPS or "utm_campaign=" not in link.url or has_tag(link.url):
            continue
        target = urls.resolve(link.url)
        if found := _CAMPAIGN_VALUE.search(target.query):
            named.setdefault(urls.owner(target.host), []).append((urls.decoded(found[1]), link))
    for links in named.values():
        counts = Counter(name for name, _ in links)
        usual, most = counts.most_common(1)[0]
        if most < 3 or len(counts) != 2 or (len(links) - most) * 2 >= most:
            continue
        first = next(link for name, link in links if name == usual)
        for name, link in links:
            if name != usual and not _variants(name, usual):
                yield Finding(
                    _CAMPAIGN,
                    f"the link names the campaign “{shorten(name)}”, and {most} others here name “{shorten(usual)}”",
                    link.location,
                    match=link.url,
                    help="Give all links of one message one campaign, if it was copied along by mistake.",
                    related=(Related(first.location, first.url, f"names “{shorten(usual)}”"),),
                    severity="warning",
                )


def _variants(one: str, other: str) -> bool:
    """``july-sale`` and ``july-sale-footer`` are two places of one campaign."""
    short, long = sorted((one.lower(), other.lower()), key=len)
    return long.startswith(short) or long.endswith(short)


# --- traces of clicks -----------------------------------------------------------------------------------


def _pasted(url: str) -> tuple[str, str] | None:
    for wrapper, whose in _WRAPPERS:
        if wrapper.search(url[:200]):
            carried = _CARRIED.search(url)
            return f"the link goes through {whose}, as it was copied out of somebody’s mail or browser", (
                urls.decoded(carried[1]) if carried else ""
            )
    pieces = urls.split(url)
    if pieces.authority is None:
        return None
    present = [name for name in _FIELD.findall(pieces.query) if name.lower() in _LEFT_BY_CLICKS]
    if not present:
        return None
    owner = _LEFT_BY_CLICKS[present[0].lower()]
    why = f"the link carries “{present[0]}”, the trace that {owner} left of one person’s click"
    return why, _without(url, pieces, frozenset(present))


def _without(url: str, pieces: urls.Pieces, names: frozenset[str]) -> str:
    kept = [field for field in pieces.query.split("&") if field.partition("=")[0] not in names]
    front = urls.clean(url).partition("#")[0].partition("?")[0]
    fragment = f"#{pieces.fragment}" if pieces.fragment else ""
    return front + ("?" + "&".join(kept) if kept else "") + fragment


def pasted(facts: Facts, delivery: Delivery) -> Iterator[Finding]:
    """Traces of clicks in what is still a source: in delivered mail the platform has added its own."""
    if facts.kind == "email" and delivery.state != "source":
        return
    for fact in facts.facts.get(PASTED, ()):
        message, better = fact.value
        yield Finding(
            _STALE,
            message,
            fact.location,
            match=fact.match,
            help="Use the address of the page itself.",
            suggestions=(better,) if better else (),
            severity="warning",
        )
