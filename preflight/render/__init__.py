"""The email or page as its readers will see it, made harmless, with a numbered mark at each finding.

Only where a report shows it. The bytes are read again, since nothing after ``examine`` keeps them. Numbers are those of
the report's entries (``answer.grouped``), so that mark 3 belongs to card 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from preflight import parse
from preflight.collect import Source
from preflight.model import Document, Location, Part, Rendering, Report
from preflight.render.harmless import harmless
from preflight.render.marked import Mark, marked_html, marked_text, numbers_in
from preflight.render.pictures import Pictures
from preflight.reporters import answer, shown

LARGEST = 3_000_000
"""Characters of one part that are shown; a browser would take long over more."""
MOST = 8
"""Messages or pages that are shown; the ones with the worst findings."""
FEW = 3
"""So few documents are all shown, also those in which nothing was found."""
ENVELOPE = ("from", "subject", "date")

Loads = Callable[[str], bool] | None
Numbered = Sequence[tuple[int, Location]]
"""The number of an entry, and one of its places."""


def rendered(report: Report, sources: Iterable[tuple[Source, str]], *, loads: Loads = None) -> Report:
    """The report with the renderings of its documents. ``sources`` are all that was checked, and what kind each is;
    ``loads`` says which pictures of the web stay in, and is given only where somebody asked for that."""
    numbered: dict[str, list[tuple[int, Location]]] = {}
    for number, entry in enumerate(answer.grouped(shown.masked(report).findings), 1):
        for place in entry.places:
            numbered.setdefault(place.path, []).append((number, place))
    known = [(source, kind, _within(source, numbered.get(source.path, ()))) for source, kind in sources]
    wanted = [one for one in known if one[2] or len(known) <= FEW]
    wanted.sort(key=lambda one: one[2][0][0] if one[2] else len(report.findings) + 1)
    found: list[Rendering] = []
    for source, kind, places in wanted[:MOST]:
        try:
            data = source.read()
        except OSError:  # gone since it was checked
            continue
        found += renderings(data, source.media_type, source.path, source.entry, places, kind=kind, loads=loads)
    return replace(report, renderings=tuple(found))


def _within(source: Source, numbered: Numbered) -> Numbered:
    """The places in this message of a mailbox, or in the whole file."""
    if not source.entry:
        return numbered
    return [(number, place) for number, place in numbered if place.part.startswith(source.entry)]


def renderings(
    data: bytes, media_type: str, path: str, entry: str, numbered: Numbered, *, kind: str, loads: Loads = None
) -> list[Rendering]:
    """What a reader sees of one source: of a message its envelope and its HTML (its plain text where that is all there
    is, or where something was found in it), of a page the page. ``numbered`` are places in this source."""
    document = parse.parse(data, media_type, kind=kind)
    places: dict[str, list[tuple[int, Location]]] = {}
    for number, place in numbered:
        places.setdefault(place.part.removeprefix(entry), []).append((number, place))
    data, media_type = parse.unwrapped(data, media_type)
    pictures = Pictures(data if media_type == "message/rfc822" else b"")
    return [
        rendering
        for part in _shown(document, places)
        if (rendering := _rendering(part, path, entry, places.get(part.name, ()), pictures, loads)) is not None
    ]


def _shown(document: Document, places: Mapping[str, object]) -> Iterator[Part]:
    texts = [part for part in document.parts if part.name != "header"]
    pages = [part for part in texts if part.media_type == "text/html"]
    if document.headers:
        yield from (part for part in document.parts if part.name == "header")
    yield from pages
    yield from (part for part in texts if part not in pages and (not pages or part.name in places))


def _rendering(
    part: Part, path: str, entry: str, numbered: Numbered, pictures: Pictures, loads: Loads
) -> Rendering | None:
    if len(part.source) > LARGEST:
        return None
    marks = [Mark(number, *part.extent(place)) for number, place in numbered if place.line is not None]
    if part.name == "header":
        kind, html = "envelope", marked_text(part.source, marks, fields=ENVELOPE)
    elif part.media_type == "text/html":
        kind, html = "page", harmless(marked_html(part.source, marks), pictures.data_uri, loads=loads)
    else:
        kind, html = "text", marked_text(part.source, marks)
    return Rendering(path, entry + part.name, kind, html, numbers_in(html)) if html else None
