"""What a fleet's summary says of each client."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from preflight.model.findings import Verdict


class ClientAnswer(Struct, frozen=True):
    """One client's verdict in a sentence. ``first`` is the first thing to fix and ``help`` what to do about it, at
    ``place``; ``more`` how many others weigh as much; ``report`` the file of the client's own report."""

    name: str
    verdict: Verdict
    sentence: str
    counts: Mapping[str, int]
    checked: Mapping[str, int]
    first: str = ""
    help: str = ""
    place: str = ""
    more: int = 0
    report: str = ""


class Fleet(Struct, frozen=True):
    """All clients, worst first."""

    verdict: Verdict
    answers: tuple[ClientAnswer, ...]

    def sums(self, what: str) -> dict[str, int]:
        """The ``counts``, or what was ``checked``, of all clients together."""
        totals: dict[str, int] = {}
        for answer in self.answers:
            for key, number in (answer.counts if what == "counts" else answer.checked).items():
                totals[key] = totals.get(key, 0) + number
        return totals
