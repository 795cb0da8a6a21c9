"""One URL at a time through its redirects, many URLs at a time through their hosts, and once more what failed."""

from __future__ import annotations

import asyncio
import ssl
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from preflight.model import Probe
from preflight.probe import answers, limits, page
from preflight.probe.guard import WEB_PORTS, Guard, NoSuchHostError, RefusedError, plain
from preflight.probe.options import ProbeOptions
from preflight.probe.transport import GuardedTransport
from preflight.reading import actionlinks

MOST_HOPS = 10
OPEN_CLIENTS = 100
"""Hosts whose connections stay open for the next link."""
SMALL_BODY = 64 * 1024
"""Reading so much to its end is cheaper than a new connection."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class Attempt:
    """``again`` tells that the fault may pass, ``reached`` that some server answered."""

    probe: Probe
    again: bool = False
    reached: bool = True


class Client:
    """The connections of one run. ``requests`` map a URL without fragment to whether its anchors are wanted."""

    def __init__(self, options: ProbeOptions, guard: Guard, ssl_context: ssl.SSLContext) -> None:
        self._options = options
        self._guard = guard
        self._ssl_context = ssl_context
        self._everybody = asyncio.Semaphore(options.concurrency)
        self._hosts: dict[str, limits.Host] = {}
        self._clients: OrderedDict[str, httpx.AsyncClient] = OrderedDict()
        self._busy: dict[str, int] = {}

    async def aclose(self) -> None:
        for client in self._clients.values():
            await client.aclose()
        self._clients.clear()

    async def run(self, requests: Mapping[str, bool]) -> dict[str, Attempt]:
        """Every URL's last attempt. What failed in passing is tried again at the end, when the fault may be over."""
        found: dict[str, Attempt] = {}
        wanted = list(requests)
        for attempt_number in range(self._options.retries + 1):
            if attempt_number:
                await asyncio.sleep(self._options.backoff)
            await self._round(wanted, requests, found, len(requests))
            wanted = [url for url in wanted if found[url].again]
            if not wanted:
                break
        return found

    async def _round(
        self, urls: Iterable[str], requests: Mapping[str, bool], found: dict[str, Attempt], total: int
    ) -> None:
        queues: dict[str, deque[str]] = {}
        for url in urls:
            queues.setdefault(_origin(url), deque()).append(url)

        async def work(queue: deque[str]) -> None:
            while queue:
                url = queue.popleft()
                try:
                    found[url] = await self._attempt(url, anchors=requests[url])
                except Exception as error:  # no server's answer may end the run of all the others
                    why = f"its server's answer could not be read ({type(error).__name__})"
                    found[url] = Attempt(Probe(url, "unverified", error=why))
                if self._options.progress:
                    self._options.progress(len(found), total)

        async with asyncio.TaskGroup() as group:
            for queue in queues.values():
                for _ in range(min(len(queue), self._options.per_host)):
                    group.create_task(work(queue))

    async def _attempt(self, text: str, *, anchors: bool) -> Attempt:
        """Follow one URL to its end."""
        url = _parsed(text)
        if url is None:
            return Attempt(Probe(text, "unverified", error="the address could not be understood"))
        seen, permanent, cookies, seconds = {url.copy_with(fragment=None)}, True, False, self._options.timeout
        for hop in range(MOST_HOPS + 1):
            probe = Probe(text, "unverified", final_url=str(url) if hop else "")
            if why := self._refusal(url, first=not hop):
                return Attempt(replace(probe, outcome="refused", error=why), reached=bool(hop))
            try:
                async with self._host(url).slot(self._everybody) as began:
                    if self._host(url).closed:
                        return Attempt(replace(probe, error=answers.UNDECIDED[429]))
                    response, content, seconds = await self._get(url, seconds, began, anchors=anchors)
            except RefusedError as refused:
                return Attempt(replace(probe, outcome="refused", error=str(refused)), reached=bool(hop))
            except NoSuchHostError:
                why = f"there is no website called “{url.host}”"
                return Attempt(replace(probe, outcome="dead", error=why), reached=bool(hop))
            except (httpx.HTTPError, TimeoutError) as error:
                outcome, why = answers.of_error(error, self._options.timeout)
                failed = replace(probe, outcome=outcome, error=why)
                return Attempt(failed, outcome == "unverified", reached=bool(hop) or outcome == "dead")
            status, location = response.status_code, response.headers.get("location", "")
            if status not in REDIRECTS or not location:
                outcome, why = answers.of_status(status)
                probe = replace(probe, outcome=outcome, status=status, title=content.title, error=why)
                probe = replace(probe, anchors=content.anchors, permanent=permanent and bool(hop))
                return Attempt(probe, again=status in answers.PASSING)
            permanent = permanent and status in PERMANENT
            cookies = cookies or "set-cookie" in response.headers
            following = _following(url, location)
            if following is None:
                why = "it leads on to an address that makes no sense"
                return Attempt(replace(probe, status=status, error=why))
            url = following
            if (bare := url.copy_with(fragment=None)) in seen:
                break
            seen.add(bare)
        if cookies:
            return Attempt(Probe(text, "unverified", error="the page opens only for programs that keep cookies"))
        return Attempt(Probe(text, "dead", final_url=str(url), error="it sends visitors round in circles"))

    def _refusal(self, url: httpx.URL, *, first: bool) -> str:
        """The guard's word, or the action that opening the URL would be."""
        if why := self._guard.refusal(url):
            return why
        action = actionlinks.reason(str(url), element="link" if first else "")
        if action is None:
            return ""
        return f"{action}: not opened on purpose" if first else f"it leads on to a {action}: not opened on purpose"

    async def _get(
        self, url: httpx.URL, seconds: float, began: float, *, anchors: bool
    ) -> tuple[httpx.Response, page.Page, float]:
        """The answer, what it shows, and how many seconds are left. Once the server has answered, a body that does not
        end in time changes nothing about the answer."""
        loop = asyncio.get_running_loop()
        answer: httpx.Response | None = None
        content = page.Page()
        try:
            async with asyncio.timeout_at(began + max(0.0, seconds)), self._client(url) as client:
                request = client.build_request("GET", url.copy_with(fragment=None))
                response = await client.send(request, stream=True)
                answer = response
                try:
                    content = await self._read(response, anchors=anchors)
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.HTTPError):
            if answer is None:
                raise
        assert answer is not None
        if answer.status_code == 429:
            pause = limits.retry_after(answer.headers.get("retry-after", ""), limits.utc_now())
            pause = self._options.backoff if pause is None else pause
            self._host(url).asked_for_a_pause(pause, self._options.longest_pause, began)
        return answer, content, seconds - (loop.time() - began)

    async def _read(self, response: httpx.Response, *, anchors: bool) -> page.Page:
        kind = response.headers.get("content-type", "")
        length = response.headers.get("content-length", "")
        small = length.isascii() and length.isdigit() and int(length[:9]) <= SMALL_BODY
        readable = page.is_page(kind) and response.is_success
        if not readable and not small:
            return page.Page()
        body, complete = await page.read(
            response.aiter_raw(), response.headers.get("content-encoding", ""), self._options.max_body,
            whole=anchors or small,
        )  # fmt: skip
        return page.understand(body, kind, anchors=anchors and complete) if readable else page.Page()

    def _host(self, url: httpx.URL) -> limits.Host:
        return self._hosts.setdefault(_origin(str(url)), limits.Host(self._options.per_host))

    @asynccontextmanager
    async def _client(self, url: httpx.URL) -> AsyncIterator[httpx.AsyncClient]:
        """The client of the URL's host; the one that was idle longest is closed when there are too many."""
        origin = _origin(str(url))
        if origin not in self._clients:
            self._clients[origin] = httpx.AsyncClient(
                transport=GuardedTransport(self._guard, self._ssl_context, self._options.per_host),
                trust_env=False,
                timeout=self._options.timeout,
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                headers={
                    "User-Agent": self._options.user_agent,
                    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
                    "Accept-Language": "en,*;q=0.5",
                    "Accept-Encoding": "gzip",
                },
            )
        self._clients.move_to_end(origin)
        self._busy[origin] = self._busy.get(origin, 0) + 1
        try:
            yield self._clients[origin]
        finally:
            self._busy[origin] -= 1
            if len(self._clients) > OPEN_CLIENTS:
                idle = next((name for name in self._clients if not self._busy[name]), None)
                if idle is not None:
                    await self._clients.pop(idle).aclose()


def _origin(url: str) -> str:
    """Scheme, host and port: what shares connections."""
    scheme, _, rest = url.replace("\\", "/").partition("://")
    return f"{scheme.lower()}://{rest.partition('/')[0].partition('?')[0].rpartition('@')[2].lower()}"


def _parsed(text: str) -> httpx.URL | None:
    """The URL as browsers read it: a backslash before the query is a slash."""
    path, mark, query = text.partition("?")
    with suppress(httpx.InvalidURL, ValueError):
        url = httpx.URL(path.replace("\\", "/") + mark + query)
        return url if plain(url.host) or url.scheme not in WEB_PORTS else None
    return None


def _following(url: httpx.URL, location: str) -> httpx.URL | None:
    """Where a redirect leads. Its own fragment stays; a password comes along to the same host only."""
    with suppress(httpx.InvalidURL, ValueError, UnicodeError):
        following = url.join(location.strip())
        same = (following.scheme, following.host, following.port) == (url.scheme, url.host, url.port)
        if following.userinfo and not (same and following.userinfo == url.userinfo):
            following = following.copy_with(userinfo=b"")
        return following if plain(following.host) or following.scheme not in WEB_PORTS else None
    return None
