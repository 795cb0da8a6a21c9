"""Which of many files are checked: a folder, an archive or a commit is one delivery.

It is a site, unless it holds messages or nothing but sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from msgspec.structs import replace

from preflight.sources import media
from preflight.sources.admit import add
from preflight.sources.source import LARGEST, Collected, Source


def fill(collected: Collected, names: list[str], exclude: tuple[str, ...], source_of: Callable[[str], Source]) -> None:
    """What of these files is checked: the messages, the pages, or the sheets."""
    collected.files = frozenset(names)
    wanted = [name for name in names if not any(PurePosixPath(name).match(pattern) for pattern in exclude)]
    suffixes = {name: media.suffix(name) for name in wanted}
    messages = [name for name in wanted if suffixes[name] in media.MESSAGES]
    pages = [name for name in wanted if suffixes[name] in media.PAGES]
    texts = [name for name in wanted if suffixes[name] in media.TEXTS]
    if messages and not any(name.lower().endswith((".html", ".htm")) for name in pages):
        for name in messages:
            add(collected, source_of(name))
        collected.kind = "email"
        return
    if not pages and (sheets := list(_sheets(wanted, suffixes, source_of))):
        for source in sheets:
            add(collected, source)
        collected.kind = "sheet"
        return
    for name in pages or texts:  # beside pages, .txt files are robots.txt and its like
        _add_page(collected, source_of(name))
    collected.kind = "site"
    if pages:
        collected.companions = list(_companions(wanted, source_of))


def _add_page(collected: Collected, source: Source) -> None:
    """A page of an archive or a commit is not looked into before it is read."""
    if source.tree is None:
        add(collected, source)
    elif not source.size():
        collected.miss(source.path, "is empty")
    elif source.size() > LARGEST:
        collected.miss(source.path, f"is {source.size() / 1e6:.0f} MB; nothing above {LARGEST / 1e6:.0f} MB is read")
    else:
        media_type = media.MEDIA_TYPES[media.suffix(source.name)]
        collected.sources.append(replace(source, media_type=media_type))


def _sheets(names: list[str], suffixes: dict[str, str], source_of: Callable[[str], Source]) -> Iterator[Source]:
    """The sheets and exports of a folder. A sitemap that is listed in an index comes with that."""
    members: set[str] = set()
    found: list[Source] = []
    for name in names:
        source = source_of(name)
        if suffixes[name] in media.SHEETS:
            found.append(source)
        elif suffixes[name] in media.SNIFFED_SHEETS and name.lower() != "preflight.lock":
            try:
                head = source.head()
                if suffixes[name] == ".gz" or (media_type := media.records_in(head, suffixes[name])):
                    found.append(source)
                    if suffixes[name] == ".xml" and media_type == media.SITEMAP and media.is_index(head):
                        from preflight.sources.sitemap import members as named

                        members |= {url.partition("?")[0].rpartition("/")[2] for url in named(source.read())}
            except OSError:
                continue
    yield from (source for source in found if source.name.rpartition("/")[2] not in members)


def _companions(names: list[str], source_of: Callable[[str], Source]) -> Iterator[Source]:
    """Style sheets, sitemaps, feeds and manifests of a site."""
    for name in names:
        lowered = name.lower()
        media_type = media.COMPANIONS.get(media.suffix(lowered)) or media.COMPANIONS.get(lowered.rpartition("/")[2])
        if media_type:
            source = source_of(name)
            if source.size() <= LARGEST:
                yield replace(source, media_type=media_type)
