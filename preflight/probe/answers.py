"""What an answer, or none, says about a link, in words for people who do not know what a status code is.

Three-way: the page is there; it is certainly not; or a program cannot tell (a login, a bot wall, a busy server), which
is never held against the author.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import Literal

import httpx

from preflight.reading import botwalls

Outcome = Literal["alive", "dead", "unverified", "refused"]

DEAD = {
    400: "the site does not understand the address (400)",
    404: "the page does not exist",
    410: "the page was taken down for good",
    414: "the address is too long for the site (414)",
    500: "the site has a fault of its own (500)",
    501: "the site cannot show the page (501)",
    502: "the site's server behind the scenes does not answer (502)",
    503: "the site is closed for the moment (503)",
    504: "the site's server behind the scenes does not answer (504)",
    505: "the site has a fault of its own (505)",
    508: "the site has a fault of its own (508)",
    509: "the site has used up what its host allows (509)",
    520: "the site's server behind the scenes gives no proper answer (520)",
    521: "the site's server behind the scenes is down (521)",
    522: "the site's server behind the scenes does not answer (522)",
    523: "the site's server behind the scenes cannot be reached (523)",
    524: "the site's server behind the scenes does not answer (524)",
    525: "the site's server behind the scenes has no valid certificate (525)",
    526: "the site's server behind the scenes has no valid certificate (526)",
    530: "the site's server behind the scenes cannot be found (530)",
}
"""What every visitor gets. From 500 on it is asked for twice, in case it was a passing fault."""

UNDECIDED = {
    401: "the page asks for a password (401)",
    402: "the page asks for a payment (402)",
    403: "the site does not show the page to programs (403)",
    405: "the site does not show the page to programs (405)",
    406: "the site does not show the page to programs (406)",
    407: "a proxy asks for a password (407)",
    408: "the site gave up waiting (408)",
    425: "the site asks to come back later (425)",
    429: "the site asks for fewer requests (429)",
    451: "the page is blocked for legal reasons (451)",
    511: "the network here asks for a login first (511)",
    529: "the site has too much to do at the moment (529)",
    503: "the site is closed for the moment and says that it will be back (503)",
    999: "the site does not show the page to programs (999)",
}

PASSING = frozenset({408, 425, 429, *range(500, 600)} - {501, 505, 511})
"""Statuses that are worth a second request."""

CHALLENGE = "the site wants to see a person first (a test for humans)"
TO_NOWHERE = "it sends readers on without saying where to"
BROKEN_OFF = "the page breaks off before its end"
DAMAGED = "the page arrives damaged"
OUT_OF_TIME = "the time for checking all links was over before its turn"

# OpenSSL's X509_V_ERR_* numbers, for faults that every visitor meets
EXPIRED, NOT_YET_VALID, SELF_SIGNED, WRONG_NAME, WRONG_ADDRESS = 10, 9, 18, 62, 64
WARNING = "browsers show a warning instead of the page"
CERTIFICATES = {
    EXPIRED: f"its security certificate has expired, {WARNING}",
    SELF_SIGNED: f"its security certificate is home-made, {WARNING}",
    WRONG_NAME: f"its security certificate belongs to another site, {WARNING}",
    WRONG_ADDRESS: f"its security certificate belongs to another site, {WARNING}",
}


NO_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST"})
"""OpenSSL's words for an answer that is no TLS at all: every browser gives up there."""


def of_status(status: int, *, host: str = "", back_later: bool = False) -> tuple[Outcome, str]:
    """Outcome and reason of a final status (redirects were followed). ``back_later``: a Retry-After came with it."""
    if 200 <= status < 300:
        return "alive", ""
    if status not in (404, 410) and (name := botwalls.site(host)):
        return "unverified", f"{name} does not show its pages to programs ({status})"
    if status in DEAD and not (status == 503 and back_later):
        return "dead", DEAD[status]
    if 500 <= status < 600 and status not in UNDECIDED:
        return "dead", f"the site has a fault of its own ({status})"
    return "unverified", UNDECIDED.get(status) or f"the site answered with an unusual code ({status})"


def of_error(error: Exception, seconds: float) -> tuple[Outcome, str]:
    """Outcome and reason of a request that got no answer within ``seconds``."""
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        return "unverified", f"no answer within {seconds:g} seconds"
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            if cause.verify_code in CERTIFICATES:
                return "dead", CERTIFICATES[cause.verify_code]
            return "unverified", "its security certificate could not be verified from here"
        if isinstance(cause, ssl.SSLError) and cause.reason in NO_TLS:
            return "dead", "its server does not speak https there"
        if isinstance(cause, ssl.SSLError):
            return "unverified", "no secure connection could be agreed on"
        if isinstance(cause, socket.gaierror):
            return "unverified", "its name could not be looked up at the moment"
        if isinstance(cause, ConnectionRefusedError):
            return "dead", "its server accepts no connection"
    if isinstance(error, httpx.ConnectError):
        return "unverified", "its server cannot be reached"
    if isinstance(error, httpx.RemoteProtocolError) and "illegal status line" in str(error):
        return "dead", "no web server answers there"
    if isinstance(error, httpx.RemoteProtocolError):
        return "unverified", "its server gave an answer that is not a web page"
    return "unverified", "the connection broke off"


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        if isinstance(current, BaseExceptionGroup):
            for inner in current.exceptions:
                yield from _causes(inner)
        current = current.__cause__ or current.__context__
