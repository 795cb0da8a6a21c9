"""The summary of a fleet, for the house alone: each client's verdict, worst first, and what to fix first."""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

from preflight.model.fleet import ClientAnswer, Fleet
from preflight.reporters import markdown, shown
from preflight.reporters.answer import counted

WORDS = {"FAIL": "HOLD", "INCOMPLETE": "CANNOT SAY", "PASS": "READY"}
CODES = {"FAIL": "31", "INCOMPLETE": "33", "PASS": "32"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = (
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.5rem .7rem;"
    "border-bottom:1px solid var(--line)}td.FAIL{color:var(--bad)}td.INCOMPLETE{color:var(--look)}"
    "td.PASS{color:var(--good)}td p{margin:0 0 .3em}.place{color:var(--soft);font-size:.875rem}"
)


def console(fleet: Fleet, *, colour: bool = False, width: int = 100) -> str:
    """A line for each client, and below it what to fix first."""
    longest = min(30, max((len(one.name) for one in fleet.answers), default=0))
    lines: list[str] = []
    for one in fleet.answers:
        word = f"{WORDS[one.verdict]:<10}"
        word = f"\x1b[{CODES[one.verdict]}m{word}\x1b[0m" if colour else word
        lines.append(f"{word}  {shown.visible(one.name):<{longest}}  {shown.visible(one.sentence)}")
        for number, text in enumerate(_first(one)):
            indent = " " * 12
            lead = indent + ("first: " if not number else "       ")
            lines += textwrap.wrap(
                shown.visible(text), width, initial_indent=lead, subsequent_indent=f"{indent}       ",
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
        if one.report:
            lines.append(f"{' ' * 12}report: {shown.visible(one.report)}")
    return "\n".join([*lines, "", *totals(fleet)]) + "\n"


def totals(fleet: Fleet) -> Iterator[str]:
    """``10 clients: 3 to hold, 1 that could not be checked, 6 ready.``"""
    held, unknown, ready = (sum(one.verdict == verdict for one in fleet.answers) for verdict in WORDS)
    clauses = [f"{held:,} to hold"] if held else []
    clauses += [f"{unknown:,} that could not be checked whole"] if unknown else []
    clauses += [f"{ready:,} ready"] if ready else []
    yield f"{counted(len(fleet.answers), 'client')}: {', '.join(clauses)}."
    checked = fleet.sums("checked")
    amounts = [counted(checked.get(key, 0), key.removesuffix("s")) for key in ("documents", "words", "links", "dates")]
    counts = fleet.sums("counts")
    yield (
        f"Checked: {', '.join(amounts)}. Found: {counted(counts.get('error', 0), 'error')},"
        f" {counted(counts.get('warning', 0), 'warning')}, {counted(counts.get('info', 0), 'note')}."
    )


def as_json(fleet: Fleet) -> str:
    rows = [
        {
            "name": one.name, "verdict": one.verdict, "sentence": one.sentence, "counts": dict(one.counts),
            "checked": dict(one.checked), "first": one.first, "help": one.help, "place": one.place, "more": one.more,
            "report": one.report,
        }
        for one in fleet.answers
    ]  # fmt: skip
    head = {"schema": 1, "verdict": fleet.verdict, "counts": fleet.sums("counts"), "checked": fleet.sums("checked")}
    return shown.escaped(json.dumps(head | {"clients": rows}, ensure_ascii=False, indent=1)) + "\n"


def as_markdown(fleet: Fleet) -> str:
    lines = ["## " + " ".join(map(markdown.plain, totals(fleet))), "", "| | client | first |", "|---|---|---|"]
    for one in fleet.answers:
        first = "<br>".join(map(markdown.plain, _first(one))) or markdown.plain(one.sentence)
        lines.append(f"| {markdown.HEADS[one.verdict]} {WORDS[one.verdict]} | {markdown.plain(one.name)} | {first} |")
    return "\n".join(lines) + "\n"


def as_html(fleet: Fleet, folder: str = "") -> str:
    """A page that links to each client's report; ``folder`` is where the page will lie."""
    style = (Path(__file__).parent / "page" / "page.css").read_text(encoding="utf-8")
    head, *rest = totals(fleet)
    rows = "\n".join(_row(one, folder) for one in fleet.answers)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" '
        f'content="no-referrer">\n<title>{_text(head)}</title>\n<style>{style}{STYLE}</style>\n</head>\n'
        f'<body class="{fleet.verdict.lower()}">\n<header><h1>{_text(head)}</h1>'
        f"{''.join(f'<p>{_text(one)}</p>' for one in rest)}</header>\n<main>\n<table><thead><tr><th>May it go out?"
        f"</th><th>Client</th><th>First</th></tr></thead>\n<tbody>\n{rows}\n</tbody></table>\n</main>\n</body>\n</html>\n"
    )


def _row(one: ClientAnswer, folder: str) -> str:
    name = _text(one.name)
    if one.report:
        target = quote(Path(os.path.relpath(one.report, folder or ".")).as_posix())
        name = f'<a href="{escape(target)}">{name}</a>'
    first = "".join(f"<p>{_text(text)}</p>" for text in _first(one))
    said = f"<p>{_text(one.sentence)}</p>{first}"
    return f'<tr><td class="{one.verdict}">{WORDS[one.verdict]}</td><td>{name}</td><td>{said}</td></tr>'


def _first(one: ClientAnswer) -> Iterator[str]:
    """What is wrong, where, and what to do about it."""
    if one.first:
        yield f"{one.first} — {one.place}" if one.place else one.first
    if one.help:
        yield one.help


def _text(text: str) -> str:
    return escape(shown.visible(text))
