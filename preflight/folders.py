"""Where things live on this machine."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """The per-user cache folder, which may not exist yet. ``PREFLIGHT_CACHE`` names another one."""
    chosen = os.environ.get("PREFLIGHT_CACHE")
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_cache_dir("preflight", appauthor=False))


def cache_limit(usual: int) -> int:
    """Bytes that the documents in the cache may take. ``PREFLIGHT_CACHE_MB`` says it in megabytes."""
    chosen = os.environ.get("PREFLIGHT_CACHE_MB", "").strip()
    return int(chosen) * 1_000_000 if chosen.isascii() and chosen.isdigit() and len(chosen) < 9 else usual


def user_folder() -> Path:
    """The folder of the user's own settings, which may not exist. ``PREFLIGHT_USER`` names another one."""
    chosen = os.environ.get("PREFLIGHT_USER")
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_config_dir("preflight", appauthor=False))
