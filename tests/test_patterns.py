"""Patterns are compiled late, so a faulty one would only show on a user's machine: here all of them are compiled."""

from __future__ import annotations

import gc
import importlib
import pickle
import pkgutil
import re

import pytest

import preflight
from preflight import kept, patterns, precompiled


@pytest.fixture(scope="module")
def known() -> list[patterns._Pattern]:
    """All patterns of the program."""
    for module in pkgutil.walk_packages(preflight.__path__, "preflight."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return [pattern for pattern in gc.get_objects() if isinstance(pattern, patterns._Pattern)]


def test_every_pattern_compiles(known):
    assert len(known) > 300
    for pattern in known:
        assert pattern.groups >= 0, pattern


@pytest.fixture
def folder(tmp_path):
    """A cache folder, for this test alone."""
    kept.remember_in(tmp_path)
    yield tmp_path
    kept.remember_in(None)


def test_every_pattern_kept_from_an_earlier_run_is_the_one_that_re_would_compile(known, folder):
    for pattern in known:
        precompiled.compile(pattern.pattern, pattern._flags)
    kept.write()
    kept.remember_in(folder)
    for pattern in known:
        again = precompiled.compile(pattern.pattern, pattern._flags)
        plain = re.compile(pattern.pattern, pattern._flags)
        assert again == plain  # source, flags, groups, and the engine's program
        assert again.groupindex == plain.groupindex
    assert not kept.of(precompiled.FILE).fresh


@pytest.mark.parametrize("program", [b"", b"abc", b"\xff" * 64, bytes(4096)])
def test_a_program_that_the_engine_refuses_is_compiled_anew(program, folder):
    source = "(?P<word>a+)b"
    kept.of(precompiled.FILE).put(f"32 {source!r}", (32, 1, {"word": 1}, program))
    kept.write()
    kept.remember_in(folder)
    assert precompiled.compile(source, 32) == re.compile(source)


def test_a_faulty_expression_is_told_and_not_kept(folder):
    with pytest.raises(re.error):
        precompiled.compile("(", 0)
    kept.write()
    assert not list(folder.iterdir())


def test_a_pattern_is_compiled_when_it_is_used_and_not_before():
    broken = patterns.regex("(")
    with pytest.raises(re.error):
        broken.search("(")


def test_a_pattern_does_what_the_compiled_one_does_also_on_the_far_side_of_a_pipe():
    digits = pickle.loads(pickle.dumps(patterns.regex(r"(\d+)", re.ASCII)))
    assert [found[1] for found in digits.finditer("3 of 12")] == ["3", "12"]
    assert digits.sub("#", "3 of 12") == "# of #"
    assert digits.flags & re.ASCII
    assert digits.pattern == r"(\d+)"
