"""What an answer is bound to: a digest for each aspect of the content, so that a change opens only what it is about.

=========  ============================================================================================================
message    sender, subject and first heading: another issue, or another mail altogether
sender     the From and Reply-To headers
subject    subject and preheader
opening    the first paragraph after the greeting
images     addresses of the pictures, and the bytes of those that travel along
links      where links lead, in their order
prices     every amount of money and percentage in the text
text       everything that a reader sees
all        everything below the headers
=========  ============================================================================================================

Of a site, ``images`` are the picture files and everything else is ``all``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from preflight import parse
from preflight.checkers.issue.slots import GREETING, PROSE
from preflight.collect import LARGEST, Collected, Source
from preflight.model import Document, Part, TextRun
from preflight.reading import amounts

NAMES = ("message", "sender", "subject", "opening", "images", "links", "prices", "text", "all")
FEW = 50
"""Documents of one delivery that are looked into; of more, only whether anything changed."""
WORDS = 6
"""A shorter text is no opening paragraph."""
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".bmp")
UNREAD = frozenset({"code", "meta"})
HEADERS = "header"


def of(collected: Collected) -> Mapping[str, str]:
    """The digest of every aspect of what one target holds. Raises OSError."""
    if collected.files or len(collected.sources) > FEW:
        return _of_site(collected)
    seen: dict[str, list[str]] = {name: [] for name in NAMES}
    for source in collected.sources:
        for name, values in of_document(source.read(), source.media_type).items():
            seen[name] += values
    return {name: digest(values) for name, values in seen.items()}


def of_document(data: bytes, media_type: str) -> Mapping[str, Sequence[str]]:
    """What each aspect of one document is made of."""
    if len(data) > LARGEST:
        return {name: [hashlib.sha256(data).hexdigest()] for name in NAMES}
    document = parse.parse(data, media_type)
    whole = [hashlib.sha256(_body(data, media_type)).hexdigest()]
    if document.kind not in ("email", "page", "text"):
        return dict.fromkeys(NAMES, whole)
    main = _main(document)
    runs = [run for run in main.runs if run.kind not in UNREAD]
    shown = [run for run in runs if not run.hidden]
    texts = [_plain(run.text) for run in document.runs if run.kind not in UNREAD]
    subject = document.header("subject") or next((run.text for run in runs if run.kind == "title"), "")
    heading = next((run.text for run in shown if run.kind == "heading"), "")
    sender = [_plain(document.header(name)) for name in ("from", "reply-to")]
    return {
        "message": [sender[0], _plain(subject), _plain(heading)],
        "sender": sender,
        "subject": [_plain(subject), *(_plain(run.text) for run in runs if run.kind == "preheader")],
        "opening": [_opening(shown)],
        "images": list(_images(document)),
        "links": [link.url.strip() for link in document.links if link.element != "img"],
        "prices": [text[one.start : one.end] for text in texts for one in amounts.find(text)],
        "text": texts,
        "all": whole,
    }


def digest(values: Iterable[str]) -> str:
    """SHA-256 of texts in their order, shortened to 24 hexadecimal digits."""
    found = hashlib.sha256()
    for value in values:
        found.update(value.encode("utf-8", "surrogatepass") + b"\0")
    return found.hexdigest()[:24]


def _of_site(collected: Collected) -> Mapping[str, str]:
    whole = [f"{source.name} {hashlib.sha256(source.read()).hexdigest()}" for source in collected.sources]
    names = sorted(name for name in collected.files if name.lower().endswith(PICTURES))
    images = [f"{name} {hashlib.sha256(collected.read(name) or b'').hexdigest()}" for name in names]
    found = dict.fromkeys(NAMES, digest([*whole, *images]))
    return {**found, "images": digest(images)}


def _main(document: Document) -> Part:
    """The part that most readers see: the longest page, or else the longest text."""
    parts = [part for part in document.parts if part.name.rpartition(":")[2] != HEADERS] or list(document.parts)
    return max(parts, key=lambda part: (part.media_type == "text/html", len(part.source)))


def _body(data: bytes, media_type: str) -> bytes:
    data, media_type = parse.unwrapped(data, media_type)
    if media_type != "message/rfc822":
        return data
    data = data.replace(b"\r\n", b"\n")
    return data.partition(b"\n\n")[2]


def _opening(shown: Sequence[TextRun]) -> str:
    start = next((index for index, run in enumerate(shown) if GREETING.match(run.text)), 0)
    prose = (run.text for run in shown[start:] if run.kind in PROSE and len(run.text.split()) >= WORDS)
    return _plain(next(prose, ""))


def _images(document: Document) -> Iterator[str]:
    for part in document.parts:
        for image in part.images:
            known = document.pictures.get(image.url[4:].strip("<> ")) if image.url[:4].lower() == "cid:" else None
            yield image.url if known is None else hashlib.sha256(known).hexdigest()


def _plain(text: str) -> str:
    return " ".join(text.split())


def sources_of(collected: Collected) -> list[Source]:
    """The documents of a delivery that are looked into one by one; none of a site."""
    return [] if collected.files or len(collected.sources) > FEW else list(collected.sources)
