"""Whether two pictures look the same: a difference hash of 64 bits, which a new size, format or quality leaves alone.

The hash needs Pillow (``pip install "preflight-send[images]"``); without it pictures are compared byte by byte.
Source: Neal Krawetz, "Kind of Like That" (hackerfactor.com, 2013).
"""

from __future__ import annotations

import binascii
import hashlib
import io
import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from typing import Any

from preflight.patterns import regex

DATA = regex(r"data:image/[\w.+-]{1,40}(?:;[\w=-]{1,40}){0,3};base64,", re.IGNORECASE)
"""``data:image/png;base64,iVBORw0…``"""
SIZE = regex(r"(?:-\d{2,4}x\d{2,4}|@[23]x|-scaled)(?=\.\w{2,5}$)", re.IGNORECASE)
"""``hero-600x300.jpg``, ``hero@2x.jpg``: one picture in another size"""
SHOWN_AS = frozenset(
    [
        "w",
        "h",
        "width",
        "height",
        "q",
        "quality",
        "fit",
        "auto",
        "fm",
        "format",
        "dpr",
        "v",
        "ver",
        "t",
        "ts",
        "crop",
        "s",
        "size",
        "cb",
        "cache",
        "resize",
        "strip",
    ]
)
"""Parameters of a picture's address that say how it is delivered, not which picture it is."""
LARGEST = 10_000_000
"""Bytes of a picture that is looked at."""
PIXELS = 40_000_000
"""Pixels, likewise: a small file can hold a large picture."""
ALIKE = 6
"""Bits of 64 by which two pictures that look the same differ at most."""
FLAT = 4
"""Bits set, or not set, in the hash of a picture that is nearly one colour: its hash tells nothing."""


@cache
def can_look() -> bool:
    """Whether pictures can be compared by their look."""
    return find_spec("PIL") is not None


def of_bytes(data: bytes) -> dict[str, str]:
    """``digest`` of the bytes and ``look``, 16 hexadecimal digits or empty. Never raises on any bytes."""
    look = _look(data) if can_look() and 0 < len(data) <= LARGEST else ""
    return {"digest": hashlib.sha256(data).hexdigest()[:32], "look": look}


def of_address(url: str) -> dict[str, str] | None:
    """The same for a picture that stands in its own address; None for any other address."""
    head = DATA.match(url[:200])
    if head is None or len(url) > 2 * LARGEST:
        return None
    try:
        return of_bytes(binascii.a2b_base64(url[head.end() :]))
    except (binascii.Error, ValueError):
        return None


def _look(data: bytes) -> str:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP", "BMP")) as picture:
            if picture.width * picture.height > PIXELS:
                return ""
            picture.draft("L", (9, 8))
            small = picture.convert("RGBA").convert("L").resize((9, 8), Image.Resampling.LANCZOS)
            levels = list(small.tobytes())
    except Exception:  # a decoder may raise anything at all on a broken file, which is then compared by its bytes
        return ""
    rows = [levels[9 * row : 9 * row + 9] for row in range(8)]
    bits = "".join("1" if row[at] > row[at + 1] else "0" for row in rows for at in range(8))
    return f"{int(bits, 2):016x}" if FLAT < bits.count("1") < 64 - FLAT else ""


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two pictures are one: ``url``, and ``digest`` and ``look`` where their bytes are known."""
    if one.get("digest") and other.get("digest"):
        if one["digest"] == other["digest"]:
            return True
        look, other_look = one.get("look", ""), other.get("look", "")
        return bool(look and other_look) and (int(look, 16) ^ int(other_look, 16)).bit_count() <= ALIKE
    if one["url"].lower().startswith(("cid:", "data:")):
        return False
    return address(one["url"]) == address(other["url"])


def address(url: str) -> str:
    """A picture's address without scheme, size and how it is delivered."""
    bare, _, query = url.partition("#")[0].partition("?")
    kept = "&".join(pair for pair in query.split("&") if pair and pair.partition("=")[0].lower() not in SHOWN_AS)
    return SIZE.sub("", bare.partition("://")[2] or bare).lower() + (f"?{kept}" if kept else "")
