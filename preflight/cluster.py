"""The map step on a Dask cluster (extra ``cluster``): our chunks on its ``Client.get_executor()``.

A worker that dies takes nothing along: the cluster gives its chunks to another worker, and what the cluster itself
gives up is examined here. The report is the same either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from preflight import edition
from preflight.model import PreflightError

PATIENCE = 10
"""Seconds to wait for the scheduler's first answer."""
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
            editions = client.run(edition.of_program)
        except (
            Exception
        ) as error:  # whatever the worker could not do is raised here: it has no preflight, or a broken one
            raise PreflightError(f"--cluster {address}: its workers cannot run preflight ({error})") from error
        if not editions:
            raise PreflightError(f"--cluster {address}: the cluster has no workers")
        if set(editions.values()) != {edition.of_program()}:
            raise PreflightError(
                f"--cluster {address}: its workers have another version of preflight than this machine"
            )
        pool = client.get_executor()
        pool._max_workers = sum(client.nthreads().values())  # what executors of the standard library call it
        yield pool
