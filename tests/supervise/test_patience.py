"""A deadline on a machine that does other things, too."""

from __future__ import annotations

import os
import time

import pytest

from preflight.supervise import patience
from preflight.supervise.patience import Patience, processor_time


def stopped_at(monkeypatch: pytest.MonkeyPatch, share: float | None, lost: float = 0) -> float:
    """The deadlines after which a process is stopped that gets this share of a processor."""
    now = 0.0
    monkeypatch.setattr(patience, "processor_time", lambda process: None if share is None else now * share)
    monkeypatch.setattr(time, "monotonic", lambda: now)
    waited = Patience(1)
    waited.begin(10)
    while not waited.is_over(now, lost if now == 5 else 0):
        now += 0.05
        if now > 4.99 and now < 5.01:
            now = 5
    return now / 10


@pytest.mark.parametrize(
    ("share", "deadlines"),
    [
        (1.0, 1.0),  # at work all the time
        (0.96, 1.0),
        (0.5, 1.9),  # two at one processor: nearly all that it is due
        (0.25, 3.8),
        (0.04, 6.0),  # never longer than that
        (0.01, 1.0),  # asleep
        (None, 1.0),  # the system does not tell
    ],
)
def test_time_without_a_processor_does_not_count(
    share: float | None, deadlines: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stopped_at(monkeypatch, share) == pytest.approx(deadlines, abs=0.12)


def test_time_in_which_nothing_ran_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stopped_at(monkeypatch, 1.0, lost=7) == pytest.approx(1.7, abs=0.02)


def test_nothing_is_awaited_is_never_too_long() -> None:
    waited = Patience(1)
    assert not waited.is_over(1e9, 0)
    waited.begin(0)
    waited.end()
    assert not waited.is_over(1e9, 0)


def test_what_the_system_tells() -> None:
    told = processor_time(os.getpid())
    assert told is None or abs(told - time.process_time()) < 0.5
    assert processor_time(2**22 + 1) is None
