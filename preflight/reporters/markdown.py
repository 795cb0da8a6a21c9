"""The report as Markdown: the summary of a CI step, a comment on a pull request, a note to the client.

Its text comes from strangers: nothing in it may become a link, a mention, a picture or HTML. Every character that
CommonMark or GitHub's extensions would read as markup is escaped, quoted words stand in code spans.
"""

from __future__ import annotations

from collections.abc import Iterator

from preflight.model import Report
from preflight.patterns import regex
from preflight.reporters import answer, shown
from preflight.reporters.answer import Entry, counted, listed

MARKS = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}
HEADS = {"PASS": "✅", "FAIL": "❌", "INCOMPLETE": "⚠️"}
MARKUP = regex(r"[\\`*_\[\]<>|~&]|:(?=\S)|(?<=www)\.|^[#+-](?=\s)|^\d+(?=[.)]\s)")
"""A colon within words opens an address (``https:``) or a picture (``:smile:``), ``www.`` an address too."""
MENTION = regex(r"@(?=\w)")
BACKTICKS = regex(r"`+")
SPACES = regex(r"\s+")
LONGEST = 200
"""Characters of a place's own words that are quoted."""


def render(report: Report, most: int | None = None) -> str:
    """The verdict, the findings (the worst ``most`` of them, when given), and what was not checked."""
    report = shown.masked(report)
    entries = answer.grouped(report.findings)
    lines = [f"## {HEADS[report.verdict]} {plain(answer.verdict(report, entries))}", ""]
    for target in report.targets:
        lines.append(f"{code(target.name)} {plain(' · '.join(answer.assumptions(target)))}  ")
    lines += [plain(sentence) + "  " for sentence in answer.details(report)]
    for entry in entries[:most]:
        lines += ["", *_entry(entry)]
    if most is not None and len(entries) > most:
        lines += ["", f"… and {counted(len(entries) - most, 'more finding')}."]
    for title, intended in (("Could not be checked", False), ("Not checked, on purpose", True)):
        if gaps := list(answer.gaps(report, intended=intended)):
            lines += ["", f"**{title}**", "", *(f"- {plain(gap)}" for gap in gaps)]
    return "\n".join(lines) + "\n"


def _entry(entry: Entry) -> Iterator[str]:
    finding, first = entry.finding, entry.places[0]
    yield f"- {MARKS[entry.severity]} **{plain(finding.message)}** ({code(finding.rule)})  "
    yield f"  {code(answer.place(first))}" + _quoted(first.before, finding.match, first.after)
    if advice := " ".join(filter(None, [finding.help, answer.advice(finding)])):
        yield f"  {plain(advice)}"
    if len(entry.places) > 1:
        yield f"  Also at {listed([code(answer.place(place)) for place in entry.places[1:]])}."


def _quoted(before: str, match: str, after: str) -> str:
    words = f"{before}{match}{after}"
    return f": {code(words[:LONGEST])}  " if match and words.strip() else "  "


def plain(text: str) -> str:
    """The text as itself, whatever it holds: one line, no markup, nobody mentioned."""
    text = MARKUP.sub(r"\\\g<0>", shown.visible(SPACES.sub(" ", text)))
    return MENTION.sub("@\N{WORD JOINER}", text)


def code(text: str) -> str:
    """A code span that the text cannot end (CommonMark 6.1)."""
    text = shown.visible(SPACES.sub(" ", text).strip()) or " "
    fence = "`" * (max(map(len, BACKTICKS.findall(text)), default=0) + 1)
    pad = " " if "`" in (text[0], text[-1]) else ""
    return f"{fence}{pad}{text}{pad}{fence}"
