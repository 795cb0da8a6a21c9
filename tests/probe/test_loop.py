from __future__ import annotations

import asyncio

import pytest

from preflight.probe.loop import completed


async def answer() -> int:
    await asyncio.sleep(0)
    return 42


async def fault() -> None:
    raise ValueError("no")


def test_work_is_done_with_and_without_a_loop_around_it() -> None:
    async def inside() -> int:
        return completed(answer())

    assert completed(answer()) == 42
    assert asyncio.run(inside()) == 42


def test_what_it_raises_reaches_the_caller() -> None:
    async def inside() -> None:
        completed(fault())

    for way in (lambda: completed(fault()), lambda: asyncio.run(inside())):
        with pytest.raises(ValueError, match="no"):
            way()
