"""Which checks are open: those of this desk, and what earlier desks left in files.

Closing an answer takes away what the desk kept of it, the copy of the email included.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from preflight.desk import kept, memories
from preflight.desk.checks import Check
from preflight.desk.clients import NOBODY, Client
from preflight.model import PreflightError

MOST = 50
"""Checks that one desk has in mind; the others are found again in their files."""


class Checks:
    """The checks by their ids, the oldest left to their files. ``client`` finds a client by its name, or raises."""

    def __init__(self, client: Callable[[str], Client]) -> None:
        self._known: dict[str, Check] = {}
        self._client = client
        self._lock = threading.Lock()

    def add(self, check: Check) -> Check:
        with self._lock:
            while len(self._known) >= MOST:
                self._known.pop(next(iter(self._known))).stop()
            self._known[check.id] = check
        return check

    def get(self, identifier: str) -> Check | None:
        """The check of that id, of this desk or of an earlier one."""
        with self._lock:
            known = self._known.get(identifier)
        if known is not None:
            return known
        found = kept.read(identifier)
        if found is None:
            return None
        try:
            client = self._client(found.client or NOBODY)
            if str(client.folder) != found.folder:
                return None
            return self.add(Check.again(found, client))
        except (PreflightError, KeyError, TypeError, ValueError):  # ValueError: msgspec's own are among them
            return None

    def open(self, client: Client | None = None) -> list[kept.Kept]:
        """What is open, the newest first; of a client, or of everybody here."""
        return [one for one in kept.all_of(client.folder if client else None) if client or self._is_here(one)]

    def _is_here(self, one: kept.Kept) -> bool:
        try:
            return str(self._client(one.client or NOBODY).folder) == one.folder
        except PreflightError:
            return False

    def newer(self, check: Check) -> Check | None:
        """A later check of a file of the same name."""
        with self._lock:
            others = [one for one in self._known.values() if one.options.targets == check.options.targets]
        later = [one for one in others if one.when > check.when]
        return max(later, key=lambda one: one.when, default=None)

    def after(self, check: Check) -> list[Check]:
        """Later answers about other files of the same client and kind, the newest first."""
        with self._lock:
            found = [
                one
                for one in self._known.values()
                if one.client == check.client and one.is_site == check.is_site and one.state == "done"
            ]
        later = [one for one in found if one.when > check.when and one.options.targets != check.options.targets]
        return sorted(later, key=lambda one: one.when, reverse=True)

    def close(self, found: kept.Kept) -> None:
        """Forget an answer, and the copy of the email that it was about, unless that has a certificate."""
        with self._lock:
            known = self._known.pop(found.id, None)
        if known is not None:
            known.stop()
        kept.forget(found.id)
        drafts = Path(found.folder) / "drafts"
        file = Path(str((found.options.get("targets") or [""])[0]))
        others = (other.options.get("targets") for other in kept.all_of(Path(found.folder)))
        if file.parent != drafts or [str(file)] in map(list, filter(None, others)):
            return
        if not file.with_name(f"{file.stem}.certificate.json").exists():
            with suppress(OSError):
                file.unlink()
        memories.forget(drafts, (f"subject {found.subject}" if found.subject else "", f"file {file}"))

    def expire(self) -> None:
        """Close what is open for too long."""
        for found in list(kept.expired()):
            self.close(found)

    def stop(self) -> None:
        for check in self._known.values():
            check.stop()
