"""Where URLs stand in HTML: the attributes that hold one, and the little languages inside some of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "a": ("href",),
    "area": ("href",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "track": ("src",),
    "object": ("data",),
    "form": ("action",),
    "button": ("formaction",),
    "input": ("src", "formaction"),
    "blockquote": ("cite",),
    "q": ("cite",),
    "ins": ("cite",),
    "del": ("cite",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
    "v:fill": ("src",),
    "v:image": ("src",),
    "v:imagedata": ("src",),
    "v:roundrect": ("href",),
    "v:rect": ("href",),
}
"""Tag → attributes, after the HTML standard's table of attributes of type URL, SVG 2 and the VML that Outlook reads."""

META_URLS = frozenset(
    {
        "og:image",
        "og:image:url",
        "og:image:secure_url",
        "og:url",
        "og:video",
        "og:audio",
        "twitter:image",
        "twitter:image:src",
        "twitter:player",
    }
)

_REFRESH = re.compile(r"\s*[0-9.]+\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", re.I)  # 5; url=/new/
_CANDIDATE = re.compile(r"[\s,]*([^\s,][^\s]*)")


def candidates(srcset: str) -> Iterator[tuple[str, int]]:
    """The URLs of a ``srcset`` with their offsets (HTML standard, "parse a srcset attribute")."""
    at = 0
    while match := _CANDIDATE.match(srcset, at):
        url, at = match[1], match.end()
        bare = url.rstrip(",")
        if bare:
            yield bare, match.start(1)
        if bare == url:
            comma = srcset.find(",", at)
            at = len(srcset) if comma < 0 else comma + 1


def refresh_target(content: str) -> tuple[str, int] | None:
    """The URL of a ``<meta http-equiv=refresh>`` and its offset in the attribute, if it names one."""
    match = _REFRESH.match(content)
    return (match[1], match.start(1)) if match else None
