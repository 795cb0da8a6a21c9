"""What a phrase is about: its longer words, less those that every message has."""

from __future__ import annotations

from preflight.patterns import regex

WORD = regex(r"[^\W\d_]{4,}")  # "gift", "boxes", not "for" or "2026"
COMMON = frozenset(
    ("this", "that", "with", "your", "from", "until", "when", "week", "today", "tomorrow", "weekend", "only")
)
"""Say nothing of the matter in any family; each adds its own."""
