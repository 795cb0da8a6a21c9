"""Patterns are compiled late, so a faulty one would only show on a user's machine: here all of them are compiled."""

from __future__ import annotations

import gc
import importlib
import pickle
import pkgutil
import re

import pytest
from msgspec import msgpack

import preflight
from preflight import patterns
from preflight.precompiled import Precompiled


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


def test_every_pattern_kept_from_an_earlier_run_is_the_one_that_re_would_compile(known, tmp_path):
    first, later = Precompiled(tmp_path), Precompiled(tmp_path)
    for pattern in known:
        first.compile(pattern.pattern, pattern._flags)
    first.keep()
    for pattern in known:
        kept = later.compile(pattern.pattern, pattern._flags)
        plain = re.compile(pattern.pattern, pattern._flags)
        assert kept == plain  # source, flags, groups, and the engine's program
        assert kept.groupindex == plain.groupindex
    assert not later._new


@pytest.mark.parametrize("content", [b"", b"\x00", b"not a table", msgpack.encode({"32 '(a)'": [1]})])
def test_a_broken_file_of_patterns_is_compiled_anew(content, tmp_path):
    first = Precompiled(tmp_path)
    first.compile("(a)", 32)
    first.keep()
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    again = Precompiled(tmp_path)
    assert again.compile("(a)", 32) == re.compile("(a)")
    again.keep()
    assert list(msgpack.decode(file.read_bytes())) == ["32 '(a)'"]


@pytest.mark.parametrize("program", [b"", b"abc", b"\xff" * 64, bytes(4096)])
def test_a_program_that_the_engine_refuses_is_compiled_anew(program, tmp_path):
    first = Precompiled(tmp_path)
    first.compile("(?P<word>a+)b", 32)
    first.keep()
    (file,) = tmp_path.iterdir()
    (name, (flags, groups, names, _)) = next(iter(msgpack.decode(file.read_bytes()).items()))
    file.write_bytes(msgpack.encode({name: (flags, groups, names, program)}))
    assert Precompiled(tmp_path).compile("(?P<word>a+)b", 32) == re.compile("(?P<word>a+)b")


def test_patterns_need_no_folder_that_can_be_written(tmp_path):
    (tmp_path / "file").write_text("in the way")
    for folder in (None, tmp_path / "file"):
        kept = Precompiled(folder)
        assert kept.compile(b"[0-9]+", 0).fullmatch(b"12")
        kept.keep()
        with pytest.raises(re.error):
            kept.compile("(", 0)
    assert (tmp_path / "file").read_text() == "in the way"


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
