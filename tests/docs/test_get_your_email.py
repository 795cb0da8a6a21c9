"""The guide and the desk's page tell the same, since both are made from the same steps."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("starlette")

from preflight.desk import guide, sketches, steps

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides"


def test_the_guide_is_as_it_would_be_written_now() -> None:
    assert guide.main(["--check", str(GUIDES)]) == 0, "run make docs"


def test_every_step_has_a_drawing_and_its_words() -> None:
    for way in (*steps.PROGRAMS, *steps.PLATFORMS):
        for step in way.steps:
            told, shapes = sketches.drawing(step.kind, step.words)
            assert step.words.removesuffix("…") in told or not shapes.count("{}")
            assert "{}" not in told
            assert len(sketches.file(step.kind, step.words)) < 4000
    assert len({way.anchor for way in (*steps.PROGRAMS, *steps.PLATFORMS)}) == len(steps.PROGRAMS) + len(
        steps.PLATFORMS
    )
