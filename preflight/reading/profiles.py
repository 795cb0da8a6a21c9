"""Social networks by their hosts, and whose profile an address opens there."""

from __future__ import annotations

from preflight.reading import urls

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
_PROFILE_FOLDERS = frozenset({"company", "in", "school", "showcase", "c", "user", "channel", "pages", "groups"})
_SHARING = frozenset(
    {
        "share",
        "sharer",
        "sharer.php",
        "intent",
        "sharearticle",
        "dialog",
        "watch",
        "pin",
        "hashtag",
        "search",
        "p",
        "reel",
    }
)
"""First segments of addresses that open no profile."""


def network_of(host: str) -> str:
    """The network behind a host, or nothing: ``de-de.facebook.com`` is Facebook."""
    return (
        _BY_OWNER.get(host)
        or _BY_OWNER.get(urls.owner(host))
        or ("Pinterest" if urls.brand(host) == "pinterest" else "")
    )


def handle(path: str) -> str:
    """Whose profile a path of a network opens, or nothing: ``/@anna/``, ``/company/bramblewick``."""
    segments = [segment for segment in path.lower().split("/") if segment]
    if len(segments) > 1 and segments[0] in _PROFILE_FOLDERS:
        segments = segments[1:]
    return segments[0].lstrip("@") if len(segments) == 1 else ""


def profile(url: str) -> str:
    """The profile that an address opens, in one form (``instagram/bramblewick``), or nothing.

    Pages below a profile are its own too; a share button is nobody's.
    """
    target = urls.resolve(url if "//" in url else f"//{url.strip()}")
    network = network_of(target.host)
    segments = [segment for segment in target.path.lower().split("/") if segment]
    if len(segments) > 1 and segments[0] in _PROFILE_FOLDERS:
        segments = segments[1:]
    if not network or not segments or segments[0] in _SHARING:
        return ""
    return f"{network.lower()}/{segments[0].lstrip('@')}"
