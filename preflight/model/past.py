"""A mistake that went out once, as far as it is needed to notice that it is back."""

from __future__ import annotations

from msgspec import Struct


class Past(Struct, frozen=True):
    """One folder of ``incidents/``. ``own`` when it is this client's; ``rule`` is what watches for it there. ``sha256``
    is that of the sample that was wrong; ``texts`` are its sentences that the corrected one no longer has (lower case,
    blanks collapsed), ``links`` the words and addresses that it no longer has."""

    name: str
    day: str
    what: str
    own: bool = True
    rule: str = ""
    sha256: str = ""
    texts: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
