"""Social networks by name: a link that says Instagram and opens Facebook, or Instagram's own front page."""

from __future__ import annotations

import re
from functools import lru_cache

from preflight.checkers.links.fault import Fault
from preflight.checkers.links.vocabulary import AROUND_A_NETWORK, PROFILES_TO_FILL_IN, TEMPLATE_MAKERS
from preflight.reading import urls

RULE = "links.brand-mismatch"

NETWORKS: dict[str, tuple[str, ...]] = {
    "Facebook": ("facebook.com", "fb.com", "fb.me", "fb.watch", "messenger.com", "m.me", "facebook.net"),
    "Instagram": ("instagram.com", "instagr.am", "ig.me"),
    "Threads": ("threads.net", "threads.com"),
    "X": ("x.com", "twitter.com", "t.co"),
    "LinkedIn": ("linkedin.com", "lnkd.in"),
    "YouTube": ("youtube.com", "youtu.be", "youtube-nocookie.com"),
    "TikTok": ("tiktok.com",),
    "Pinterest": ("pinterest.com", "pin.it"),
    "WhatsApp": ("whatsapp.com", "wa.me", "wa.link"),
    "Telegram": ("t.me", "telegram.me", "telegram.org"),
    "Bluesky": ("bsky.app", "bsky.social"),
    "Snapchat": ("snapchat.com",),
    "Discord": ("discord.gg", "discord.com"),
    "Twitch": ("twitch.tv",),
    "Vimeo": ("vimeo.com",),
    "Spotify": ("spotify.com", "spotify.link", "spoti.fi"),
    "SoundCloud": ("soundcloud.com",),
    "Reddit": ("reddit.com", "redd.it"),
    "Tumblr": ("tumblr.com",),
    "Flickr": ("flickr.com", "flic.kr"),
    "GitHub": ("github.com",),
    "Medium": ("medium.com",),
    "Strava": ("strava.com", "strava.app.link"),
    "Xing": ("xing.com",),
}
"""Network → the hosts it answers under."""

_BY_OWNER = {host: name for name, hosts in NETWORKS.items() for host in hosts}
_NAMES = {name.lower(): name for name in NETWORKS if name != "X"} | {
    "X": "X",
    "twitter": "X",
    "insta": "Instagram",
    "fb": "Facebook",
    "linked in": "LinkedIn",
}
_FAMILIES = ({"Facebook", "Instagram", "Threads", "WhatsApp"},)
"""Networks of one company: one network's page may log its visitors in through another's."""

_WORDS = re.compile(r"[^\W_]+")  # "Follow us on Instagram!"

_FRONT_PAGES = frozenset({"", "/", "/home", "/home.php", "/feed/", "/feed"})

_PROFILE_FOLDERS = frozenset({"company", "in", "school", "showcase", "c", "user", "channel", "pages", "groups"})
_ICON = re.compile(r"(?<![a-z])(facebook|instagram|twitter|linkedin|youtube|tiktok|pinterest|whatsapp)(?![a-z])")
# "fab fa-instagram", "icons/instagram@2x.png"


def network_of(host: str) -> str:
    """The network behind a host, or nothing: ``de-de.facebook.com`` is Facebook."""
    return (
        _BY_OWNER.get(host)
        or _BY_OWNER.get(urls.owner(host))
        or ("Pinterest" if urls.brand(host) == "pinterest" else "")
    )


@lru_cache(maxsize=8192)
def said(text: str) -> str:
    """The one network that a link's words promise, or nothing: ``Follow us on Insta`` says Instagram.

    A headline about a network ("Ten Facebook tips") promises nothing.
    """
    if len(text) > 80:
        return ""
    words = [word if word == "X" else word.lower() for word in _WORDS.findall(text)]
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
    handle = _handle(target.path)
    if handle in PROFILES_TO_FILL_IN:
        return Fault(
            RULE,
            f"the link opens “{handle}” on {network}: the profile is still to be filled in",
            "Put your own profile in.",
        )
    if profile and handle in TEMPLATE_MAKERS:
        return Fault(
            RULE,
            f"the link opens {network} of {handle}, the maker of the template",
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


def _handle(path: str) -> str:
    segments = [segment for segment in path.lower().split("/") if segment]
    if len(segments) > 1 and segments[0] in _PROFILE_FOLDERS:
        segments = segments[1:]
    return segments[0].lstrip("@") if len(segments) == 1 else ""
