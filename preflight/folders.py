"""Where things live on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """The per-user cache folder, which may not exist yet. ``PREFLIGHT_CACHE`` names another one."""
    chosen = os.environ.get("PREFLIGHT_CACHE")
    if chosen:
        return Path(chosen)
    return Path(_usual("XDG_CACHE_HOME", ".cache") or _told("user_cache_dir"))


def cache_limit(share: float) -> int:
    """Bytes that a part of the cache may take: its share of 500 MB, or of what ``PREFLIGHT_CACHE_MB`` says."""
    chosen = os.environ.get("PREFLIGHT_CACHE_MB", "").strip()
    whole = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 9 else 500
    return int(whole * 1_000_000 * share)


def user_folder() -> Path:
    """The folder of the user's own settings, which may not exist. ``PREFLIGHT_USER`` names another one."""
    chosen = os.environ.get("PREFLIGHT_USER")
    if chosen:
        return Path(chosen)
    return Path(_usual("XDG_CONFIG_HOME", ".config") or _told("user_config_dir"))


def state_folder() -> Path:
    """The user's own folder for what is open at the desk, private and in no repository; may not exist yet."""
    chosen = os.environ.get("PREFLIGHT_USER")
    if chosen:
        return Path(chosen) / "state"
    return Path(_told("user_state_dir"))


def _usual(variable: str, within: str) -> str:
    """What ``platformdirs`` would say on Linux, where it is plain: loading it takes as long as loading half of what a
    newsletter needs. Otherwise empty."""
    home = os.environ.get("HOME", "")
    if sys.platform != "linux" or not home.startswith("/") or os.environ.get(variable) or "ANDROID_DATA" in os.environ:
        return ""
    return os.path.join(home, within, "preflight")  # noqa: PTH118


def _told(what: str) -> str:
    import platformdirs

    return str(getattr(platformdirs, what)("preflight", appauthor=False))
