"""On Linux the folders are worked out here, since ``platformdirs`` is slow to load: they must be the same ones."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from preflight import folders


@pytest.mark.parametrize("home", ["/home/ada", "/home/ada/", "/", "", "ada", "~ada"])
@pytest.mark.parametrize("chosen", [None, "", "/srv/kept", "kept"])
def test_the_folders_are_those_of_platformdirs(home, chosen, monkeypatch):
    monkeypatch.setenv("HOME", home)
    for name in ("PREFLIGHT_CACHE", "PREFLIGHT_USER"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
        if chosen is not None:
            monkeypatch.setenv(name, chosen)
    assert folders.cache_folder() == Path(platformdirs.user_cache_dir("preflight", appauthor=False))
    assert folders.user_folder() == Path(platformdirs.user_config_dir("preflight", appauthor=False))
