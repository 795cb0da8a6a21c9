"""Targets become sources: files, folders, mailboxes and standard input. The only step that knows the file system.

What cannot be read becomes a gap with a sentence, and costs no other target its result. Nothing is read before it is
needed: a site of ten thousand pages is listed here and read page by page.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from preflight.model import Gap, PreflightError
from preflight.sources import mailbox

LARGEST = 25_000_000
"""Bytes. No newsletter and no page is larger; a parser would need ten times as much memory."""

PAGES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}
MESSAGES = {".eml": "message/rfc822", ".mbox": "application/mbox", ".mbx": "application/mbox"}
SHEETS = {".csv": "text/csv", ".tsv": "text/tab-separated-values"}
NOT_READ = {
    ".xml": "is not a WordPress export, and other .xml files cannot be checked yet",
    ".xlsx": "is an Excel workbook: save the sheet as CSV, and check that",
}
TEMPLATES = (".j2", ".jinja", ".jinja2", ".liquid", ".twig", ".njk", ".hbs", ".mjml", ".php", ".erb")
TEXTS = {".txt": "text/plain", ".text": "text/plain"}
MEDIA_TYPES = {**PAGES, **MESSAGES, **TEXTS, **SHEETS, **dict.fromkeys(TEMPLATES, "text/html")}
COMPANIONS = {
    ".css": "text/css",
    ".xml": "application/xml",
    ".rss": "application/xml",
    ".atom": "application/xml",
    ".webmanifest": "application/manifest+json",
    "manifest.json": "application/manifest+json",
}
"""Files of a site that are no pages but name addresses. Of XML files, sitemaps and feeds have any."""

NOT_SERVED = frozenset({"node_modules", "__pycache__"})
SERVED_DOT_NAMES = frozenset({".well-known", ".htaccess"})
SNIFFED = 4096

Kind = Literal["email", "page", "site", "sheet"]


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to examine: where it is, not yet what it holds.

    ``path`` is what reports show (relative to the working directory, forward slashes); ``name`` is the path inside the
    delivery. ``entry`` is ``"2:"`` for the second message of a mailbox: it goes before the part's name. ``reported`` is
    false for pages that are only known context (``--site ROOT``).
    """

    path: str
    name: str
    media_type: str
    file: Path | None = None
    content: bytes | None = None
    entry: str = ""
    reported: bool = True

    def read(self) -> bytes:
        """The bytes. Raises OSError."""
        if self.content is not None:
            return self.content
        assert self.file is not None
        return self.file.read_bytes()


@dataclass(slots=True)
class Collected:
    """All that one target (or its ``--against``) consists of. ``files`` are the names below a folder's root."""

    name: str
    kind: Kind
    sources: list[Source] = field(default_factory=list)
    files: frozenset[str] = frozenset()
    root: Path | None = None
    gaps: list[Gap] = field(default_factory=list)
    companions: list[Source] = field(default_factory=list)
    """Files beside a site's pages that name addresses."""

    def read(self, name: str) -> bytes | None:
        """A small file of the folder, or None when it is not there or cannot be read."""
        if self.root is None or name not in self.files:
            return None
        try:
            with (self.root / name).open("rb") as stream:
                return stream.read(LARGEST)
        except OSError:
            return None


def collect(target: str, *, kind: Kind | None = None, site: str = "", stdin: tuple[str, bytes] | None = None,
            exclude: tuple[str, ...] = ()) -> Collected:  # fmt: skip
    """What the target holds. ``stdin`` is (file name, content) for the target ``-``; ``exclude`` are globs of names."""
    if target == "-":
        name, content = stdin or ("-", b"")
        collected = Collected(name, kind or "email")
        _add(collected, Source(name, PurePosixPath(name).name, "", None, content))
    else:
        path = Path(target)
        shown = shown_path(path)
        try:
            mode = path.stat().st_mode
        except OSError as error:
            return _unreadable(shown, kind, _why(error))
        except ValueError:
            return _unreadable(shown, kind, "is not a possible file name")
        if stat.S_ISDIR(mode):
            collected = _folder(path, shown, exclude)
        elif stat.S_ISREG(mode):
            collected = Collected(shown, "page")
            _add(collected, Source(shown, path.name, "", path))
        else:
            return _unreadable(shown, kind, "is not a file or folder (a pipe, a socket or a device)")
    if kind:
        collected.kind = kind
    if site:
        collected = _within_site(collected, site, exclude)
    if not collected.sources and not collected.gaps:
        collected.gaps.append(Gap("document", collected.name, "", "there is nothing in it to check", intended=False))
    return collected


