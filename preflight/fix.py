"""Certain repairs, put into the files or shown as a patch.

Only pages and texts on disk are ever rewritten: a message (``.eml``) is a record of what was approved, and an archive
or a commit is no place to edit. A file that cannot be turned into the same bytes again is left alone.
"""

from __future__ import annotations

import codecs
import difflib
import os
from collections.abc import Iterable, Iterator
from html import escape, unescape
from pathlib import Path

from msgspec import Struct

from preflight import writing
from preflight.collect import Source
from preflight.model import Finding, Location, Part, Report
from preflight.parse import parse
from preflight.patterns import regex

REWRITTEN = frozenset({"text/html", "text/markdown", "text/plain"})
LINE = regex(r"[^\n]*\n|[^\n]+")
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}


class Repair(Struct, frozen=True):
    """One file as it is and as it should be; ``count`` repairs make the difference."""

    path: str
    file: Path
    before: str
    after: str
    data: bytes
    count: int


def repairs(report: Report, sources: Iterable[Source]) -> list[Repair]:
    """What the report's safe fixes come to, file by file. Nothing is written."""
    fixable: dict[str, list[Finding]] = {}
    for judged in report.findings:
        finding, where = judged.finding, judged.location
        if finding.fix and finding.fix.safe and judged.waiver is None and not where.part and where.line is not None:
            fixable.setdefault(where.path, []).append(finding)
    found = []
    for source in sources:
        if source.path in fixable and source.file is not None and source.media_type in REWRITTEN:
            try:
                data = source.read()
            except OSError:  # gone since it was checked
                continue
            if (repair := _repair(source, source.file, data, fixable.pop(source.path))) is not None:
                found.append(repair)
    return found


def _repair(source: Source, file: Path, data: bytes, findings: Iterable[Finding]) -> Repair | None:
    (part,) = parse(data, source.media_type).parts
    mark = MARKS.get(part.encoding, b"") if part.byte_order_mark else b""
    if _encoded(part.source, part.encoding, mark) != data:
        return None
    after, until, count = part.source, len(part.source), 0
    for start, end, text in sorted(_edits(part, findings), reverse=True):
        if end <= until:  # two repairs of the same words: the later one waits for the next run
            after = after[:start] + text + after[end:]
            until, count = start, count + 1
    rewritten = _encoded(after, part.encoding, mark)
    return Repair(source.path, file, part.source, after, rewritten, count) if count and rewritten else None


def _edits(part: Part, findings: Iterable[Finding]) -> Iterator[tuple[int, int, str]]:
    """Start, end and new text; only where the source says what the finding quotes."""
    is_html = part.media_type == "text/html"
    for finding in findings:
        assert finding.fix is not None
        assert isinstance(finding.place, Location)
        start, end = part.extent(finding.place)
        written = part.source[start:end]
        if finding.match in (written, unescape(written) if is_html else written):
            text = finding.fix.replacement
            yield start, end, escape(text, quote='"' in text) if is_html else text


def _encoded(text: str, encoding: str, mark: bytes) -> bytes:
    """The bytes of a text, or none when its encoding has no place for a character."""
    try:
        return mark + text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return b""


def patch(found: Iterable[Repair]) -> str:
    """A unified diff that ``patch -p1`` and ``git apply`` understand."""
    lines: list[str] = []
    for repair in found:
        before, after = LINE.findall(repair.before), LINE.findall(repair.after)
        for line in difflib.unified_diff(before, after, f"a/{repair.path}", f"b/{repair.path}"):
            lines.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(lines)


def write(found: Iterable[Repair]) -> Iterator[tuple[bool, str]]:
    """Put the repairs into their files, each whole or not at all: whether that went well, and the sentence about it."""
    for repair in found:
        many = f"{repair.count} repair{'' if repair.count == 1 else 's'}"
        try:
            writing.write(os.fspath(repair.file), repair.data)
        except OSError as error:
            yield False, f"{repair.path} cannot be written ({error.strerror}): {many} left to do by hand"
        else:
            yield True, f"{repair.path}: {many}"
