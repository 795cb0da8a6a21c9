"""Which words are struck through, in the ways that mail programs, editors and Markdown write it."""

from __future__ import annotations

import time

import pytest

from preflight.model import plain_document
from preflight.reading.struck import Struck, passages


@pytest.mark.parametrize(
    "source",
    [
        "a <s>OLD</s> b",
        "a <S class=x>OLD</S> b",
        "a <del datetime='2026'>OLD</del> b",
        "a <strike><b>OLD</b></strike> b",
        "a <span style='color:red; text-decoration:line-through'>OLD</span> b",
        "<style>.was, .gone { color: red; text-decoration: line-through }</style><i class='x gone'>OLD</i> b",
        "a ~~OLD~~ b",
        "a <s>very <s>OLD</s> and</s> b",
    ],
)
def test_struck(source: str) -> None:
    places = passages(source)
    at = source.index("OLD")
    assert any(start <= at and at + 3 <= end for start, end in places)
    assert not any(start <= len(source) - 1 < end for start, end in places)


@pytest.mark.parametrize(
    "source",
    ["a <span>NEW</span> <s>b</s>", "<section>NEW</section>", "~~ NEW", "<s>NEW", "<small>NEW</small></s>", "a NEW"],
)
def test_standing(source: str) -> None:
    at = source.index("NEW")
    assert not any(start <= at < end for start, end in passages(source))


def test_of_a_run() -> None:
    document = plain_document("By ~~3 May~~ 4 May")
    (run,) = document.runs
    struck = Struck(document)
    assert struck.covers(run, 5, 10)
    assert not struck.covers(run, 13, 18)
    assert not struck.covers(run, 0, 2)


@pytest.mark.parametrize(
    "piece", ["<s>", "</s>", "<s", "~~", "~~a", "<a style='line-through'>", ".a{", ".a", "<span class=", "<s><b></s>"]
)
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    source = "line-through ~~ </s>" + piece * (640_000 // len(piece))
    began = time.process_time()
    passages(source)
    assert time.process_time() - began < 2
