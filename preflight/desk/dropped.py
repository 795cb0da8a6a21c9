"""What was dropped or pasted: recognised by its bytes, not by its name, and stored where it can be checked again."""

from __future__ import annotations

import os
import re
from pathlib import Path

from msgspec import Struct

from preflight import parse
from preflight.collect import shown_path
from preflight.desk.clients import Client
from preflight.model import PreflightError
from preflight.parse import outlook
from preflight.patterns import regex
from preflight.sources import media
from preflight.writing import write

PROGRAMS = {
    b"MZ": "a Windows program",
    b"\x7fELF": "a program",
    b"\xcf\xfa\xed\xfe": "a Mac program",
    b"#!": "a script",
}
OTHERS = {b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture"}
ARCHIVE = b"PK\x03\x04"
HEADER = regex(
    r"^(?:from|subject|to|date|mime-version|content-type|received|return-path):", re.IGNORECASE | re.MULTILINE
)
"""``Subject: Winter bread`` """
MARKUP = regex(r"<(?:!doctype|html|head|body|table|div|p|a|h[1-6]|span|br|img)\b", re.IGNORECASE)
"""``<!DOCTYPE html>``, ``<table width="600">``"""
UNSAFE = regex(r"[^\w .()+&'-]+")
LOOKED_AT = 20_000
LONGEST_NAME = 80
PASTED = "pasted.html"


class Dropped(Struct, frozen=True):
    """A stored file, and the name by which people know it: its subject, or else its file's."""

    file: Path
    subject: str


def keep(client: Client, name: str, data: bytes) -> Dropped:
    """Store it among the client's drafts; the same name replaces what was there. Raises PreflightError."""
    kind = recognised(name, data)
    stem = UNSAFE.sub("-", Path(name.replace("\\", "/")).stem)[:LONGEST_NAME].strip(" .-") or "message"
    file = client.drafts / f"{stem}{kind}"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write(os.fspath(file), data)
    except OSError as error:
        why = error.strerror or str(error)
        raise PreflightError(
            f"it could not be kept in {shown_path(file.parent)} ({why}): nothing was checked, your file is as it was. "
            "Make room there, or let yourself write into that folder, and drop it again"
        ) from error
    return Dropped(file, subject_of(data, media.MESSAGES[kind]) if kind in media.MESSAGES else "")


def recognised(name: str, data: bytes) -> str:
    """``.eml``, ``.msg``, ``.html`` or ``.txt``. Raises PreflightError with what it is instead, and what to do."""
    if not data.strip():
        raise PreflightError(
            f"“{name}” is empty: there is nothing in this file. Save the email again, and drop the new file"
        )
    if data.startswith(media.COMPOUND):
        if why := outlook.message(data).fault:
            raise PreflightError(f"“{name}” was not checked or kept: {why}")
        return ".msg"
    for start, what in (*PROGRAMS.items(), *OTHERS.items()):
        if data.startswith(start):
            raise PreflightError(f"“{name}” is no email: it is {what}. It was not opened or kept")
    if data.startswith(ARCHIVE):
        raise PreflightError(f"“{name}” is an archive (.zip): unpack it, and drop the email that is in it")
    text = data[:LOOKED_AT].decode("utf-8", "replace")
    if b"\0" in data[:LOOKED_AT] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PreflightError(f"“{name}” is no email: its bytes are no text. It was not opened or kept")
    head = text.lstrip("\ufeff \t\r\n")
    if not head.startswith("<") and HEADER.search(head.partition("\n\n")[0].partition("\r\n\r\n")[0]):
        return ".eml"
    if MARKUP.search(head):
        return ".html"
    if name == PASTED:  # words without their formatting
        return ".txt"
    raise PreflightError(
        f"“{name}” is no email: no sender, no subject and no HTML are in it. “Get your email” shows how to save one"
    )


def subject_of(data: bytes, media_type: str) -> str:
    return " ".join(parse.parse(data, media_type, kind="email").header("subject").split())
