"""The report as one HTML page: the verdict, the email or page as its readers see it with a mark at each finding, a card
for each finding, and what was not checked.

It opens from disk and asks nothing of any network. What strangers wrote is escaped, or stands in a frame that may run
nothing (``render.harmless`` has been over it); the page's policy allows one script, its own, by its digest.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from preflight.model import Finding, Location, Rendering, Report
from preflight.patterns import regex
from preflight.reporters import answer, shown
from preflight.reporters.answer import Entry, counted

WORDS = {"error": "to fix", "warning": "worth a look", "info": "a note"}
SPACES = regex(r"\s+")
FIRST = 3
"""The fixes that are named before all others."""
MOST_PLACES = 40
NOTHING_LOADED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
FRAME_HEAD = (
    f'<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{NOTHING_LOADED}">'
    "<style>html{background:#fff;color:#000}a{color:#0b57d0;text-decoration:underline}"
)


def render(report: Report) -> str:
    """The report as a whole page. Same report, same bytes."""
    report = shown.masked(report)
    entries = answer.grouped(report.findings)
    verdict = answer.verdict(report, entries)
    names = ", ".join(target.name for target in report.targets)
    script, style, marks = (_asset(name) for name in ("page.js", "page.css", "marks.css"))
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    policy = f"{NOTHING_LOADED}; script-src 'sha256-{digest}'"
    body = [
        *_head(report, entries, verdict),
        "<main>",
        *_first(entries),
        '<div class="beside">',
        *_preview(report, marks),
        *_cards(report, entries),
        "</div>",
        *_unchecked(report),
        "</main>",
        f"<footer><p>preflight {_text(report.version)} · rules {_text(report.ruleset)}</p></footer>",
    ]
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{_text(f'{verdict} {names}')}</title>",
            f"<style>{style}{marks}</style>\n</head>",
            f'<body class="{report.verdict.lower()}">',
            *body,
            f"<script>{script}</script>\n</body>\n</html>\n",
        ]
    )


def _asset(name: str) -> str:
    return (Path(__file__).parent / "page" / name).read_text(encoding="utf-8")


def _head(report: Report, entries: Sequence[Entry], verdict: str) -> Iterator[str]:
    yield f"<header><h1>{_text(verdict)}</h1>"
    for target in report.targets:
        clauses = " · ".join(answer.assumptions(target))
        yield f"<p><strong>{_text(target.name)}</strong> · {_text(clauses)}</p>"
    for sentence in answer.details(report):
        yield f"<p>{_text(sentence)}</p>"
    yield "</header>"


def _first(entries: Sequence[Entry]) -> Iterator[str]:
    """The fixes that matter most, as a way into a long report."""
    urgent = [(number, entry) for number, entry in enumerate(entries, 1) if entry.severity == "error"]
    if len(entries) <= FIRST or not urgent:
        return
    yield '<section class="first" aria-labelledby="first"><h2 id="first">Fix these first</h2><ol>'
    for number, entry in urgent[:FIRST]:
        yield f'<li><a href="#finding-{number}">{_text(_capital(entry.finding.message))}</a></li>'
    yield "</ol></section>"


# --- the document ---------------------------------------------------------------------------------------


def _preview(report: Report, marks: str) -> Iterator[str]:
    if not report.renderings:
        return
    yield '<section class="preview" aria-labelledby="preview"><h2 id="preview">As your readers see it</h2>'
    yield (
        '<div class="widths" role="group" aria-label="Width"><button type="button" data-width="wide" '
        'aria-pressed="true">Computer</button><button type="button" data-width="phone" aria-pressed="false">Phone'
        "</button></div>"
    )
    several = len({rendering.path for rendering in report.renderings}) > 1
    path = ""
    for rendering in report.renderings:
        if several and rendering.path != path:
            yield f"<h3>{_text(rendering.path)}</h3>"
        path = rendering.path
        yield _shown(rendering, marks)
    yield '<p class="aside">Pictures from the web are not loaded here, and no link opens.</p></section>'


def _shown(rendering: Rendering, marks: str) -> str:
    if rendering.kind != "page":
        name = "Sender and subject" if rendering.kind == "envelope" else "Plain text"
        head = "" if rendering.kind == "envelope" else "<h3>Its plain text</h3>"
        return f'{head}<pre class="{rendering.kind}" tabindex="0" aria-label="{name}">{rendering.html}</pre>'
    source = f"{FRAME_HEAD}{marks}</style>{rendering.html}"
    title = escape(f"{rendering.path} as its readers see it")
    return f'<iframe sandbox="allow-same-origin" title="{title}" srcdoc="{escape(source)}"></iframe>'


# --- the findings ---------------------------------------------------------------------------------------


def _cards(report: Report, entries: Sequence[Entry]) -> Iterator[str]:
    yield '<section class="findings" aria-labelledby="findings"><h2 id="findings">What was found</h2>'
    if not entries:
        yield "<p>Nothing.</p>"
    marked = {number for rendering in report.renderings for number in rendering.numbers}
    yield "<ol>" if entries else ""
    for number, entry in enumerate(entries, 1):
        yield f'<li id="finding-{number}" class="card {entry.severity}" tabindex="-1">'
        yield from _card(number, entry, report, visible=number in marked)
        yield "</li>"
    yield "</ol></section>" if entries else "</section>"


def _card(number: int, entry: Entry, report: Report, *, visible: bool) -> Iterator[str]:
    finding, first = entry.finding, entry.places[0]
    yield f'<h3><span class="number">{number}</span> {_text(_capital(finding.message))}</h3>'
    yield f'<p class="kind">{WORDS[entry.severity]}</p>'
    if finding.match and (first.before.strip() or first.after.strip() or finding.match not in finding.message):
        before, match, after = (_text(SPACES.sub(" ", text)) for text in (first.before, finding.match, first.after))
        yield f'<p class="quote">{before.lstrip()}<mark>{match}</mark>{after.rstrip()}</p>'
    if told := " ".join(filter(None, [finding.help, _capital(answer.advice(finding))])):
        yield f"<p>{_text(told)}</p>"
    for message, where in _related(finding):
        yield f'<p class="aside">{_text(_capital(message))}: {_text(where)}</p>'
    if visible:
        yield f'<p><button type="button" class="show" data-show="{number}">Show me</button></p>'
    yield from _places(entry, report)
    yield f'<p class="aside">{_text(finding.rule)}</p>'


def _places(entry: Entry, report: Report) -> Iterator[str]:
    places = entry.places
    reach = max(entry.finding.reach, len({place.path for place in places}))
    if reach > 1 and answer.are_pages(report):
        yield _reach(reach, max(report.checked.get("documents", 0), reach))
    if len(places) == 1:
        yield f'<p class="aside">{_text(answer.place(places[0]))}</p>'
        return
    yield f"<details><summary>{_text(counted(len(places), 'place'))}</summary><ul>"
    for place in places[:MOST_PLACES]:
        yield f"<li>{_text(answer.place(place))}</li>"
    if len(places) > MOST_PLACES:
        yield f"<li>and {len(places) - MOST_PLACES:,} more</li>"
    yield "</ul></details>"


def _reach(touched: int, known: int) -> str:
    """How much of the site one cause reaches, as a bar."""
    told = f"on {touched:,} of {counted(known, 'document')}"
    width = max(2, round(200 * touched / known))
    return (
        f'<p class="reach"><svg role="img" aria-label="{told}" viewBox="0 0 200 10" width="200" height="10">'
        f'<rect class="whole" width="200" height="10" rx="3"/><rect class="part" width="{width}" height="10" rx="3"/>'
        f"</svg> {told}</p>"
    )


def _related(finding: Finding) -> Iterator[tuple[str, str]]:
    places: dict[str, list[str]] = {}
    for other in finding.related:
        assert isinstance(other.place, Location)
        places.setdefault(other.message, []).append(answer.place(other.place))
    for message, where in places.items():
        yield message, answer.listed(list(dict.fromkeys(where)))


# --- the rest -------------------------------------------------------------------------------------------


def _unchecked(report: Report) -> Iterator[str]:
    for title, identifier, intended in (
        ("Could not be checked", "failed", False),
        ("Not checked, on purpose", "left-out", True),
    ):
        if gaps := list(answer.gaps(report, intended=intended)):
            yield f'<section class="unchecked" aria-labelledby="{identifier}"><h2 id="{identifier}">{title}</h2><ul>'
            yield from (f"<li>{_text(gap)}</li>" for gap in gaps)
            yield "</ul></section>"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _text(text: str) -> str:
    return escape(shown.visible(text))
