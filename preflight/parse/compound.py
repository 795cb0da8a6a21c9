"""Compound files ([MS-CFB]), the container of Outlook's messages: streams by their paths, and nothing that hangs.

olefile reads them. It trusts some of the numbers that a file gives about itself, and looks for streams that are used
twice in the square of their number; what no message has is refused before it gets so far.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
MISSING = (
    "this is an Outlook message (.msg): pip install 'preflight-send[msg]' to read it, or save the message as .eml, "
    "or drag it out of Outlook on the web"
)
DAMAGED = "this Outlook message is damaged or incomplete: save it again"
MOST_ENTRIES = 10_000
"""Streams and folders of one file; a message with fifty readers and ten attachments has some hundreds."""
SMALLEST = 1536
"""Bytes: a header, a table and a directory. olefile takes less for the name of a file."""

_SHIFT = struct.Struct("<30xH")
_COUNTS = struct.Struct("<44xI16xI4xI")
"""Of the header ([MS-CFB] 2.2): the sectors of the table, of the table of small streams, and of the table's table."""


class UnreadableError(Exception):
    """Why a compound file is not read, as the end of a sentence."""


class Streams:
    """The streams of an open file. No more is read of it than it is long."""

    def __init__(self, container: Any, size: int) -> None:
        self._container, self._left = container, size
        self._known: dict[str, bytes] = {}
        self.paths = frozenset("/".join(path) for path in container.listdir(streams=True, storages=False))

    def read(self, path: str) -> bytes:
        """The bytes of a stream, none where there is none. Raises UnreadableError."""
        if path not in self.paths:
            return b""
        if path in self._known:
            return self._known[path]
        self._left -= self._container.get_size(path)
        if self._left < 0:
            raise UnreadableError(DAMAGED)
        with self._container.openstream(path) as stream:
            self._known[path] = stream.read()
        return self._known[path]


@contextmanager
def opened(data: bytes) -> Iterator[Streams]:
    """The streams of a compound file. Raises UnreadableError, and nothing else, whatever the bytes are."""
    try:
        import compressed_rtf  # noqa: F401 (for what is in it)
        from olefile import OleFileIO
    except ImportError as error:
        raise UnreadableError(MISSING) from error
    if len(data) < SMALLEST or not data.startswith(MAGIC) or _SHIFT.unpack_from(data)[0] not in (9, 12):
        raise UnreadableError(DAMAGED)
    sectors = len(data) >> _SHIFT.unpack_from(data)[0]
    if any(count > sectors for count in _COUNTS.unpack_from(data)):
        raise UnreadableError(DAMAGED)

    class Container(OleFileIO):  # type: ignore[misc, unused-ignore]
        def loaddirectory(self, sect: int) -> None:
            at, seen, most = sect, 0, MOST_ENTRIES * 128 >> self.sector_shift
            while at < len(self.fat) and seen <= most:
                at, seen = self.fat[at], seen + 1
            if seen > most:
                raise UnreadableError(DAMAGED)
            super().loaddirectory(sect)

    try:
        with Container(io.BytesIO(data)) as container:
            if container.root is None or container.root.size > len(data):
                raise UnreadableError(DAMAGED)
            yield Streams(container, len(data))
    except UnreadableError:
        raise
    except Exception as error:  # a damaged file raises anything at all
        raise UnreadableError(DAMAGED) from error
