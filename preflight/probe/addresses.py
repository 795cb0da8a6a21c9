"""Addresses as browsers read them, on the way from one to the next."""

from __future__ import annotations

from base64 import b64encode
from contextlib import suppress
from urllib.parse import unquote

import httpx

from preflight.probe.guard import WEB_PORTS, host_of
from preflight.reading import urls


def bare(url: httpx.URL) -> httpx.URL:
    """Without its fragment. Making a new address costs as much as half a request."""
    return url.copy_with(fragment=None) if url.fragment else url


def basic(url: httpx.URL) -> str:
    """Name and password as a browser sends them (RFC 7617)."""
    name, _, password = url.userinfo.decode("ascii", "replace").partition(":")
    return "Basic " + b64encode(f"{unquote(name)}:{unquote(password)}".encode()).decode("ascii")


def origin(url: str) -> str:
    """Scheme, host and port: what shares connections."""
    scheme, _, rest = url.replace("\\", "/").partition("://")
    return f"{scheme.lower()}://{rest.partition('/')[0].partition('?')[0].rpartition('@')[2].lower()}"


def parsed(text: str) -> httpx.URL | None:
    """The URL as browsers read it: a backslash before the query is a slash, ``%2e`` a dot, and a host may be escaped
    or in any letters."""
    address, mark, query = text.partition("?")
    scheme, colon, rest = address.replace("\\", "/").partition("://")
    authority, slash, path = rest.partition("/")
    if "%" in authority.rpartition("@")[2] or not authority.isascii():
        user, host, port = urls.split_authority(authority)
        authority = (f"{user}@" if user else "") + host + (f":{port}" if port else "")
    if "%2e" in path.lower():
        path = urls.resolve_path(slash + path, "/")[0].removeprefix("/")
    with suppress(httpx.InvalidURL, ValueError):
        url = httpx.URL(scheme + colon + authority + slash + path + mark + query)
        return url if host_of(url) or url.scheme not in WEB_PORTS else None
    return None


def following_of(url: httpx.URL, location: str) -> httpx.URL | None:
    """Where a redirect leads. Its own fragment stays; a password comes along to the same host only."""
    with suppress(httpx.InvalidURL, ValueError, UnicodeError):
        following = url.join(location.strip())
        same = (following.scheme, following.raw_host, following.port) == (url.scheme, url.raw_host, url.port)
        if following.userinfo and not (same and following.userinfo == url.userinfo):
            following = following.copy_with(userinfo=b"")
        return following if host_of(following) or following.scheme not in WEB_PORTS else None
    return None
