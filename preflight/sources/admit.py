"""A file joins a delivery: by its name, its first bytes and its size; or the reason is noted why it cannot."""

from __future__ import annotations

from msgspec.structs import replace

from preflight.sources import mailbox, media
from preflight.sources.source import LARGEST, SNIFFED, Collected, Source, why

NOT_TEXT = frozenset({*media.MESSAGES.values(), media.WORKBOOK})
"""What has parts that are no text, or is none itself."""


def add(collected: Collected, source: Source) -> None:
    """Add a file to the delivery, or the reason why it cannot be."""
    suffix = media.suffix(source.name)
    media_type = media.MEDIA_TYPES.get(suffix, "")
    fault = ""
    try:
        size = source.size()
        if size > LARGEST and media_type != "application/mbox":
            fault = f"is {size / 1e6:.0f} MB; nothing above {LARGEST / 1e6:.0f} MB is read"
        else:
            head = source.head()
            if suffix == ".gz" and head[:2] == b"\x1f\x8b":
                source = _unpacked(source)
                head, suffix = source.head(), ".xml" if source.size() else suffix
            media_type = media.records_in(head, suffix) or media.message_in(head, suffix, media_type)
            if suffix in media.NOT_READ and not media_type:
                fault = media.NOT_READ[suffix]
            elif not head.strip() and size <= SNIFFED:
                fault = "is empty"
            elif media_type not in NOT_TEXT and media.is_binary(head):
                fault = "is not text, whatever its name says"
            else:
                media_type = media_type or media.sniffed(head)
    except OSError as error:
        fault = why(error)
    if fault:
        collected.miss(source.path, fault)
        return
    if media_type in media.MESSAGES.values():
        collected.kind = "email"
    elif media_type in media.RECORDS:
        collected.kind = "sheet"
    if media_type == "application/mbox":
        _add_mailbox(collected, source)
    elif media_type == media.SITEMAP and media.is_index(head):
        _add_index(collected, source)
    else:
        collected.sources.append(replace(source, media_type=media_type))


def _unpacked(source: Source) -> Source:
    """What a gzip file holds; nothing where that is damaged or a bomb."""
    from preflight.sources.sitemap import unpacked

    return replace(source, content=unpacked(source.read()) or b"", file=None, tree=None)


def _add_mailbox(collected: Collected, source: Source) -> None:
    number = 0
    for number, message in enumerate(mailbox.messages(source.read()), 1):
        if len(message) > LARGEST:
            collected.miss(
                source.path,
                f"message {number} is {len(message) / 1e6:.0f} MB; nothing above {LARGEST / 1e6:.0f} MB is read",
            )
        else:
            collected.sources.append(replace(source, media_type="message/rfc822", content=message, entry=f"{number}:"))
    if not number:
        collected.miss(source.path, "holds no message")


def _add_index(collected: Collected, source: Source) -> None:
    """The sitemaps that an index names, as far as they lie beside it; nothing is requested."""
    from preflight.sources import sitemap

    named = sitemap.members(source.read())
    for url in named[: sitemap.MOST_NAMED]:
        name = url.partition("?")[0].rpartition("/")[2]
        file = source.file.parent / name if source.file is not None and name not in ("", ".", "..") else None
        before = len(collected.sources)
        if file is not None and file.is_file() and file != source.file:
            shown = source.path.rpartition("/")[0]
            add(collected, Source(f"{shown}/{name}" if shown else name, name, "", file))
        if len(collected.sources) == before:
            collected.partial = f"the sitemap {url[:200]} does not lie beside the index that names it"
    if len(named) > sitemap.MOST_NAMED:
        collected.partial = f"the index names {len(named)} sitemaps: more than are read"
    if collected.partial:
        collected.miss(source.path, f"only a part of it is known: {collected.partial}")
