"""URLs as the web reads them: split, resolved against a page, and matched with the files of a build.

Follows the WHATWG URL standard (https://url.spec.whatwg.org/) where a visitor would notice: white space around a URL
and line breaks inside it do not count, backslashes are slashes, ``..`` stops at the root, ``%2e`` is a dot, and a
scheme without slashes still names a host. Unlike a browser it keeps what it read, so that faults can be quoted.

An *address* is what a browser asks the site for: a path from the root, ``/about/``. A *name* is a file's path inside
the build, ``about/index.html``. Characters of an address stand for themselves, except ``%``, ``?`` and ``#``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from urllib.parse import unquote

from msgspec import Struct

from preflight.patterns import regex

INDEX_FILES = ("index.html", "index.htm")
"""What a host serves for a folder."""

PAGE_ENDINGS = (".html", ".htm")
"""What many hosts add to an address that is no file (clean URLs)."""

WEB_SCHEMES = frozenset({"http", "https", "ws", "wss", "ftp"})
"""Schemes whose URLs name a host even with one slash, or three."""

_EDGE = "".join(map(chr, range(0x21)))
"""C0 controls and the space: stripped from both ends of a URL."""

_BREAKS = regex(r"[\t\n\r]")  # "https://shop.test/sum↵mer"
_PLAIN = regex(r"(?!//|#|\Z)[A-Za-z0-9._~/%@+-]*(?:#[!-~]*)?\Z")  # "../menu/cakes.html#prices": a path and no more
_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")  # "https" of "https://shop.test"
_DOT = frozenset({".", "%2e", "%2E"})
_DOT_DOT = frozenset({"..", ".%2e", ".%2E", "%2e.", "%2E.", "%2e%2e", "%2e%2E", "%2E%2e", "%2E%2E"})
_RESERVED = regex(r"[%?#]")  # "100%.html"

LOADED = frozenset({"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload", "alternate"})
"""Relations of a ``link`` whose target a browser fetches or a reader may open."""
_UNFINISHED = ("{{", "{%", "*|", "%%", "[[", "<", "${", "%7B%7B")
"""Beginnings of merge and template tags: such a URL is none yet."""

_SHARED_LABELS = frozenset(
    {"co", "com", "net", "org", "gov", "ac", "edu", "or", "ne", "go", "gob", "govt", "ltd", "plc"}
)
"""Second labels under which a country registers names: the ``co`` of ``shop.co.uk``."""


class Target(Struct, frozen=True):
    """Where a URL leads. ``scheme`` and ``host`` are empty for the site itself, whatever its host is called.

    ``path`` keeps its percent-escapes, ``fragment`` too, and is None when there is no ``#``. ``above_root`` tells that
    the URL climbs out of the site (``../../x``), which the web forgives and a reader of the source does not.
    """

    scheme: str
    host: str
    path: str
    query: str = ""
    fragment: str | None = None
    user: str = ""
    port: str = ""
    above_root: bool = False

    @property
    def on_site(self) -> bool:
        """Whether it leads to the site that holds the link."""
        return not self.scheme and not self.host


class Pieces(Struct, frozen=True):
    """A URL taken apart, nothing decoded. ``authority`` and ``fragment`` are None when absent, unlike when empty."""

    scheme: str
    authority: str | None
    path: str
    query: str
    fragment: str | None


def clean(url: str) -> str:
    """The URL without what the web ignores: white space at its ends, tabs and line breaks inside."""
    return _BREAKS.sub("", url.strip(_EDGE))


@lru_cache(maxsize=1024)
def split(url: str) -> Pieces:
    """Take a URL apart. Never fails: anything odd ends up in the piece it stands in."""
    url = clean(url)
    rest, hash_sign, fragment = url.partition("#")
    match = _SCHEME.match(rest)
    scheme = match[0].lower() if match else ""
    if match:
        rest = rest[match.end() + 1 :]
    if scheme and scheme not in WEB_SCHEMES and not rest.startswith("//"):
        return Pieces(scheme, None, *_query(rest), fragment if hash_sign else None)
    path, query = _query(rest)
    if not scheme or scheme in WEB_SCHEMES:
        path = path.replace("\\", "/")
    authority = None
    if path.startswith("//") or scheme in WEB_SCHEMES:
        authority, slash, path = path.lstrip("/").partition("/") if scheme in WEB_SCHEMES else path[2:].partition("/")
        path = slash + path
    return Pieces(scheme, authority, path, query, fragment if hash_sign else None)


def _query(rest: str) -> tuple[str, str]:
    path, _, query = rest.partition("?")
    return path, query


def resolve(url: str, base_address: str = "/") -> Target:
    """Where ``url`` leads from a page at ``base_address``: an address of the site, or a full URL (``<base href>``)."""
    if base_address[:1] == "/" and base_address[:2] != "//" and _PLAIN.match(url):
        path, hash_sign, fragment = url.partition("#")
        path, above = resolve_path(path, base_address.partition("?")[0].partition("#")[0])
        return Target("", "", path, "", fragment if hash_sign else None, above_root=above)
    pieces = split(url)
    if pieces.authority is not None:
        user, host, port = split_authority(pieces.authority)
        path, above = resolve_path(pieces.path or "/", "/")
        return Target(pieces.scheme, host, path, pieces.query, pieces.fragment, user, port, above)
    if pieces.scheme:
        return Target(pieces.scheme, "", pieces.path, pieces.query, pieces.fragment)
    base = split(base_address)
    user, host, port = split_authority(base.authority or "")
    query = pieces.query if pieces.path or pieces.query else base.query
    path, above = resolve_path(pieces.path, base.path or "/")
    return Target(base.scheme, host, path, query, pieces.fragment, user, port, above)


def resolve_path(path: str, base: str) -> tuple[str, bool]:
    """``path`` seen from the page at ``base``, dot segments resolved; and whether it climbed above the root."""
    if not path:
        return base, False
    cut = path.rfind("/") + 1
    last = path[cut:]
    if last in _DOT_DOT or last in _DOT:
        cut, last = len(path), ""
    way, above = _way(path[:cut], base[: base.rfind("/") + 1])
    return way + last, above


@lru_cache(maxsize=4096)
def _way(path: str, folder: str) -> tuple[str, bool]:
    """The folder that ``path`` leads to, seen from another one: pages of one folder go few ways. ``path`` is empty, or
    it ends in a slash or in a dot segment."""
    if not path.startswith("/"):
        path = folder + path
    if "." not in path and "%2" not in path:
        return path, False
    resolved: list[str] = []
    above = False
    segments = path.split("/")[1:]
    for segment in segments:
        if segment in _DOT_DOT:
            above = above or not resolved
            if resolved:
                resolved.pop()
        elif segment not in _DOT:
            resolved.append(segment)
    if segments[-1] in _DOT_DOT or segments[-1] in _DOT:
        resolved.append("")
    return "/" + "/".join(resolved), above


def split_authority(authority: str) -> tuple[str, str, str]:
    """User (with password), host in lower case, and port of ``user:password@host:port``."""
    user, _, rest = authority.rpartition("@")
    if rest.startswith("["):
        host, _, port = rest.partition("]")
        return user, host.lower() + "]", port.removeprefix(":")
    host, _, port = rest.partition(":")
    return user, plain_host(host), port


def plain_host(host: str) -> str:
    """The host as names are compared: lower case, percent-decoded, composed, ASCII form where there is one."""
    if "%" in host:
        host = unquote(host)
    if host.isascii():
        return host.lower()
    host = unicodedata.normalize("NFKC", host).lower()
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def same_host(one: str, other: str) -> bool:
    """Whether two hosts serve the same site: ``www.`` makes no difference."""
    return one.removeprefix("www.") == other.removeprefix("www.")


def same_site(one: str, other: str) -> bool:
    """Whether two hosts belong to the same owner, as names tell: ``shop.bakery.test``, ``www.bakery.test``."""
    return owner(one) == owner(other)


def owner(host: str) -> str:
    """The part of a host that somebody registered: ``bakery.co.uk`` of ``shop.bakery.co.uk``.

    A guess by form instead of a public suffix list: good enough to compare two hosts, not to set cookies.
    """
    labels = host.rstrip(".").split(".")
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED_LABELS:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def brand(host: str) -> str:
    """The name in front of the endings: ``bakery`` of ``shop.bakery.co.uk``."""
    return owner(host).partition(".")[0]


def decoded(text: str) -> str:
    """Percent-escapes read once, as UTF-8. Bytes that are no UTF-8 become U+FFFD and so match nothing."""
    return unquote(text) if "%" in text else text


def may_lead_out(url: str) -> bool:
    """Whether a URL may open another site, at a glance: ``https://…``, ``//…``, or either behind white space."""
    return url[:4].lower() == "http" or url[:2] == "//" or url[:1] <= " "


