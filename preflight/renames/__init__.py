"""Which new page is which old one: pages recognised at another address, with a confidence and its evidence.

``match`` compares pages that are gone with pages that came: by the shingles of their text, by title and heading, by the
address's last segment, by where their neighbours went, and by a repository's own record of renames. Three tiers:
``auto`` is safe to write without asking, ``suggest`` is worth a look, and what is left looks deleted.
"""

from __future__ import annotations

from preflight.renames.matching import Move, match
from preflight.renames.page import Page, page_of

__all__ = ["Move", "Page", "match", "page_of"]
