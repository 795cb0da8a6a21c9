"""Mailboxes in mbox format (RFC 4155): several messages in one file, each after a line that begins with ``From ``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.patterns import regex

SEPARATOR = regex(rb"(?:\A|(?<=\n))(?:[ \t]*\r?\n)?From [^\r\n]*\r?\n")
"""``From ann@example.com Tue Nov 24 09:00:00 2026``, at the start or after a line end."""
QUOTED_FROM = regex(rb"^>(>*From )", re.MULTILINE)


def messages(data: bytes) -> Iterator[bytes]:
    """The messages, in order, with ``>From`` unquoted (the mboxrd convention).

    A line that begins with ``From `` inside a body splits a message only where a header line follows, because many
    programs that write mailboxes do not quote it.
    """
    starts = [match for match in SEPARATOR.finditer(data) if _header_follows(data, match.end())]
    for index, match in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(data)
        yield QUOTED_FROM.sub(rb"\1", data[match.end() : end])


def _header_follows(data: bytes, offset: int) -> bool:
    line_end = data.find(b"\n", offset)
    line = data[offset : line_end if line_end >= 0 else len(data)]
    name, colon, _ = line.partition(b":")
    return bool(colon) and bool(name) and b" " not in name.strip() and name.strip().isascii()