def is_requestable(url: str, element: str, attribute: str, rel: str = "") -> bool:
    """Whether a link can be opened on the web at all, and a reader or a browser would open it.

    Forms are not opened (they send something), nor what merely names a page (``cite``), nor a ``link`` that loads
    nothing (a host to call ahead, a canonical address that goes live with this build).
    """
    if not may_lead_out(url):
        return False
    if attribute in ("action", "formaction", "cite"):
        return False
    pieces = split(url)
    if pieces.scheme not in ("http", "https", "") or not pieces.authority:
        return False
    if element == "link" and not LOADED.intersection(rel.lower().split()):
        return False
    return not any(mark in url for mark in _UNFINISHED)


def page_address(name: str, base_path: str = "/") -> str:
    """The address a build's file is served at: ``about/index.html`` at ``/about/``, ``team.html`` at ``/team.html``."""
    folder, _, last = name.rpartition("/")
    address = (f"{folder}/" if folder else "") if last in INDEX_FILES else name
    return base_path + _RESERVED.sub(lambda match: f"%{ord(match[0]):02X}", address)


def page_key(address: str) -> str:
    """What hosts treat alike: ``/about``, ``/about/``, ``/about.html`` and ``/about/index.html`` have one key.

    Case and Unicode form stay: a Linux host tells them apart.
    """
    path = decoded(address.partition("#")[0].partition("?")[0])
    folder, _, last = path.rpartition("/")
    if last in INDEX_FILES:
        path = folder
    for ending in PAGE_ENDINGS:
        path = path.removesuffix(ending)
    return path.rstrip("/") or "/"


def site_file(address: str, files: Collection[str]) -> str | None:
    """The name of the file that the site's address opens, or None. ``files`` is a set of names.

    Query and fragment do not matter. A folder opens its index page; an address without ending its ``.html`` page.
    """
    name = address.lstrip("/")
    if name in files and not _RESERVED.search(name):
        return name
    path = decoded(address.partition("#")[0].partition("?")[0]).lstrip("/")
    return next((name for name in candidates(path) if name in files), None)


def candidates(path: str) -> Iterator[str]:
    """The files that a host may open for a decoded path (without its first slash), in the order it looks for them."""
    if not path or path.endswith("/"):
        yield from (path + index for index in INDEX_FILES)
        return
    yield path
    yield from (path + ending for ending in PAGE_ENDINGS)
    yield from (f"{path}/{index}" for index in INDEX_FILES)


def composed(name: str) -> str:
    """A name with its accents joined to their letters (NFC). Some systems store them apart; Linux compares bytes."""
    return unicodedata.normalize("NFC", name)


def loose(name: str) -> str:
    """A name without case and Unicode form: names with one loose form are easily mistaken for each other."""
    return composed(composed(name).casefold())
