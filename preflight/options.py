"""What a run was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor
    from datetime import date

    from preflight.collect import Kind
    from preflight.model import Severity


class Options(Struct, frozen=True):
    """What a run was asked for; the command line's options under their own names (see ``preflight check --help``).

    ``against`` and ``site`` are paths; ``client`` is the name of a client's folder in the workspace; ``until`` is a
    number of days; ``severity`` maps rule ids to levels; ``stdin`` is the content for the target ``-``; ``today``
    is the day of the run; ``executor`` runs the map step elsewhere; ``progress`` is called with (documents done,
    documents in all), ``opening`` with (links opened, links in all).
    """

    targets: tuple[str, ...]
    kind: Kind | None = None
    state: str | None = None
    against: str | None = None
    source: str | None = None
    site: str = ""
    client: str = ""
    recipients: str | None = None
    show_recipients: bool = False
    key: str = ""
    send_date: str | None = None
    offline: bool = False
    allow_hosts: tuple[str, ...] = ()
    allow_change: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    fail_on: Severity | None = None
    new_only: bool = False
    until: int = 0
    config: str | None = None
    no_config: bool = False
    no_cache: bool = False
    allow_plugins: bool = False
    jobs: int = 0
    stdin: bytes = b""
    stdin_filename: str = "stdin"
    today: date | None = None
    executor: Executor | None = None
    progress: Callable[[int, int], None] | None = None
    opening: Callable[[int, int], None] | None = None
    all_items: bool = False
    """With the items that come with the program, where the client has no checklist."""
    render: bool = False
    """Also show the documents as their readers see them (``Report.renderings``)."""
