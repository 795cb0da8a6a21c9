"""What tells the time and did not change: a text that says "this week", and an issue whose number goes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from preflight.checkers.issue import slots
from preflight.checkers.issue.habits import Declared
from preflight.checkers.issue.rules import UNCHANGED
from preflight.checkers.issue.series import LONG, Half, Issue, is_new, words
from preflight.model import Finding, Related, TextRun
from preflight.patterns import regex

# true in one issue only: "as we heard last night"
OF_ONE_TIME = regex(
    r"\b(?:last (?:weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|this (?:weekend|morning)|last night|yesterday"
    r"|gestern|(?:am )?vergangene[ns] (?:wochenende|samstag|sonntag)|hier soir|le week-end dernier|ayer|anoche)\b",
    2,
)
# under which there is something new in every issue: "What is in the box", "Recipe of the week"
DUE = regex(
    r"\b(?:this (?:week|month|issue)|of the (?:week|month)|in the box|on the menu|what(?:['’]s| is) (?:on|new|in)"
    r"|latest|coming up|der woche|des monats|diese woche|de la semaine|du mois|cette semaine|de la semana|del mes"
    r"|esta semana)\b",
    2,
)
# "We publish this week's list every Friday", "Did you miss last week's issue?"
STANDING = regex(
    r"\b(?:every|each|always|usual(?:ly)?|subscri\w*|unsubscri\w*|miss(?:ed)?|archive|past issues?|forward\w*"
    r"|jede\w*|immer|chaque|toujours|cada|siempre)\b",
    2,
)
PROSE = frozenset({"paragraph", "cell", "item"})
FAR = 3
"""Numbers: an issue or two may have been left out."""


def texts(new: Issue, issues: Sequence[Issue], repeated: Sequence[str]) -> Iterator[Finding]:
    """``issues`` are the earlier ones, oldest first."""
    for kind, now in new.halves.items():
        before = issues[-1].halves.get(kind)
        if before is not None and is_new(now, before):
            yield from _texts(now, before, [one.halves[kind] for one in issues[:-1] if kind in one.halves], repeated)


def _texts(now: Half, before: Half, older: Sequence[Half], repeated: Sequence[str]) -> Iterator[Finding]:
    """Texts that stayed though they speak of one day, and the first text under a heading that promises a new one."""
    old = {words(run.text): run for run in before.runs}
    known = {words(run.text) for half in older for run in half.runs}
    opening = slots.paragraphs(now)[:1]
    heading: TextRun | None = None
    for run in now.runs:
        if run.kind == "heading":
            heading = run
        said = words(run.text)
        if run.kind not in PROSE or run.hidden or run.zone == "footer":
            continue
        over, heading = heading, None
        if len(said) < LONG or run in opening:
            continue
        said_then = OF_ONE_TIME.search(run.text)
        due = said_then or (over is not None and DUE.search(over.text))
        stayed = old.get(said)
        if not due or stayed is None or said in known or run.text in repeated or STANDING.search(run.text):
            continue
        if run.location is None or stayed.location is None:
            continue
        yield Finding(
            UNCHANGED.id,
            f"this text says “{said_then.group()}” and is word for word the previous issue's"
            if said_then
            else f"the text under “{over.text[:60] if over else due}” is word for word the previous issue's",
            run.location,
            run.text,
            "Write this issue's text, or waive this if it is meant to stay.",
            related=(Related(stayed.location, stayed.text, "the same text in the previous issue"),),
            severity="warning",
        )


def number(new: Issue, issues: Sequence[Issue], declared: Declared) -> Iterator[Finding]:
    """The number is lower than the previous issue's, or far above it but for a slip."""
    seen, old = _numbered(new), _numbered(issues[-1])
    if "masthead" in declared.free or seen is None or old is None or not (seen.value and old.value):
        return
    now, before = int(seen.value), int(old.value)
    if now == before or len(seen.value) > 4 or len(old.value) < 2 or 0 < now - before <= FAR:
        return
    if now < before and now <= FAR:
        return  # a new year, a new count
    following = str(before + 1)
    slipped = len(following) == len(seen.value) and sum(map(str.__ne__, following, seen.value)) <= 2
    if now < before or slipped:
        yield Finding(
            UNCHANGED.id,
            f"this is issue {now}, and the previous one was {before}: “{seen.text[:80]}”",
            seen.place,
            seen.text,
            f"Is it issue {following}?",
            related=(Related(old.place, old.text, "the previous issue's number"),),
            severity="warning",
        )


def _numbered(issue: Issue) -> slots.Seen | None:
    """The first line at the top that has an issue's own number."""
    half = issue.main
    for run in slots.top(half) if half else ():
        if (match := slots.OWN_NUMBER.search(run.text)) and run.location is not None:
            return slots.Seen(match[1].lstrip("0"), run.text, run.location)
    return None
