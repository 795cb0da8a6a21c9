"""Bytes to text: byte order mark, declared charset, and what to do when the declaration is missing or wrong."""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

from preflight.patterns import regex

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = regex(rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.I)  # <meta charset="utf-8">
_SNIFFED = 2048
"""Bytes looked at before anything is decoded."""

_CONTROLS = bytes({*range(32)} - {*b"\t\n\f\r\x1b"})
"""No text has many of these (escape is part of ISO-2022)."""

_SUPERSETS = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext",
}
"""Python codec → the one that the WHATWG encoding standard reads such text with."""

_OTHER_NAMES = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "windows-949": "cp949",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "dos-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "x-cp1252": "cp1252",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "ansi": "cp1252",
    "8bit": "utf-8",
    "unknown-8bit": "utf-8",
}
_NOT_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_NOT_ASCII = regex(r"[^\x00-\x7f]")
_SURROGATES = regex("[\ud800-\udfff]")


class Decoded(Struct, frozen=True):
    """``trouble`` is a clause about what could not be read, or empty."""

    text: str
    encoding: str
    byte_order_mark: bool = False
    trouble: str = ""


def decode(data: bytes, declared: str = "", *, html: bool = False) -> Decoded:
    """The text of some bytes. ``declared`` is the charset that their container states; HTML may state its own."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(name, "replace"), name, byte_order_mark=True)
    sample = data[:_SNIFFED]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls * 20 > len(sample):
        wide = _without_mark(data, sample)
        if wide is not None:
            return wide
        text = data.decode("latin-1").translate(_C1)
        return Decoded(text, "windows-1252", trouble="this is not a text, or its encoding is unknown")
    if html and not declared:
        match = _META.search(data, 0, _SNIFFED)
        declared = match[1].decode("ascii") if match else ""
        if declared.lower().startswith("utf-16"):
            declared = "utf-8"  # it could not have been read otherwise (WHATWG 13.2.3.2)
    codec = _codec(declared) if declared else ""
    if codec and codec != "utf-8":
        try:
            return Decoded(_clean(data.decode(codec)), codec)
        except (UnicodeError, LookupError):
            pass
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if codec and codec not in ("utf-8", "cp1252"):
        text = _clean(data.decode(codec, "replace"))
        return Decoded(text, codec, trouble=f"some characters are not valid {declared}")
    text = data.decode("utf-8", "surrogateescape")
    if len(_SURROGATES.findall(text)) < len(_NOT_ASCII.findall(text)) / 2:  # UTF-8 with a few strays
        text = text.translate(_STRAYS)
        encoding = "utf-8"
    else:
        text = data.decode("latin-1").translate(_C1)
        encoding = "windows-1252"
    trouble = f"the charset {declared!r} is not known" if declared and not codec else ""
    return Decoded(text, encoding, trouble=trouble)


def _without_mark(data: bytes, sample: bytes) -> Decoded | None:
    """UTF-16 that does not say so: every other byte of Western text is zero."""
    half = len(sample) // 2
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if zeros.count(0) * 10 > half * 7:
            return Decoded(_clean(data.decode(name, "replace")), name)
    return None


def _codec(label: str) -> str:
    label = label.strip().strip("\"'").lower()
    label = _OTHER_NAMES.get(label, label)
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    if not getattr(info, "_is_text_encoding", True) or info.name.replace("-", "_") in _NOT_CHARSETS:
        return ""
    return _SUPERSETS.get(info.name, info.name)


def _clean(text: str) -> str:
    return _SURROGATES.sub("\ufffd", text)


_C1 = {byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
"""Bytes of Windows-1252 that Latin-1 has no letters for; the five that it leaves open stay control characters."""

_STRAYS = {0xDC00 + byte: _C1.get(byte, chr(byte)) for byte in range(0x80, 0x100)}
"""Bytes that are no UTF-8, as ``surrogateescape`` leaves them."""
