"""A previous site that is known by a list only: a lock file, a sitemap, an export. Its pages as far as they are known.

What the list does not tell stays unknown, and is never taken for a change: a sitemap knows addresses and nothing else,
a lock file also knows what search engines show and what a page is known by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from preflight.model import Delivery, Fact, FactLink, Facts, Gap

if TYPE_CHECKING:
    from preflight.reading.records import Row

LOCK = "text/x-preflight-lock"
ANSWER = "application/wp+json"
WHOLE_ANSWERS = frozenset({10, 20, 50, 100})
"""Entries that an answer of WordPress has when there are probably more: 10 unless asked otherwise, 100 at most."""

HEAD = ("title", "description", "robots", "canonical", "og:image")
"""Columns of a lock file that stand in a page's head."""

HASH = 8
"""Digits of one number of a sketch."""


def is_listing(documents: Iterable[Facts]) -> bool:
    """Whether the delivery is a list of pages instead of the pages."""
    return any(facts.kind == "sheet" for facts in documents)


def missing(documents: Iterable[Facts]) -> Iterator[Gap]:
    """What of a list could not be read, or is probably missing."""
    answers: list[tuple[Facts, int]] = []
    for facts in documents:
        if facts.kind != "sheet":
            continue
        yield from (gap for gap in facts.gaps if not gap.intended)
        if facts.media_type == ANSWER and not facts.path.startswith("http") and not facts.gaps:
            answers.append((facts, len(facts.facts.get("record", ()))))
    kinds: dict[str, list[tuple[Facts, int]]] = {}
    for facts, count in answers:
        first = next(iter(facts.facts.get("record", ())), None)
        kinds.setdefault(first.value["values"].get("type", "") if first else "", []).append((facts, count))
    for found in kinds.values():
        if all(count in WHOLE_ANSWERS for _, count in found):
            facts, count = found[-1]
            why = f"exactly {count} entries are as many as one answer of WordPress holds: save the following ones, too"
            yield Gap("document", facts.path, "", why, intended=False)


def as_site(listed: Delivery, declared: Iterable[str], files: Collection[str]) -> Delivery | None:
    """The pages that the list names, as documents; None when it names no address. ``files`` are the new build's.

    ``declared`` are ``COLUMN=FIELD`` entries of the client's configuration.
    """
    from preflight.checkers.slugs import tree
    from preflight.reading import columns, records

    sheet = records.sheet_of(listed, columns.declared(declared))
    if sheet is None:
        return None
    whole = any(facts.media_type == LOCK for facts in listed.documents)
    addresses = {id(row): _address(row, listed.base_path, whole=whole) for row in sheet.rows}
    if root := "" if whole else _root(addresses.values(), files):
        addresses = {row: address.removeprefix(root) or "index.html" for row, address in addresses.items()}
    host = Counter(_host(row) for row in sheet.rows).most_common(1)[0][0]
    found: dict[str, Facts] = {}
    for row in sheet.rows:
        address = addresses[id(row)]
        if address and _host(row) == host and (whole or tree.is_public(row)):
            name = _name(address, files)
            found.setdefault(name, _page(listed.name, name, row, whole=whole))
    if not found:
        return None
    texts = {"robots.txt": _robots(sheet.rows)} if whole else {}
    return replace(listed, kind="site", documents=tuple(found.values()), files=frozenset(found), texts=texts)


def _host(row: Row) -> str:
    from preflight.reading import columns, urls

    return urls.resolve(row.get(columns.URL)).host.removeprefix("www.")


def _address(row: Row, base: str, *, whole: bool) -> str:
    """The address below the site's root, decoded; nothing for one that lies elsewhere."""
    from preflight.reading import columns, records, urls

    path = urls.decoded(row.raw.get("address", "")) if whole else records.path_of(row.get(columns.URL))
    if not path.startswith(base):
        return ""
    return path[len(base) :] or "index.html"


def _root(addresses: Iterable[str], files: Collection[str]) -> str:
    """The folder of its host that the whole site lies in (``project/`` of ``https://user.example/project/``), where
    nobody said so and the new build lies right there; empty otherwise."""
    known = [address for address in addresses if address]
    first = known[0].partition("/")[0] + "/" if known else ""
    if first not in known or not all(address.startswith(first) for address in known):
        return ""
    found = sum(_name(address.removeprefix(first) or "index.html", files) in files for address in known)
    return first if found * 2 > len(known) and not any(name.startswith(first) for name in files) else ""


def _name(address: str, files: Collection[str]) -> str:
    """The file that a build would have for the address. Hosts differ about the final slash: so does the new build."""
    name = address + "index.html" if address.endswith("/") else address
    if name in files:
        return name
    bare = address.rstrip("/")
    return next((one for one in (f"{bare}.html", f"{bare}/index.html") if one in files), name)


def _page(listing: str, name: str, row: Row, *, whole: bool) -> Facts:
    from preflight.checkers.slugs import sketch
    from preflight.reading import columns

    place = replace(row.location, path=f"{listing}/{name}")
    raw = row.raw if whole else {}
    title = raw.get("title", "") if whole else row.get(columns.TITLE)
    heading = raw.get("heading", "") if whole else row.get(columns.NAME)
    meta = {field: (raw[field], place) for field in HEAD if raw.get(field)}
    links: tuple[FactLink, ...] = ()
    if target := raw.get("to", ""):
        meta["refresh"] = (f"0; url={target}", place)
        links = (FactLink(target, "", "meta", "content", place),)
    text = raw.get("text", "")
    hashes = [int(text[at : at + HASH], 16) for at in range(0, len(text), HASH)] if _is_hex(text) else []
    words = int(raw["words"]) if raw.get("words", "").isdigit() else 0
    known: Any = [title.lower(), heading.lower(), words, hashes]
    facts = {sketch.KIND: (Fact(sketch.KIND, known, place, title or heading),)}
    if whole:
        facts["head"] = (Fact("head", {"h1": raw.get("h1", ""), "hreflang": None}, place),)
    return Facts(
        path=f"{listing}/{name}",
        name=name,
        media_type="text/html",
        kind="page" if whole else "address",
        sha256="",
        words=words,
        links=links,
        anchors=tuple(raw.get("anchors", "").split()),
        meta=meta,
        facts=facts,
    )


def _is_hex(text: str) -> bool:
    return bool(text) and len(text) % HASH == 0 and all(digit in "0123456789abcdef" for digit in text)


def _robots(rows: Iterable[Row]) -> str:
    """The pages that the site kept search engines from when the list was written, as a robots.txt says it."""
    closed = [row.raw.get("address", "") for row in rows if row.raw.get("closed")]
    return "\n".join(("User-agent: *", *(f"Disallow: {address}$" for address in closed)))


def unknown(listed: Delivery) -> Gap:
    """The list names no address of a page."""
    why = "it names no addresses of pages, so that nothing can be compared"
    return Gap("slugs", listed.name, "", why, intended=False)
