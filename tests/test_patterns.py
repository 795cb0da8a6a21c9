"""Patterns are compiled late, so a faulty one would only show on a user's machine: here all of them are compiled."""

from __future__ import annotations

import gc
import importlib
import pickle
import pkgutil
import re

import pytest

import preflight
from preflight import patterns


def test_every_pattern_compiles():
    for module in pkgutil.walk_packages(preflight.__path__, "preflight."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    known = [pattern for pattern in gc.get_objects() if isinstance(pattern, patterns._Pattern)]
    assert len(known) > 300
    for pattern in known:
        assert pattern.groups >= 0, pattern


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
