"""Which of many earlier issues are looked at: the newest ones of the same series, chosen by their headers alone.

A year of weekly issues is fifty messages, and those that name a recipient are never kept in the cache. A dozen tell the
habits; reading the headers of the others costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.parser import BytesHeaderParser

from msgspec.structs import replace

from preflight.checkers.issue import series
from preflight.model import Facts, Gap
from preflight.parse import OUTLOOK, headers, unwrapped
from preflight.sources.source import Collected, Source

MOST = 12
"""Earlier messages that are examined: as many as are compared."""
HEAD = 32_768
"""Bytes in which the headers of a message end."""
MESSAGES = ("message/rfc822", OUTLOOK)
LOOKED_AT = ("from", "subject", "date")


def recent(now: Collected, before: Collected) -> tuple[Collected, list[Gap]]:
    """The earlier messages that matter to this one, and what was left out. Anything but messages stays as it is."""
    messages = [source for source in before.sources if source.media_type in MESSAGES]
    targets = [source for source in now.sources if source.media_type in MESSAGES]
    if len(messages) <= MOST or len(messages) < len(before.sources) or len(now.sources) != 1 or not targets:
        return before, []
    this, others = _peek(targets[0]), [_peek(source) for source in messages]
    if this is None or not this.header("from"):
        return before, []
    known = {facts.path: source for facts, source in zip(others, messages, strict=True) if facts is not None}
    chosen = series.before(this, [facts for facts in others if facts is not None])[-MOST:]
    kept = [known[facts.path] for facts in chosen] or messages[-1:]
    left_out = len(messages) - len(kept)
    why = f"of {len(messages)} earlier messages, the newest {len(kept)} of this series were compared"
    gaps = [Gap("issue", now.name, f"{left_out} earlier messages", why, intended=True)] if left_out else []
    return replace(before, sources=kept), gaps


def _peek(source: Source) -> Facts | None:
    """The headers of a message that order it in time and series; None when it cannot be read."""
    try:
        if source.media_type == OUTLOOK:
            data = unwrapped(source.read(), source.media_type)[0][:HEAD]
        else:
            data = source.content[:HEAD] if source.content is not None else _head(source)
    except OSError:
        return None
    fields = _fields(data)
    return Facts(f"{source.path}{source.entry}", source.name, source.media_type, "email", "", headers=fields)


def _head(source: Source) -> bytes:
    if source.file is None:  # in an archive or a commit
        return source.read()[:HEAD]
    with source.file.open("rb") as stream:
        return stream.read(HEAD)


def _fields(data: bytes) -> tuple[tuple[str, str], ...]:
    try:
        message = BytesHeaderParser().parsebytes(data)
    except (RecursionError, ValueError):
        return ()
    found: Sequence[tuple[str, str]] = [(name.lower(), str(value)) for name, value in message.raw_items()]
    return tuple((name, headers.decoded(value)) for name, value in found if name in LOOKED_AT)