def shown_path(path: Path) -> str:
    """The path as reports show it: relative to the working directory where that is possible, forward slashes."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return path.as_posix()
    return Path(relative).as_posix()


def _unreadable(shown: str, kind: Kind | None, why: str) -> Collected:
    return Collected(shown, kind or "page", gaps=[Gap("document", shown, "", why, intended=False)])


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "may not be read (no permission)"
    return f"cannot be read ({error.strerror or error})"


def _add(collected: Collected, source: Source) -> None:
    """Add a file to the delivery, or the reason why it cannot be."""
    suffix = PurePosixPath(source.name).suffix.lower()
    media_type = MEDIA_TYPES.get(suffix, "")
    why = ""
    try:
        size = len(source.content) if source.content is not None else source.file.stat().st_size  # type: ignore[union-attr]
        if size > LARGEST and media_type != "application/mbox":
            why = f"is {size / 1e6:.0f} MB; nothing above {LARGEST / 1e6:.0f} MB is read"
        elif suffix in NOT_READ and not (suffix == ".xml" and is_wordpress_export(_head(source))):
            why = NOT_READ[suffix]
        else:
            head = _head(source)
            if suffix == ".xml":
                media_type = "application/wxr+xml"
            if not head.strip() and size <= SNIFFED:
                why = "is empty"
            elif media_type not in ("message/rfc822", "application/mbox") and _is_binary(head):
                why = "is not text, whatever its name says"
            else:
                media_type = media_type or sniffed(head)
    except OSError as error:
        why = _why(error)
    if why:
        collected.gaps.append(Gap("document", source.path, "", why, intended=False))
        return
    if media_type in ("message/rfc822", "application/mbox"):
        collected.kind = "email"
    elif media_type in (*SHEETS.values(), "application/wxr+xml"):
        collected.kind = "sheet"
    if media_type == "application/mbox":
        _add_mailbox(collected, source)
    else:
        collected.sources.append(replace(source, media_type=media_type))


def _add_mailbox(collected: Collected, source: Source) -> None:
    number = 0
    for number, message in enumerate(mailbox.messages(source.read()), 1):
        if len(message) > LARGEST:
            why = f"message {number} is {len(message) / 1e6:.0f} MB; nothing above {LARGEST / 1e6:.0f} MB is read"
            collected.gaps.append(Gap("document", source.path, "", why, intended=False))
        else:
            collected.sources.append(replace(source, media_type="message/rfc822", content=message, entry=f"{number}:"))
    if not number:
        collected.gaps.append(Gap("document", source.path, "", "holds no message", intended=False))


def _head(source: Source) -> bytes:
    if source.content is not None:
        return source.content[:SNIFFED]
    assert source.file is not None
    with source.file.open("rb") as stream:
        return stream.read(SNIFFED)


def _is_binary(head: bytes) -> bool:
    """NUL bytes mean that it is no text, except in UTF-16 and UTF-32, which say so in their first bytes."""
    if head.startswith((b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b")):
        return True
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or head.count(b"\0") * 3 > len(head)
    return b"\0" in head and not wide


def is_wordpress_export(head: bytes) -> bool:
    """Whether the beginning of an XML file names the namespace of WordPress exports."""
    return b"wordpress.org/export/" in head or b"<wp:wxr_version>" in head


def sniffed(head: bytes) -> str:
    """A media type from the first bytes, for names that do not say."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<div", b"<!--", b"<p")):
        return "text/html"
    first_line, _, rest = head.partition(b"\n")
    name, colon, _ = first_line.partition(b":")
    is_header = bool(colon) and name.replace(b"-", b"").isalnum()
    if is_header and any(
        key in (b"\n" + rest.lower()) for key in (b"\nmime-version:", b"\nsubject:", b"\nfrom:", b"\nto:", b"\ndate:")
    ):
        return "message/rfc822"
    return "text/plain"


