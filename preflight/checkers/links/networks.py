"""Social networks by name: a link that says Instagram and opens Facebook, or Instagram's own front page."""

from __future__ import annotations

from functools import lru_cache

from preflight.checkers.links.fault import Fault
from preflight.checkers.links.vocabulary import AROUND_A_NETWORK, PROFILES_TO_FILL_IN, TEMPLATE_MAKERS
from preflight.patterns import regex
from preflight.reading import urls
from preflight.reading.profiles import NETWORKS, handle, network_of

RULE = "links.brand-mismatch"

_NAMES = {name.lower(): name for name in NETWORKS if name != "X"} | {
    "X": "X",
    "twitter": "X",
    "insta": "Instagram",
    "fb": "Facebook",
    "linked in": "LinkedIn",
}
_FAMILIES = ({"Facebook", "Instagram", "Threads", "WhatsApp"},)
"""Networks of one company: one network's page may log its visitors in through another's."""

_HANDLE = regex(r"@[\w.]+")  # "@millbakery"
_WORDS = regex(r"[^\W_]+")  # "Follow us on Instagram!"

_FRONT_PAGES = frozenset({"", "/", "/home", "/home.php", "/feed/", "/feed"})

_ICON = regex(r"(?<![a-z])(facebook|instagram|twitter|linkedin|youtube|tiktok|pinterest|whatsapp)(?![a-z])")
# "fab fa-instagram", "icons/instagram@2x.png"


@lru_cache(maxsize=8192)
def said(text: str) -> str:
    """The one network that a link's words promise, or nothing: ``Follow us on Insta`` says Instagram.

    A headline about a network ("Ten Facebook tips") promises nothing.
    """
    if len(text) > 80:
        return ""
    words = [word if word == "X" else word.lower() for word in _WORDS.findall(_HANDLE.sub(" ", text))]
    names = {_NAMES[word] for word in words if word in _NAMES}
    if len(names) != 1 or any(word not in _NAMES and word not in AROUND_A_NETWORK for word in words):
        return ""
    return names.pop()


def drawn(markup: str) -> str:
    """The one network that an icon without words shows, by its class or file name, or nothing."""
    found = set(_ICON.findall(markup.lower()))
    return _NAMES[found.pop()] if len(found) == 1 else ""


def fault(url: str, network: str, *, profile: bool) -> Fault | None:
    """Whether a URL opens something else than the network that the link promises.

    ``profile`` when the link stands where a site shows its own profiles, and not in a sentence about the network.
    """
    target = urls.resolve(url)
    actual = network_of(target.host)
    if actual and actual != network and not (network == "X" and not profile):  # a lone X is also a mark in a table
        return Fault(
            RULE,
            f"the link opens {actual} but says {network}",
            f"Link to the {network} page, or change the words.",
        )
    if not actual:
        return None
    who = handle(target.path)
    if who in PROFILES_TO_FILL_IN:
        return Fault(
            RULE,
            f"the link opens “{who}” on {network}: the profile is still to be filled in",
            "Put your own profile in.",
        )
    if profile and who in TEMPLATE_MAKERS:
        return Fault(
            RULE,
            f"the link opens {network} of {who}, the maker of the template",
            "Put your own profile in its place.",
            severity="warning",
        )
    if profile and target.path in _FRONT_PAGES and not target.query and not target.fragment:
        return Fault(
            RULE,
            f"the link opens the front page of {network}, not a profile",
            "Link to your own profile there.",
            severity="warning",
        )
    return None
