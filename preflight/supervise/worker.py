"""The worker's side: a process of its own that examines documents one by one until its input ends.

Orders arrive on standard input, answers leave on standard output, both as frames: eight bytes of length, a payload.
Orders are pickled, for they come from the program that started this one; answers are MessagePack, for a plug-in had a
hand in them. Nothing a plug-in prints or reads touches the two streams.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import IO, Any

from msgspec import Struct
from msgspec.structs import astuple

from preflight import contract, examine, plugins, start
from preflight.examine import Row, Settings
from preflight.model import Delivery, Finding, Gap

LENGTH = struct.Struct(">Q")
GRACE = 60.0
"""Seconds beyond all its deadlines after which a worker ends by itself: its parent, who would stop it, must be gone."""


def main() -> None:
    import faulthandler
    import signal

    orders, answers = _own_streams()
    start.begin()
    start.load_mail()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then stops this process

    def answer(*message: Any) -> None:
        write(answers, pack(message))

    started = _order(orders)
    if started is None:
        return
    settings, deadline, memory = started
    _limit_memory(memory)
    # imports, and a lexicon compiled on the very first run, must not count for the first document
    examined(b"<p>Ready?</p>", "text/html", settings.without(settings.supervised))
    answer("ready")
    steps = 1 + len(settings.supervised)
    while (order := _order(orders)) is not None:
        # a process that hangs after its parent was killed would never see the end of its input
        faulthandler.dump_traceback_later(len(order[1]) * steps * deadline + GRACE, exit=True)
        if order[0] == "review":
            answer("reviewed", *_reviewed(settings, *order[1]))
        else:
            for index, data, media_type, left_out in order[1]:
                chosen = settings.without(left_out) if left_out else settings
                row, is_spent = examined(data, media_type, chosen, announce=lambda name: answer("at", name))
                answer("row", index, row, is_spent)
                if is_spent:
                    return
        faulthandler.cancel_dump_traceback_later()
    start.end()


def examined(
    data: bytes, media_type: str, settings: Settings, *, announce: Callable[[str], None] | None = None
) -> tuple[Row, bool]:
    """The document's row, and whether this process had better end. What cannot be parsed gets a row that says so."""
    try:
        return examine.examine(data, media_type, settings, announce=announce), False
    except MemoryError:
        return examine.failed(data, media_type, "needs more memory than a document may have"), True
    except RecursionError:
        return examine.failed(data, media_type, "is nested too deeply to be read"), False
    except Exception as error:  # a bug in the parser must not cost the other documents their result
        why = f"could not be read: a bug in preflight, please report it ({type(error).__name__}: {error})"
        return examine.failed(data, media_type, why), False


def _reviewed(settings: Settings, name: str, delivery: Delivery) -> tuple[list[Any], list[Any], str]:
    """Findings and gaps as plain tuples, or why there are none."""
    findings: list[Finding] = []
    gaps: list[Gap] = []
    try:
        judge = plugins.prepared(name, settings.checkers[name]).review
        seen: Iterable[Any] = judge(delivery) if judge else ()
        for item in seen:
            if isinstance(item, Gap):
                gaps.append(item)
                continue
            if fault := contract.fault_in(item, name):
                raise TypeError(fault)
            findings.append(item)
    except Exception as error:  # a checker's crash costs its own result, nothing else
        return [], [], f"the checker stopped with an error ({type(error).__name__}: {error})"
    return [_plain(finding) for finding in findings], [_plain(gap) for gap in gaps], ""


def _plain(value: Any) -> Any:
    """A finding or a gap, and whatever it holds, as nested lists."""
    if isinstance(value, Struct):
        value = astuple(value)
    return [_plain(member) for member in value] if isinstance(value, tuple) else value


def read(stream: IO[bytes]) -> bytes | None:
    """One frame; None when the stream has ended, in the middle of a frame too."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    payload = stream.read(length)
    return payload if len(payload) == length else None


def write(stream: IO[bytes], payload: bytes) -> None:
    stream.write(LENGTH.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def pack(message: Any) -> bytes:
    import msgpack

    # a message header can hold bytes that are no character at all
    return bytes(msgpack.packb(message, unicode_errors="surrogatepass"))


def _order(orders: IO[bytes]) -> Any:
    import pickle

    payload = read(orders)
    return None if payload is None else pickle.loads(payload)  # noqa: S301 - from the parent, through a private pipe


def _own_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output for frames alone; what takes their place leads nowhere."""
    orders, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    sys.stdout = sys.stderr
    return orders, answers


def _limit_memory(limit: int) -> None:
    """Bound what this process may ask for, where the system can do that."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):  # a lower limit is set already, or the system has none of this kind
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