# --- folders --------------------------------------------------------------------------------------------


def _folder(root: Path, shown: str, exclude: tuple[str, ...]) -> Collected:
    """A folder is one delivery: a site, unless it holds messages."""
    collected = Collected(shown, "site", root=root)
    names = sorted(_names(root, collected))
    collected.files = frozenset(names)
    wanted = [name for name in names if not any(PurePosixPath(name).match(pattern) for pattern in exclude)]
    messages = [name for name in wanted if PurePosixPath(name).suffix.lower() in MESSAGES]
    pages = [name for name in wanted if PurePosixPath(name).suffix.lower() in PAGES]
    texts = [name for name in wanted if PurePosixPath(name).suffix.lower() in TEXTS]
    if messages and not any(name.lower().endswith((".html", ".htm")) for name in pages):
        collected.kind = "email"
        chosen = messages
    else:
        chosen = pages or texts  # beside pages, .txt files are robots.txt and its like
    for name in chosen:
        _add(collected, Source(name if shown == "." else f"{shown}/{name}", name, "", root / name))
    collected.kind = "email" if chosen is messages else "site"
    if chosen is pages:
        collected.companions = list(_companions(wanted, shown, root))
    return collected


def _companions(names: list[str], shown: str, root: Path) -> Iterator[Source]:
    """Style sheets, sitemaps, feeds and manifests of a site."""
    for name in names:
        lowered = name.lower()
        media_type = COMPANIONS.get(PurePosixPath(lowered).suffix) or COMPANIONS.get(lowered.rpartition("/")[2])
        if media_type and (root / name).stat().st_size <= LARGEST:
            yield Source(name if shown == "." else f"{shown}/{name}", name, media_type, root / name)


def _names(root: Path, collected: Collected) -> Iterator[str]:
    """All regular files below the root, as names. Links that lead outside or in a circle are not followed."""
    real_root = root.resolve()
    seen = {real_root}
    waiting = [(root, "")]
    while waiting:
        folder, prefix = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            collected.gaps.append(
                Gap("document", f"{collected.name}/{prefix}".rstrip("/"), "", _why(error), intended=False)
            )
            continue
        for entry in entries:
            if (entry.name.startswith(".") and entry.name not in SERVED_DOT_NAMES) or entry.name in NOT_SERVED:
                continue
            name = prefix + entry.name
            try:
                if entry.is_symlink():
                    real = Path(os.path.realpath(entry.path, strict=True))  # unlike pathlib's, OSError for a circle
                    if real != real_root and real_root not in real.parents:
                        why = "is a link to a place outside the folder; not followed"
                        collected.gaps.append(Gap("document", f"{collected.name}/{name}", "", why, intended=True))
                        continue
                    if real.is_dir():
                        if real in seen:
                            continue
                        seen.add(real)
                if entry.is_dir():
                    waiting.append((Path(entry.path), name + "/"))
                elif entry.is_file():
                    yield name
            except OSError:  # a link in a circle, or one that leads nowhere: the web server would not serve it either
                continue


def _within_site(collected: Collected, site: str, exclude: tuple[str, ...]) -> Collected:
    """The named pages as part of the site: reported, while the rest of the site is known context."""
    root = Path(site)
    if not root.is_dir():
        raise PreflightError(f"--site {site}: there is no such folder")
    whole = _folder(root, shown_path(root), exclude)
    named = {source.file.resolve() for source in collected.sources if source.file is not None}
    inside = {source.file.resolve() for source in whole.sources if source.file is not None}
    if outside := sorted(
        source.path for source in collected.sources if source.file and source.file.resolve() not in inside
    ):
        raise PreflightError(f"{outside[0]} is not a page below --site {site}")
    sources = [
        replace(source, reported=source.file is not None and source.file.resolve() in named) for source in whole.sources
    ]
    gaps = collected.gaps + [
        replace(gap, intended=True) for gap in whole.gaps if gap.target not in {g.target for g in collected.gaps}
    ]
    companions = [replace(source, reported=False) for source in whole.companions]
    return Collected(collected.name, "page", sources, whole.files, root, gaps, companions)
