"""The certificate: which bytes passed, when, and what was not looked at. One JSON file, and one page for the client.

Two digests stand for each file: one of its bytes, and one of what a reader gets from it, the visible text and the
addresses its links open. A mail program that folds lines anew changes the first, an edited price changes both.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from preflight import parse
from preflight.collect import Source
from preflight.model import PreflightError, Report
from preflight.reporters import answer, shown
from preflight.trail import summary
from preflight.trail.ledger import Head

SCHEMA = 1
LARGEST = 50_000_000
"""Bytes of a certificate that is read; that of a site of a hundred thousand pages has a fifth of it."""
UNREAD = frozenset({"code"})

Row = dict[str, Any]


class Checked(Struct, frozen=True):
    """What ``verify`` says of a file: ``same`` bytes, the same ``content`` in another form,
    ``changed``, ``unknown``."""

    answer: str
    sentence: str


def content_digest(data: bytes, media_type: str) -> str:
    """SHA-256 of the visible text, white space collapsed, and of the addresses of its links, in reading order."""
    document = parse.parse(data, media_type)
    digest = hashlib.sha256()
    for part in document.parts:
        words = (" ".join(run.text.split()) for run in part.runs if not run.hidden and run.kind not in UNREAD)
        for text in (*words, *(link.url.strip() for link in part.links)):
            digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def certificate(
    report: Report,
    sources: Iterable[Source],
    *,
    who: str,
    when: datetime,
    head: Head | None = None,
    checklist: Row | None = None,
) -> Row:
    """The certificate of a report that passed.

    Raises PreflightError for any other one, and when a file is no longer what was checked.
    """
    if report.verdict != "PASS":
        raise PreflightError(f"there is no certificate: the verdict is {report.verdict}")
    passed = {target.documents[0]: target.sha256 for target in report.targets if len(target.documents) == 1}
    report = shown.masked(report)
    files = []
    for source in sources:
        try:
            data = source.read()
        except OSError as error:
            raise PreflightError(f"cannot be read again ({error.strerror or error})", source.path) from error
        digest = hashlib.sha256(data).hexdigest()
        if passed.get(source.path, digest) != digest:
            raise PreflightError("was changed while it was checked: check it again", source.path)
        files.append(
            {
                "name": source.name + source.entry,
                "sha256": digest,
                "content": content_digest(data, source.media_type),
                "media_type": source.media_type,
            }
        )
    return {
        "schema": SCHEMA,
        "preflight": report.version,
        "ruleset": report.ruleset,
        "lexicon": report.lexicon,
        "time": when.astimezone(UTC).isoformat(timespec="seconds"),
        "who": who,
        "verdict": report.verdict,
        "files": files,
        "said": [*summary.done(report, checklist)],
        "judged_for": sorted({answer.day(target.send_date.value) for target in report.targets}),
        "not_checked": [*summary.left_out(report)],
        "accepted": sorted(
            {f"{one.finding.message}: {one.waiver.reason}" for one in report.findings if one.waiver is not None}
        ),
        "checklist": checklist,
        "ledger": {"number": head.number, "digest": head.digest} if head else None,
    }


def as_json(row: Row) -> str:
    return shown.escaped(json.dumps(row, ensure_ascii=False, indent=1)) + "\n"


def read(file: Path) -> Row:
    """A certificate. Raises PreflightError when this is none."""
    try:
        if file.stat().st_size > LARGEST:
            raise PreflightError("is no certificate of preflight: it is far too large", str(file))
        row = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise PreflightError(f"cannot be read ({error.strerror or error})", str(file)) from error
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not isinstance(row.get("files"), list):
        raise PreflightError("is no certificate of preflight", str(file))
    if row.get("schema") != SCHEMA:
        raise PreflightError("was written by another version of preflight", str(file))
    return row


def head_in(row: Row) -> Head | None:
    """The end of the ledger at the time of the certificate."""
    known = row.get("ledger")
    if not isinstance(known, dict) or not isinstance(known.get("number"), int):
        return None
    return Head(known["number"], str(known.get("digest")))


def verify(data: bytes, name: str, row: Row) -> Checked:
    """Whether these are the bytes that passed, or at least what a reader would get from them."""
    files = [one for one in row["files"] if isinstance(one, dict)]
    digest = hashlib.sha256(data).hexdigest()
    when = f"on {str(row.get('time', ''))[:10]}"
    if any(one.get("sha256") == digest for one in files):
        return Checked("same", f"{name}: these are the bytes that passed {when}.")
    for media_type in dict.fromkeys(str(one.get("media_type")) for one in files):
        content = content_digest(data, media_type)
        if any(one.get("content") == content for one in files):
            return Checked(
                "content",
                f"{name}: not the same bytes, but the same visible text and the same link targets that passed {when}.",
            )
    names = {PurePosixPath(str(one.get("name"))).name for one in files}
    if PurePosixPath(name).name in names or len(files) == 1:
        return Checked("changed", f"{name}: this is not what passed {when}: its text or its links are different.")
    return Checked("unknown", f"{name}: the certificate of {when.removeprefix('on ')} is about other files.")


def as_lines(row: Row) -> list[str]:
    """What the page says, as lines for an email to the client; an empty one between paragraphs."""
    names = ", ".join(PurePosixPath(str(one.get("name"))).name for one in row["files"][:3])
    lines = [f"Checked and ready: {names}", "", *row["said"]]
    if row["not_checked"]:
        lines += ["", "Not checked:", *(f"- {one}" for one in row["not_checked"])]
    return [shown.visible(str(line)) for line in lines]


# --- the page -------------------------------------------------------------------------------------------

STYLE = """
body{max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1b1b1f;background:#fff;font:16px/1.5 system-ui,sans-serif}
h1{margin:.2em 0;color:#1d6b34;font-size:1.8rem}h2{margin:1.2em 0 .3em;font-size:1.1rem}
table{width:100%;border-collapse:collapse}th,td{padding:.3em .6em .3em 0;text-align:left;vertical-align:top}
code,td{overflow-wrap:anywhere}small{color:#55565c}@page{margin:15mm}
"""


def as_page(row: Row) -> str:
    """One page that a client understands, with nothing on it that is not the client's business."""
    names = ", ".join(PurePosixPath(one["name"]).name for one in row["files"][:3])
    more = len(row["files"]) - 3
    names += f" and {more:,} more" if more > 0 else ""
    body = "\n".join(_body(row, names))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Checked: {_text(names)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _body(row: Row, names: str) -> Iterator[str]:
    yield f"<main><h1>Checked and ready</h1><p><strong>{_text(names)}</strong></p>"
    yield "<h2>What was checked</h2><ul>" + "".join(f"<li>{_text(one)}</li>" for one in row["said"]) + "</ul>"
    yield f"<p>Judged for {_text(', '.join(row['judged_for']))}. Checked on {_text(_when(row['time']))}"
    yield f" by {_text(row['who'])}.</p>"
    if row["checklist"]:
        yield "<h2>Checklist</h2><table><thead><tr><th>Item</th><th>Answer</th><th>By</th></tr></thead><tbody>"
        for item in row["checklist"].get("items", ()):
            cells = (item["text"], " · ".join(filter(None, [item["answer"], item.get("note", "")])), item["who"])
            yield "<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in cells) + "</tr>"
        yield "</tbody></table>"
    for title, sentences in (("Not checked", row["not_checked"]), ("Accepted as it is", row["accepted"])):
        if sentences:
            yield f"<h2>{title}</h2><ul>" + "".join(f"<li>{_text(one)}</li>" for one in sentences) + "</ul>"
    digests = "".join(f"<li><code>{_text(one['sha256'])}</code></li>" for one in row["files"][:3])
    yield f"<h2>The very bytes</h2><ul>{digests}</ul>"
    yield f"<p><small>preflight {_text(row['preflight'])}. “preflight verify” says whether a file is still this one."
    yield "</small></p></main>"


def _when(time: str) -> str:
    return answer.day(datetime.fromisoformat(time))


def _text(text: str) -> str:
    return escape(shown.visible(str(text)))
