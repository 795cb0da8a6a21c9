"""Pictures that travel inside a message, as addresses that hold their bytes (RFC 2392, RFC 2397)."""

from __future__ import annotations

from base64 import b64encode
from email import message_from_bytes
from email.message import Message
from functools import cached_property
from urllib.parse import unquote

LARGEST = 2_000_000
"""Bytes of one picture; all of them together may have four times as much."""
TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})


class Pictures:
    """The pictures of one message by their content ids. Nothing is decoded before somebody asks for it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = 4 * LARGEST

    @cached_property
    def _parts(self) -> dict[str, Message]:
        if not self._data:
            return {}
        try:
            parts = list(message_from_bytes(self._data).walk())
        except RecursionError:  # messages within messages, hundreds deep
            return {}
        return {
            str(part["Content-ID"]).strip().strip("<>"): part
            for part in parts
            if part["Content-ID"] and part.get_content_type() in TYPES
        }

    def data_uri(self, address: str) -> str:
        """``data:image/png;base64,…`` for ``cid:hero@example``; empty when there is no such picture, or a huge one."""
        part = self._parts.get(unquote(address[len("cid:") :]).strip())
        content = part.get_payload(decode=True) if part is not None else None
        if not isinstance(content, bytes) or part is None or len(content) > min(LARGEST, self._left):
            return ""
        self._left -= len(content)
        return f"data:{part.get_content_type()};base64,{b64encode(content).decode('ascii')}"
