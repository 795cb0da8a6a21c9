"""Whom the probe may talk to: public web servers, and the hosts that the user named.

A checked newsletter is somebody else's text. Without a guard its links would make a build server ask its own cloud
for keys (169.254.169.254), or a laptop its router. So a name is resolved first, every address it has must be globally
routable (IANA special-purpose registries; embedded IPv4 addresses are unwrapped), and the connection is then made to
the very address that was looked at: a name that answers differently the second time gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx
from msgspec import Struct

from preflight.patterns import regex

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port → IP addresses. Raises OSError as ``socket.getaddrinfo`` does."""

WEB_PORTS = {"http": 80, "https": 443}

BAD_PORTS = frozenset(
    {
        0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109,
        110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530,
        531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190,
        5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
    }
)  # fmt: skip
"""Ports of other services, which browsers refuse too (WHATWG Fetch, "bad port")."""

PRIVATE_ENDINGS = (
    "localhost", "local", "internal", "intranet", "lan", "home", "home.arpa", "corp", "private", "localdomain", "onion",
)  # fmt: skip
"""Names that mean something only inside a network (RFC 6761, 6762, 8375, 9476 and common habit)."""

RESERVED = (".invalid", ".test", ".example")
"""Names that no name server of the internet knows (RFC 6761): the first is never asked for, and for the others any
failure to find them is final."""

NUMBER = regex(r"^(?:0[xX][0-9a-fA-F]*|[0-9]+)$")  # the last label of 2130706433, 0x7f.1, 10.0.0.1

_SPECIAL = tuple(
    ip_network(network)
    for network in (
        "100.64.0.0/10", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
        "64:ff9b:1::/48", "100::/64", "2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10",
    )
)  # fmt: skip
"""Ranges that older Pythons call global, or that newer registries set apart."""

_EMBEDDED = tuple(
    (ip_network(network), shift)
    for network, shift in (("::/96", 0), ("64:ff9b::/96", 0), ("2002::/16", 80))  # compatible, NAT64, 6to4
)
_ISATAP = (0x5EFE, 0x02005EFE)  # fe80::5efe:10.0.0.1 (RFC 5214)


class RefusedError(Exception):
    """The guard did not let a request out; its text is a clause for the report."""


class NoSuchHostError(Exception):
    """The name does not exist."""


class Guard(Struct, frozen=True):
    """``allowed`` are pairs of host and port, the port empty for all; see ``allowed_hosts``."""

    allowed: frozenset[tuple[str, str]]
    resolve: Resolver

    def exempts(self, host: str, port: int) -> bool:
        """Whether the user named this host."""
        return (host, "") in self.allowed or (host, str(port)) in self.allowed

    def refusal(self, url: httpx.URL) -> str:
        """Why this address must not be requested, as far as it tells without asking a name server; else empty."""
        host, port = host_of(url), url.port or WEB_PORTS.get(url.scheme, 0)
        if url.scheme not in WEB_PORTS:
            return f"it is no web address but one for another program ({url.scheme}:)"
        if self.exempts(host, port):
            return ""
        if port in BAD_PORTS:
            return f"port {port} is not a port for web pages"
        if address := literal(host):
            return "" if is_public(address) else f"the address {host} is inside a private network"
        if NUMBER.match(host.rpartition(".")[2]):
            return f"“{host}” is a number address in disguise"
        if "." not in host or host.endswith(tuple(f".{ending}" for ending in PRIVATE_ENDINGS)):
            return f"“{host}” is a name inside a private network"
        return ""

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses to connect to, IPv4 first. Raises RefusedError, NoSuchHostError or OSError."""
        host = plain(host)
        if literal(host):
            found: Sequence[str] = [host]
        elif host.endswith(".invalid"):
            raise NoSuchHostError
        else:
            found = await self._lookup(host, port)
        addresses = [ip_address(text) for text in dict.fromkeys(found)]
        if not self.exempts(host, port):
            for address in addresses:
                if not is_public(address):
                    raise RefusedError(f"“{host}” leads inside a private network ({address})")
        return tuple(str(address) for address in sorted(addresses, key=lambda address: address.version))

    async def _lookup(self, host: str, port: int) -> Sequence[str]:
        try:
            found = await self.resolve(host, port)
        except socket.gaierror as error:
            if host.endswith(RESERVED) or error.errno in (
                socket.EAI_NONAME,
                getattr(socket, "EAI_NODATA", socket.EAI_NONAME),
            ):
                raise NoSuchHostError from error
            raise
        except UnicodeError as error:  # a label longer than names can be
            raise NoSuchHostError from error
        if not found:
            raise NoSuchHostError
        return found


def allowed_hosts(named: Sequence[str]) -> frozenset[tuple[str, str]]:
    """``staging.example.com``, ``127.0.0.1:8000`` or ``[::1]:8000`` as pairs of host and port."""
    pairs = set()
    for text in named:
        host, port = text.strip(), ""
        if host.count(":") == 1 or "]:" in host:
            host, _, port = host.rpartition(":")
        pairs.add((plain(host), port))
    return frozenset(pairs)


def plain(host: str) -> str:
    """The host as it is compared: lower case, without brackets, without the root's dot."""
    return host.strip("[]").rstrip(".").lower()


def host_of(url: httpx.URL) -> str:
    """The URL's host as it is compared, in letters that name servers know."""
    return plain(url.raw_host.decode("ascii", "replace"))


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that the host is, in its usual form; or None."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the address, and every address inside it, belongs to the public internet."""
    return all(
        one.is_global and not one.is_multicast and not any(one in network for network in _SPECIAL)
        for one in (address, *_embedded(address))
    )


def _embedded(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that an IPv6 address carries through tunnels and translators."""
    if isinstance(address, IPv4Address):
        return
    value = int(address)
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.teredo:
        yield from address.teredo
    for network, shift in _EMBEDDED:
        if address in network:
            yield IPv4Address(value >> shift & 0xFFFFFFFF)
    if value >> 32 & 0xFFFFFFFF in _ISATAP:
        yield IPv4Address(value & 0xFFFFFFFF)


async def system_resolver(host: str, port: int) -> Sequence[str]:
    """The operating system's answer. Each question has a thread of its own that nobody waits for at the end: a name
    server that never answers must not hold the report back."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Sequence[str]] = loop.create_future()

    def settle(found: Sequence[str], error: Exception | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(found)
        else:
            answer.set_exception(error)

    def ask() -> None:
        found: list[str] = []
        failure: Exception | None = None
        try:
            found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            failure = error
        with suppress(RuntimeError):  # the run is over, nobody listens
            loop.call_soon_threadsafe(settle, found, failure)

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    return await answer
