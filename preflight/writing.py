"""Write a text file whole or not at all: by a temporary file beside it and ``os.replace``."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress

TYPE_CHECKING = False  # importing typing costs start-up time
if TYPE_CHECKING:
    from typing import IO


def write(path: str, text: str | bytes | memoryview) -> None:
    """Put the text into the file, UTF-8, ``\\n`` line ends; bytes as they are.

    Raises OSError, and then leaves what was there.

    A link is followed. What is no ordinary file (a terminal, a pipe, ``/dev/null``) is written to and never replaced.
    """
    path = os.path.realpath(path)
    data = text.encode("utf-8") if isinstance(text, str) else text
    if not _is_ordinary(path):
        with open(path, "wb") as stream:
            stream.write(data)
        return
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "xb") as stream:
            stream.write(data)
        with suppress(FileNotFoundError):
            os.chmod(temporary, stat.S_IMODE(os.stat(path).st_mode))
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def append_line(stream: IO[bytes], line: bytes) -> None:
    """One more line at the end of a file that is open without a buffer: whole, or not at all where there is no room.

    What somebody left half written becomes a line of its own. Raises OSError.
    """
    end = stream.seek(0, os.SEEK_END)
    cut = False
    if end:
        stream.seek(-1, os.SEEK_END)
        cut = stream.read(1) != b"\n"
    data = (b"\n" if cut else b"") + line + b"\n"
    try:
        if stream.write(data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except OSError:
        with suppress(OSError):
            stream.truncate(end)
        raise


def _is_ordinary(path: str) -> bool:
    """Whether the path is a regular file or free for one."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except FileNotFoundError:
        return True
