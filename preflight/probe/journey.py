"""One URL's way through its redirects to the page that a reader would see."""

from __future__ import annotations

import asyncio

import httpx
from msgspec import Struct
from msgspec.structs import replace

from preflight.model import Probe
from preflight.probe import answers, limits
from preflight.probe.addresses import bare, basic, following_of, origin, parsed
from preflight.probe.connections import Connections
from preflight.probe.guard import Guard, NoSuchHostError, RefusedError, host_of
from preflight.probe.landing import Page, refresh_target, understand
from preflight.probe.limits import Gate, Host
from preflight.probe.options import ProbeOptions
from preflight.probe.page import Body, is_page
from preflight.reading import actionlinks, arranged, botwalls

MOST_HOPS = 10
SMALL_BODY = 64 * 1024
"""Reading so much to its end is cheaper than a new connection."""
BEGINNING = 20_000
"""Characters of a page that are searched for the scripts of a challenge."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
OFTEN_WALLS = frozenset({202, 403, 405, 406, 429, 503})
"""Statuses whose page may be a test for humans."""


class Attempt(Struct, frozen=True):
    """``again`` tells that the fault may pass, in ``pause`` seconds if the server said so; ``reached`` that some server
    answered."""

    probe: Probe
    again: bool = False
    reached: bool = True
    pause: float = 0.0


class Answer(Struct, frozen=True):
    """One response: where it sends the reader (``location``), or the page. ``fault`` is why the page did not come."""

    status: int
    headers: httpx.Headers
    page: Page
    fault: str = ""
    challenge: bool = False
    blank: bool = False


class Journeys:
    """What all journeys of a run share."""

    def __init__(self, options: ProbeOptions, guard: Guard, connections: Connections) -> None:
        self._options = options
        self._guard = guard
        self._connections = connections
        self._everybody = Gate(options.concurrency)
        self._hosts: dict[str, Host] = {}
        self._headers = [
            ("User-Agent", options.user_agent),
            ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
            ("Accept-Language", "en,*;q=0.5"),
            ("Accept-Encoding", "gzip, deflate"),
        ]

    def host(self, url: str) -> Host:
        name = origin(url)
        if name not in self._hosts:
            arrangements = list(arranged.of(url, self._options.arrangements)) if self._options.arrangements else []
            rates = [one.rate for one in arrangements if one.rate]
            places = [one.connections for one in arrangements if one.connections]
            self._hosts[name] = Host(min(places, default=self._options.per_host), min(rates, default=0.0))
        return self._hosts[name]

    async def follow(self, text: str) -> Attempt:
        """Follow one URL to its end."""
        url = parsed(text)
        if url is None:
            return Attempt(Probe(text, "unverified", error="the address could not be understood"))
        seen = {bare(url)}
        passed: list[str] = []
        permanent, refreshed, cookies, seconds = True, False, httpx.Cookies(), self._options.timeout
        for hop in range(MOST_HOPS + 1):
            passed.append(str(url))
            probe = Probe(text, "unverified", final_url=str(url) if hop else "", refreshed=refreshed)
            probe = replace(probe, chain=tuple(passed[1:-1])) if hop > 1 else probe
            if why := self._refusal(url, first=not hop):
                return Attempt(replace(probe, outcome="refused", error=why), reached=bool(hop))
            host = self.host(str(url))
            try:
                async with host.slot(self._everybody) as began:
                    if host.closed:
                        return Attempt(replace(probe, status=429, error=answers.UNDECIDED[429]))
                    answer = await self._get(url, began + max(0.0, seconds), cookies)
                    seconds -= asyncio.get_running_loop().time() - began
                    pause = self._pause(answer, host, began)
            except RefusedError as refused:
                return Attempt(replace(probe, outcome="refused", error=str(refused)), reached=bool(hop))
            except NoSuchHostError:
                why = f"there is no website called “{host_of(url)}”"
                return Attempt(replace(probe, outcome="dead", error=why), reached=bool(hop))
            except (httpx.HTTPError, TimeoutError) as error:
                outcome, why = answers.of_error(error, self._options.timeout)
                failed = replace(probe, outcome=outcome, error=why)
                certain = outcome == "dead" and "certificate" in why
                return Attempt(failed, not certain, reached=bool(hop) or certain)
            location, by_page = _onward(answer, url)
            if not location:
                return self._arrived(replace(probe, permanent=permanent and bool(hop)), url, answer, pause)
            permanent, refreshed = permanent and answer.status in PERMANENT, by_page
            following = following_of(url, location)
            if following is None:
                why = "it leads on to an address that makes no sense"
                return Attempt(replace(probe, status=answer.status, error=why))
            if "set-cookie" in answer.headers:
                seen.clear()  # with the cookie in hand, the same address may show the page
            url = following
            if (plain := bare(url)) in seen:
                break
            seen.add(plain)
        why = "it sends visitors round in circles"
        return Attempt(Probe(text, "dead", final_url=str(url), error=why, chain=tuple(passed[1:])))

    def _arrived(self, probe: Probe, url: httpx.URL, answer: Answer, pause: float | None) -> Attempt:
        status, page = answer.status, answer.page
        if status in REDIRECTS and answer.blank:
            return Attempt(replace(probe, outcome="dead", status=status, error=answers.TO_NOWHERE))
        back_later = "retry-after" in answer.headers
        outcome, why = answers.of_status(status, host=host_of(url), back_later=back_later)
        if answer.challenge:
            outcome, why = "unverified", answers.CHALLENGE
        elif outcome == "alive" and answer.fault:
            outcome, why = "unverified", answer.fault
        again = (status in answers.PASSING and not answer.challenge) or (outcome == "unverified" and bool(answer.fault))
        if pause is not None and pause > self._options.longest_pause:
            again = False
        alive = outcome == "alive"
        probe = replace(
            probe, outcome=outcome, status=status, error=why, title=page.title,
            anchors=page.anchors if alive else None,
            landing=page.landing if alive and page is not NOTHING else None,
            media_type=answer.headers.get("content-type", "").partition(";")[0].strip().lower()[:80],
            empty=alive and status == 200 and answer.headers.get("content-length", "") == "0",
        )  # fmt: skip
        return Attempt(probe, again, pause=pause or 0.0)

    def _pause(self, answer: Answer, host: Host, began: float) -> float | None:
        """What the answer means for the next requests to the host; how long it asks to wait, if it does."""
        if answer.status not in (429, 503):
            host.answered()
            return None
        pause = limits.retry_after(answer.headers.get("retry-after", ""), limits.utc_now())
        if answer.status == 429:
            host.complained(self._options.backoff if pause is None else pause, self._options.longest_pause, began)
        return pause

    def _refusal(self, url: httpx.URL, *, first: bool) -> str:
        """The guard's word, or the action that opening the URL would be."""
        if why := self._guard.refusal(url):
            return why
        action = actionlinks.reason(str(url), element="link" if first else "")
        if action is None:
            return ""
        return f"{action}: not opened on purpose" if first else f"it leads on to a {action}: not opened on purpose"

    async def _get(self, url: httpx.URL, until: float, cookies: httpx.Cookies) -> Answer:
        """The answer and what it shows. A body that a reader sees something of in time is a page, ended or not."""
        # the pool closes a connection that it gave up itself, not one whose TLS handshake was cancelled from outside
        connecting = max(0.01, 0.95 * (until - asyncio.get_running_loop().time()))
        timeouts = {"timeout": {"connect": connecting}}
        named = ("Host", url.netloc.decode("ascii"))  # said by ourselves: httpx refuses hosts with signs such as ❤
        headers = [named, *self._headers]
        request = httpx.Request("GET", bare(url), headers=headers, extensions=timeouts)
        if url.userinfo:
            request.headers["Authorization"] = basic(url)
        for one in arranged.of(str(url), self._options.arrangements):
            request.headers.update(dict(one.headers))
        if cookies.jar:
            cookies.set_cookie_header(request)
        response: httpx.Response | None = None
        body, fault = Body(), ""
        try:
            async with asyncio.timeout_at(until), self._connections.of(origin(str(url))) as transport:
                response = await transport.handle_async_request(request)
                response.request = request
                try:
                    await self._read(response, body)
                finally:
                    await response.aclose()
        except TimeoutError:
            if response is None:
                raise
            fault = f"the page did not arrive within {self._options.timeout:g} seconds"
        except httpx.HTTPError:
            if response is None:
                raise
            body.damaged = True
            fault = answers.BROKEN_OFF
        if "set-cookie" in response.headers:
            cookies.extract_cookies(response)
        return self._understood(response, body, fault)

    async def _read(self, response: httpx.Response, body: Body) -> None:
        length = response.headers.get("content-length", "")
        small = length.isascii() and length.isdigit() and int(length[:9]) <= SMALL_BODY
        nowhere = response.status_code in REDIRECTS and not response.headers.get("location")
        if small or nowhere or _is_readable(response):
            chunks = response.stream
            assert isinstance(chunks, httpx.AsyncByteStream)
            await body.read(chunks, response.headers.get("content-encoding", ""), self._options.max_body)

    def _understood(self, response: httpx.Response, body: Body, fault: str) -> Answer:
        status, kind = response.status_code, response.headers.get("content-type", "")
        blank = not bytes(body.data[:100]).strip()
        if not _is_readable(response):
            fault = answers.BROKEN_OFF if fault and body.damaged else ""
            return Answer(status, response.headers, NOTHING, fault, blank=blank)
        if body.damaged:
            fault = fault or answers.DAMAGED
        elif body.shows_something:
            fault = ""
        source = body.text(kind)
        looks_like_html = is_page(kind) or source.lstrip()[:15].lower().startswith(("<!doctype html", "<html"))
        page = understand(source, complete=body.complete) if looks_like_html and source else NOTHING
        suspect = status in OFTEN_WALLS or len(source) <= botwalls.SMALL or botwalls.TITLE.match(page.title) is not None
        challenge = suspect and botwalls.is_challenge(status, response.headers, page.title, source[:BEGINNING])
        return Answer(status, response.headers, page, fault, challenge or "cf-mitigated" in response.headers)


NOTHING = Page()


def _is_readable(response: httpx.Response) -> bool:
    """Whether the body is a page that tells something."""
    kind = response.headers.get("content-type", "")
    return (not kind or is_page(kind)) and (response.is_success or response.status_code in OFTEN_WALLS)


def _onward(answer: Answer, url: httpx.URL) -> tuple[str, bool]:
    """Where the answer sends a reader, and whether it is the page that does so. A page that only reloads itself, or
    counts on cookies for that, is where the way ends."""
    if answer.status in REDIRECTS:
        return answer.headers.get("location", ""), False
    if not 200 <= answer.status < 300 or answer.challenge:
        return "", False
    target = refresh_target(answer.headers.get("refresh", "")) or answer.page.refresh
    following = following_of(url, target) if target else None
    if following is None or bare(following) == bare(url):
        return "", False
    return target, True
