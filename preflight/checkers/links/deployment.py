"""Where a build will live: its own hosts and the path it is served under, as configured or as its pages say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from preflight.model import Delivery
from preflight.reading import urls

_AGREE = 0.8
"""The share of pages that must agree on what none of them was asked for."""

_SOURCES = (".html", ".htm")


class Deployment(Struct, frozen=True):
    """``known`` is false when links to the site itself cannot be looked up at all; then ``why`` says it."""

    hosts: tuple[str, ...]
    base_path: str
    known: bool
    why: str = ""
    previews: tuple[str, ...] = ()
    """Addresses that this very build is put at for a look, whatever path they add."""
    whole: bool = True
    """False when the folder can hardly be the site's root: no front page, and no link from the root is in it."""

    def on_site(self, target: urls.Target) -> str | None:
        """The address inside the build that a URL opens, or None when it leads elsewhere."""
        if target.scheme not in ("", "http", "https"):
            return None
        if target.host and self.previews and (address := self._in_preview(target)):
            return address
        if target.host and not any(urls.same_host(host, target.host) for host in self.hosts):
            return None
        if target.host and target.port not in ("", "80", "443"):
            return None
        if not target.host and target.scheme:
            return None
        return self.strip(target.path)

    def _in_preview(self, target: urls.Target) -> str:
        """The address inside the build of a link to its own preview, or nothing."""
        for preview in map(urls.resolve, self.previews):
            folder = preview.path.rstrip("/") + "/"
            if target.host == preview.host and (target.path + "/").startswith(folder):
                return "/" + target.path[len(folder) :]
        return ""

    def strip(self, address: str) -> str | None:
        """An address without the path that the build is served under; None for an address outside of it."""
        if self.base_path == "/":
            return address
        if address == self.base_path.rstrip("/"):
            return "/"
        return "/" + address[len(self.base_path) :] if address.startswith(self.base_path) else None


def of(delivery: Delivery) -> Deployment:
    """How this delivery will be served."""
    if not delivery.files:
        return Deployment(
            delivery.hosts, delivery.base_path, False, "the site it belongs to was not named (--site FOLDER)"
        )
    if not any(name.endswith(_SOURCES) for name in delivery.files):
        return Deployment(
            delivery.hosts, delivery.base_path, False, "this is no built site: where its pages will be is not known"
        )
    claims = list(_claims(delivery))
    hosts = delivery.hosts or _agreed(claims)
    base_path = delivery.base_path
    if base_path == "/":
        base_path = _agreed_path(delivery, claims, hosts)
    whole = base_path != "/" or urls.site_file("/", delivery.files) is not None
    whole = whole or any(urls.site_file(path, delivery.files) for path in _from_root(delivery))
    return Deployment(hosts, base_path, known=True, whole=whole, previews=delivery.previews)


def _claims(delivery: Delivery) -> Iterator[tuple[str, urls.Target]]:
    """What pages say their own address is: name, and the canonical URL or ``og:url``."""
    for facts in delivery.documents:
        content = next((facts.meta[name][0] for name in ("canonical", "og:url") if name in facts.meta), "")
        if content:
            target = urls.resolve(content)
            if target.host and target.scheme in ("http", "https"):
                yield facts.name, target


def _agreed(claims: list[tuple[str, urls.Target]]) -> tuple[str, ...]:
    counts = Counter(target.host for _, target in claims)
    if not counts:
        return ()
    host, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return (host,) if count >= _AGREE * len(claims) else ()


def _agreed_path(delivery: Delivery, claims: list[tuple[str, urls.Target]], hosts: tuple[str, ...]) -> str:
    """The path in front of the build: ``/docs/`` when docs/index.html calls itself https://shop.test/docs/docs/."""
    counts: Counter[str] = Counter()
    for name, target in claims:
        if not any(urls.same_host(host, target.host) for host in hosts):
            continue
        own, claimed = urls.page_key(urls.page_address(name)), urls.page_key(target.path)
        if own == "/":
            counts[claimed.rstrip("/") + "/"] += 1
        elif claimed.endswith(own):
            counts[claimed[: -len(own)] + "/"] += 1
    if counts:
        path, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        return path if count >= _AGREE * sum(counts.values()) else "/"
    return _shared_prefix(delivery)


def _shared_prefix(delivery: Delivery) -> str:
    """The first segment that all links from the root share, when they are files of the build only without it."""
    targets = _from_root(delivery)
    prefixes = {path.split("/", 2)[1] for path in targets if path.count("/") > 1}
    if len(prefixes) != 1 or len(targets) < 2:
        return "/"
    prefix = f"/{prefixes.pop()}/"
    if any(urls.site_file(path, delivery.files) for path in targets):
        return "/"
    inside = sum(
        1 for path in targets if path.startswith(prefix) and urls.site_file(path[len(prefix) - 1 :], delivery.files)
    )
    return prefix if inside >= _AGREE * len(targets) else "/"


def _from_root(delivery: Delivery) -> set[str]:
    """The paths of all links that begin at the root."""
    distinct = set[str]().union(*(facts.urls for facts in delivery.documents))
    return {urls.resolve(url).path for url in distinct if url[:1] == "/" and url[:2] != "//"}
