"""Where URLs stand in HTML: the attributes that hold one, and the little languages inside some of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.patterns import regex


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "a": ("href",),
    "area": ("href",),
    "link": ("href", "imagesrcset"),
    "img": ("src", "srcset"),
    "amp-img": ("src", "srcset"),
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
    "v:shape": ("href",),
    "v:oval": ("href",),
}
"""Tag → attributes, after the HTML standard's table of attributes of type URL, SVG 2 and the VML that Outlook reads."""

LISTS = frozenset({"srcset", "imagesrcset", "data-srcset", "data-lazy-srcset", "data-bgset"})
"""Attributes that hold several image candidates."""

LAZY = _names(
    """
    data-src data-srcset data-lazy data-lazy-src data-lazy-srcset data-original data-original-src data-poster
    data-bg data-bgset data-bg-src data-background data-background-image data-background-src data-image-src
    """
)
"""Attributes in which scripts keep what they load once a reader scrolls there. They have no standard, so that a value
counts only if it can hardly be anything else than an address."""

META_URLS = _names(
    """
    og:image og:image:url og:image:secure_url og:url og:video og:video:url og:video:secure_url og:audio og:audio:url
    og:audio:secure_url og:see_also twitter:image twitter:image:src twitter:url twitter:player
    twitter:player:stream msapplication-tileimage msapplication-square70x70logo msapplication-square150x150logo
    msapplication-wide310x150logo msapplication-square310x310logo
    """
)
"""Names or properties of head matter that is a URL."""

ITEM_URLS = frozenset({"image", "url", "logo", "thumbnailurl", "contenturl", "embedurl", "sameas"})
"""The same in microdata (https://schema.org/), lower case."""

_LOADING = frozenset({"img", "source", "iframe", "video", "audio", "embed", "script", "amp-img"})
_PATH_LIKE = regex(r"(?:https?:)?//[^\s/]|/|[^\s#{}()<>:,;]+(?:/|\.[A-Za-z0-9]{2,5}(?:[?#]|\Z))")
# "img/cake.jpg"; neither "dark", "#fff" nor "{...}"
_STYLE_URL = regex(r"\s*url\(\s*[\"']?([^\"'()\s]+)[\"']?\s*\)\s*\Z", re.IGNORECASE)  # "url('img/cake.jpg')"

_REFRESH = regex(r"\s*[0-9.]+\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", re.I)  # 5; url=/new/
_CANDIDATE = regex(r"[\s,]*([^\s,][^\s]*)")


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


def lazy(tag: str, attribute: str, value: str) -> Iterator[tuple[str, int]]:
    """The URLs that a script will load later, with their offsets in the attribute."""
    if attribute in LISTS:
        found = list(candidates(value))
    elif match := _STYLE_URL.match(value):
        found = [(match[1], match.start(1))]
    else:
        found = [(value, 0)]
    loads = tag in _LOADING and attribute.endswith(("src", "srcset"))
    for url, at in found:
        if (loads and url and url[0] not in "#{[" and " " not in url) or _PATH_LIKE.match(url):
            yield url, at


def refresh_target(content: str) -> tuple[str, int] | None:
    """The URL of a ``<meta http-equiv=refresh>`` and its offset in the attribute, if it names one."""
    match = _REFRESH.match(content)
    return (match[1], match.start(1)) if match else None
