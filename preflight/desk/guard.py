"""Who may speak to the desk: this browser, from this computer, from the desk's own pages, in bounded pieces.

Any web page may send requests to 127.0.0.1. It cannot know the token, its requests carry no ``SameSite=Strict``
cookie, they say another ``Origin``, and a name that was bound to this address (DNS rebinding) is another ``Host``.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from preflight.patterns import regex

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LIMIT = 25_000_000
"""Bytes of one request; the largest newsletter anybody may send has a fraction of it."""
SITE_LIMIT = 100_000_000
"""Bytes of a website that a browser sends; a larger one is named by its path."""
SITE = regex(r"/client/[^/]+/site")
DRAINED = 400_000_000
"""Bytes that are read and thrown away, so that the browser shows the answer instead of a broken connection."""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
TOO_LARGE = "This is too large: the desk takes files of up to {} MB. Nothing of it was kept."
STRANGER = "This page belongs to the person who opened the desk. Open it again with its icon, or with: preflight desk"


class TooLargeError(Exception):
    """More was sent than the desk takes."""


class Guard:
    """In front of the app: everything else is refused before any of it is read."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self.app, self.token = app, token
        self.cookie = f"preflight-{port}"  # cookies know no ports: two desks need two names
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return None
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get("host", "").lower() not in self.hosts:
            return await _refuse(send, 421, "The desk answers to its own address alone.")
        if scope["method"] not in ("GET", "HEAD") and not self._from_here(headers):
            return await _refuse(send, 403, "This was not sent by a page of the desk, so nothing was done.")
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["method"] == "GET" and scope["path"] == "/" and self._is_token(given):
            cookie = f"{self.cookie}={self.token}; Path=/; HttpOnly; SameSite=Strict"
            return await _answer(send, 303, b"", [(b"location", b"/"), (b"set-cookie", cookie.encode("latin-1"))])
        if not self._is_token(self._cookie_in(headers.get("cookie", ""))):
            return await _refuse(send, 403, STRANGER)
        return await self._within_limit(scope, receive, send, headers.get("content-length", ""))

    def _from_here(self, headers: dict[str, str]) -> bool:
        """Browsers say ``null`` for a form of a page without referrers; then Sec-Fetch-Site tells, which no page can
        forge (Fetch, "append a request Origin header")."""
        origin = headers.get("origin", "null")
        if origin != "null":
            return origin.lower().removeprefix("http://") in self.hosts and origin.lower().startswith("http://")
        return headers.get("sec-fetch-site", "") == "same-origin"

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())

    def _cookie_in(self, header: str) -> str:
        try:
            found = SimpleCookie(header).get(self.cookie)
        except CookieError:
            return ""
        return found.value if found else ""

    async def _within_limit(self, scope: Scope, receive: Receive, send: Send, length: str) -> None:
        limit = SITE_LIMIT if SITE.fullmatch(scope["path"]) else LIMIT
        seen, over = 0, length.isdigit() and int(length) > limit

        async def counted() -> Message:
            nonlocal seen, over
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                over = True
                raise TooLargeError
            return message

        async def protected(message: Message) -> None:
            if over:  # whatever the app makes of a request that was cut off
                return
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message["headers"], *(pair for pair in own if pair[0] not in present)]
            await send(message)

        if not over:
            with suppress(TooLargeError):
                await self.app(scope, counted, protected)
        if over:
            while seen < DRAINED:
                message = await receive()
                seen += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body"):
                    break
            await _refuse(send, 413, TOO_LARGE.format(limit // 1_000_000))


async def _refuse(send: Send, status: int, sentence: str) -> None:
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>preflight desk</title><main><h1>Not here</h1><p>{sentence}</p></main>"
    )
    await _answer(send, status, page.encode(), [(b"content-type", b"text/html; charset=utf-8")])


async def _answer(send: Send, status: int, body: bytes, headers: Sequence[tuple[bytes, bytes]]) -> None:
    own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length, *own]})
    await send({"type": "http.response.body", "body": body})
