"""The map step on a Dask cluster (extra ``cluster``): our chunks on its ``Client.get_executor()``.

A worker that dies takes nothing along: the cluster gives its chunks to another worker, and what the cluster itself
gives up is examined here. The report is the same either way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

import preflight
from preflight import shipped
from preflight.model import PreflightError

PATIENCE = 10
"""Seconds to wait for the scheduler's first answer."""
LIBRARIES = ("turbohtml", "pyspellchecker", "wordfreq")
"""Packages whose version decides what is found."""
EXTRA = 'a cluster needs the package distributed: pip install "preflight-send[cluster]"'


@contextmanager
def executor(address: str) -> Iterator[Executor | None]:
    """The executor of the cluster whose scheduler is at ``address`` (``tcp://10.0.0.5:8786``); none for no address.

    Raises PreflightError where there is no cluster, or its workers run another preflight: their rows would differ.
    """
    if not address:
        yield None
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise PreflightError(f"--cluster {address}: {EXTRA}") from error
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise PreflightError(f"--cluster {address}: no scheduler answers there ({error})") from error
    with client:
        try:
            editions = client.run(knowledge)
        except Exception as error:  # raised here as the worker raised it: it has no preflight, or a broken one
            raise PreflightError(f"--cluster {address}: its workers cannot run preflight ({error})") from error
        if not editions:
            raise PreflightError(f"--cluster {address}: the cluster has no workers")
        if set(editions.values()) != {knowledge()}:
            raise PreflightError(
                f"--cluster {address}: its workers have another version of preflight than this machine"
            )
        pool = client.get_executor()
        pool._max_workers = sum(client.nthreads().values())  # what executors of the standard library call it
        yield pool


def knowledge() -> str:
    """A digest of all that decides about a row, equal on machines that have the same preflight, wherever it lies."""
    from importlib.metadata import version

    digest = hashlib.sha256("".join(version(name) for name in LIBRARIES).encode())
    for folder, pattern in ((Path(preflight.__file__).parent, "*.py"), (shipped.folder("rules"), "*")):
        for file in sorted(Path(str(folder)).rglob(pattern)):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(Path(str(folder))).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()
