"""HTML inside RTF: what Outlook makes of a message for its own use, taken apart again ([MS-OXRTFEX], [MS-OXRTFCP]).

The tags stand in groups of their own (``{\\*\\htmltag84 <b>}``), the words of the message between them as RTF, and what
only RTF readers need between ``\\htmlrtf`` and ``\\htmlrtf0``.
"""

from __future__ import annotations

import codecs

from preflight.patterns import regex

LARGEST = 1_500_000
"""Bytes of packed RTF that are unpacked; a newsletter has a tenth."""

TOKEN = regex(rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\", 0)
"""``\\par``, ``\\f12 ``, ``\\'e9``, ``\\~``, ``{``, ``some words``"""
ORIGIN = regex(rb"\{\\rtf1[^{}]{0,200}\\fromhtml1\b")
PLAIN = regex(rb"\{\\rtf1[^{}]{0,200}\\fromtext\b")
CODE_PAGE = regex(rb"\\ansicpg(\d{1,5})")
WORDS = {
    b"par": "\r\n", b"line": "\r\n", b"tab": "\t", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"endash": "–", b"emdash": "—",
}  # fmt: skip
SIGNS = {b"~": "&nbsp;", b"_": "&shy;", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\r\n", b"\r": "\r\n"}
SKIPPED = frozenset({b"colortbl", b"stylesheet", b"info", b"pict", b"listtable", b"listoverridetable", b"mhtmltag"})
CHARSETS = {
    0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256,
    186: 1257, 204: 1251, 222: 874, 238: 1250,
}  # fmt: skip
"""Code pages by the number of a font's character set (RTF 1.9.1, "Font Table")."""
BY_NUMBER = {65001: "utf-8", 20127: "ascii", 10000: "mac-roman", 20866: "koi8-r", 21866: "koi8-u", 50220: "iso-2022-jp",
             51932: "euc-jp", 51949: "euc-kr", 54936: "gb18030", 936: "gb18030", 949: "cp949"}  # fmt: skip


def unpacked(packed: bytes) -> bytes:
    """The RTF of PidTagRtfCompressed; nothing where it is damaged or too large."""
    from compressed_rtf import decompress

    if not 16 < len(packed) <= LARGEST:
        return b""
    try:
        found: bytes = decompress(packed)
    except Exception:  # it raises plain Exceptions
        return b""
    return found


def is_plain(rtf: bytes) -> bool:
    """Whether a plain text was made into this RTF."""
    return bool(PLAIN.match(rtf))


def html_in(rtf: bytes) -> str:
    """The HTML that was made into this RTF; nothing where it was none."""
    if not ORIGIN.match(rtf):
        return ""
    text = "".join(_Reader(rtf).read())  # signs beyond the first 65,536 come in halves
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def code_page(number: int) -> str:
    """The name by which Python and browsers know a Windows code page; empty for an unknown one."""
    name = BY_NUMBER.get(number) or (f"iso-8859-{number - 28590}" if 28590 < number < 28606 else f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


class _State:
    """What a group of RTF inherits from the one around it."""

    __slots__ = ("fonts", "hidden", "page", "skipped", "skips", "tag")

    def __init__(self, page: str) -> None:
        self.page, self.skips = page, 1
        self.hidden = self.skipped = self.tag = self.fonts = False

    def inner(self) -> _State:
        made = _State(self.page)
        made.skips, made.hidden, made.skipped = self.skips, self.hidden, self.skipped
        made.tag, made.fonts = self.tag, self.fonts
        return made


class _Reader:
    def __init__(self, rtf: bytes) -> None:
        self.rtf = rtf
        found = CODE_PAGE.search(rtf[:1000])
        self.default = (code_page(int(found[1])) if found else "") or "cp1252"
        self.pages: dict[int, str] = {}
        self.font = 0
        self.out: list[str] = []
        self.pending = bytearray()
        self.pending_page = self.default
        self.left_out = 0
        """Signs that stand for a Unicode one in readers that know none, still to be left out."""

    def read(self) -> list[str]:
        state, stack, starred = _State(self.default), [], False
        for match in TOKEN.finditer(self.rtf):
            word, number, code, sign, brace, text = match.groups()
            if brace == b"{":
                stack.append(state)
                state, self.left_out = state.inner(), 0
            elif brace:
                state, self.left_out = stack.pop() if stack else state, 0
            elif word is not None:
                self._word(word, int(number) if number else None, state, starred=starred)
            elif sign == b"*":
                starred = True
                continue
            elif sign is not None:
                self._put(state, SIGNS.get(sign, ""))
            elif code is not None:
                self._bytes(state, bytes([int(code, 16)]))
            elif text is not None:
                self._bytes(state, text)
            starred = False
        self._flush()
        return self.out

    def _word(self, word: bytes, number: int | None, state: _State, *, starred: bool) -> None:
        if word == b"htmltag":
            state.tag, state.hidden, state.page = True, False, self.default
        elif word == b"htmlrtf":
            state.hidden = number != 0
        elif word in SKIPPED or (starred and not state.tag):
            state.skipped = True
        elif word == b"fonttbl":
            state.fonts = True
        elif word == b"f" and number is not None:
            if state.fonts:
                self.font = number
            elif not state.tag:
                state.page = self.pages.get(number, self.default)
        elif word == b"fcharset" and state.fonts and number in CHARSETS:
            self.pages[self.font] = code_page(CHARSETS[number]) or self.default
        elif word == b"uc" and number is not None:
            state.skips = max(0, min(number, 8))
        elif word == b"u" and number is not None:
            point = number % 65536
            self._put(state, chr(point))
            self.left_out = state.skips
        elif word in WORDS:
            self._put(state, WORDS[word])

    def _put(self, state: _State, text: str) -> None:
        if self.left_out:
            self.left_out -= 1
        elif not (state.hidden or state.skipped or state.fonts):
            self._flush()
            self.out.append(text)

    def _bytes(self, state: _State, raw: bytes) -> None:
        if self.left_out:
            gone = min(self.left_out, len(raw))
            self.left_out -= gone
            raw = raw[gone:]
        if state.hidden or state.skipped or state.fonts:
            return
        if state.page != self.pending_page:
            self._flush()
            self.pending_page = state.page
        self.pending += raw

    def _flush(self) -> None:
        if self.pending:
            self.out.append(self.pending.decode(self.pending_page, "replace"))
            self.pending.clear()
