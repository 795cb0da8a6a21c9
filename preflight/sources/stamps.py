"""What tells that a file is the one that was read before, without reading it: where it lies on the disk, its size, the
time of its change and that of its entry's, which nobody can set back.

As in Git, a file that changed a moment before it was read is not trusted: the next change may leave the same times.
"""

from __future__ import annotations

import os
import struct
import time

_FORM = struct.Struct(">QQqqq")
SETTLED = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use."""
TELLING = os.name == "posix"
"""Whether the time of the entry is that of its last change; on Windows it is that of its making."""


def of(file: os.PathLike[str] | str) -> bytes | None:
    """The stamp of a file, of which a link's target is meant; None where there is none to rely on."""
    if not TELLING:
        return None
    try:
        known = os.stat(file)  # noqa: PTH116 - thousands of files
    except OSError:
        return None
    if max(known.st_mtime_ns, known.st_ctime_ns) > time.time_ns() - SETTLED:
        return None
    return _FORM.pack(known.st_dev, known.st_ino, known.st_size, known.st_mtime_ns, known.st_ctime_ns)
