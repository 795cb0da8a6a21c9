"""What a file is: by its name, and by its first bytes where the name does not say."""

from __future__ import annotations

from preflight.patterns import regex

PAGES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}
OUTLOOK = "application/vnd.ms-outlook"
MESSAGES = {
    ".eml": "message/rfc822", ".mbox": "application/mbox", ".mbx": "application/mbox", ".msg": OUTLOOK, ".oft": OUTLOOK,
}  # fmt: skip
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDPRESS = "application/wxr+xml"
WORDPRESS_ANSWER = "application/wp+json"
SITEMAP = "application/sitemap+xml"
LOCK = "text/x-preflight-lock"
SHEETS = {".csv": "text/csv", ".tsv": "text/tab-separated-values", ".xlsx": WORKBOOK, ".xlsm": WORKBOOK}
RECORDS = frozenset({*SHEETS.values(), WORDPRESS, WORDPRESS_ANSWER, SITEMAP, LOCK})
"""Media types that are read as records: a row for each page."""

SNIFFED_SHEETS = (".xml", ".json", ".gz", ".lock")
"""Endings of files that may hold records, which only their first bytes tell."""

NOT_READ = {
    ".xml": "is neither a sitemap nor a WordPress export, and other .xml files cannot be checked",
    ".gz": "is no packed sitemap: unpack it, and check what is inside",
    ".xls": "is a workbook of an old Excel: save it as .xlsx or CSV, and check that",
    ".ods": "is a LibreOffice workbook: save the sheet as CSV, and check that",
    ".numbers": "is a Numbers workbook: export the sheet as CSV, and check that",
}
TEMPLATES = (".j2", ".jinja", ".jinja2", ".liquid", ".twig", ".njk", ".hbs", ".mjml", ".php", ".erb")
TEXTS = {".txt": "text/plain", ".text": "text/plain"}
MEDIA_TYPES = {**PAGES, **MESSAGES, **TEXTS, **SHEETS, **dict.fromkeys(TEMPLATES, "text/html")}
COMPANIONS = {
    ".css": "text/css",
    ".xml": "application/xml",
    ".rss": "application/xml",
    ".atom": "application/xml",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    "manifest.json": "application/manifest+json",
}
"""Files of a site that are no pages but name addresses. Of XML files, sitemaps and feeds have any."""

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""How Outlook's messages begin, and older Office files as well ([MS-CFB] 2.2)."""
LOCK_MARK = b"# preflight.lock "
_SITEMAP_ROOT = regex(rb"<(?:urlset|sitemapindex)[\s>]")  # '<urlset xmlns="http://www.sitemaps.org/schemas/…">'
_WORDPRESS_KEYS = (b'"slug"', b'"link"', b'"id"')


def suffix(name: str) -> str:
    """The ending of a file's name in lower case, its dot included; nothing where it has none, or no more than that.
    As pathlib has it, in a tenth of the time: a site has ten thousand names."""
    last = name[name.rfind("/") + 1 :]
    stem, _, ending = last.rpartition(".")
    return f".{ending.lower()}" if stem and ending else ""


def records_in(head: bytes, suffix: str) -> str:
    """The media type of records that a file begins with, or nothing. ``head`` are its first few thousand bytes."""
    if suffix == ".xml" and is_wordpress_export(head):
        return WORDPRESS
    if suffix == ".xml" and _SITEMAP_ROOT.search(head):
        return SITEMAP
    if suffix == ".json" and head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return WORDPRESS_ANSWER if all(key in head for key in _WORDPRESS_KEYS) else ""
    return LOCK if suffix == ".lock" and head.startswith(LOCK_MARK) else ""


def is_index(head: bytes) -> bool:
    """Whether a sitemap lists other sitemaps."""
    match = _SITEMAP_ROOT.search(head)
    return bool(match) and b"sitemapindex" in match[0]  # type: ignore[index]


def is_wordpress_export(head: bytes) -> bool:
    """Whether the beginning of an XML file names the namespace of WordPress exports."""
    return b"wordpress.org/export/" in head or b"<wp:wxr_version>" in head


def message_in(head: bytes, suffix: str, media_type: str) -> str:
    """What a file of this ending is: programs give Outlook's messages out as ``.eml``, and plain ones as ``.msg``."""
    container = head.startswith(COMPOUND)
    if container and suffix in ("", ".eml"):
        return OUTLOOK
    return sniffed(head) if media_type == OUTLOOK and not container else media_type


def is_binary(head: bytes) -> bool:
    """NUL bytes mean that it is no text, except in UTF-16 and UTF-32, which say so in their first bytes."""
    if head.startswith((b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b")):
        return True
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or head.count(b"\0") * 3 > len(head)
    return b"\0" in head and not wide


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
