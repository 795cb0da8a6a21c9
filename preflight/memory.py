"""``preflight memory FOLDER``: what the earlier issues of a newsletter have taught, as a checklist for preflight.toml.

The text is valid TOML. Nothing of the issues stands in it but the headings they share and the addresses of pictures
that never change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from preflight.checkers.issue import frame, habits, sections, series, slots
from preflight.checkers.issue.habits import Habit
from preflight.checkers.issue.series import Issue
from preflight.model import Facts
from preflight.reading import alignment, pictures

HEAD = """\
# Paste this into the client's preflight.toml, and delete the lines that you do not want.
# It is what {count} issues of {name} have in common, {first} to {last}.
# What must change and did not is then an error, and so is what must not change and did.
"""
FEW = """\
# There are only {count} issues, and habits show from {needed} on: until then each line is a guess that you decide.
"""
NONE = "# There are no emails in {folder}: name a folder with the client's earlier issues (.eml, .msg, .html, .md).\n"


def text(folder: str, messages: Sequence[Facts]) -> str:
    """The checklist of the longest series; the others are named in comments."""
    groups = series.grouped([facts for facts in messages if facts.kind == "email"])
    if not groups:
        return NONE.format(folder=_quoted(folder))
    main, *others = groups
    lines = list(_checklist(main))
    for group in others:
        lines += ["", f"# Left out: {_count(len(group))} of {_name(group)}, which is another series."]
        if len(group) >= habits.LEARNED:
            lines += ["# For its own checklist, put these into a folder of their own."]
    return "\n".join(lines) + "\n"


def _checklist(messages: Sequence[Facts]) -> Iterator[str]:
    latest = series.issue(messages[-1])
    issues = [*series.of_one_template(latest, messages[:-1]), latest][-series.HISTORY - 1 :]
    facts = [one.facts for one in issues]
    yield from HEAD.format(
        count=len(issues), name=_name(facts), first=_when(facts[0]), last=_when(facts[-1])
    ).splitlines()
    if len(issues) <= habits.LEARNED:
        yield from FEW.format(count=len(issues), needed=habits.LEARNED + 1).splitlines()
    if len(issues) < len(messages):
        yield f"# {_count(len(messages) - len(issues))} built otherwise, or older, did not count."
    known = {name: _habit(issues, name) for name in slots.CHANGING} | frame.habits_of(issues)
    yield ""
    yield "[issue]"
    changing = [name for name, habit in known.items() if name in slots.CHANGING and _changes(habit)]
    staying = [name for name, habit in known.items() if name not in slots.CHANGING and _stays(habit)]
    loose = [name for name in known if name not in (*changing, *staying) and known[name].transitions]
    yield from _list("must-change", changing, known)
    yield from _list("must-not-change", staying, known)
    yield from _list("may-change", loose, known)
    half = latest.main
    histories = [sections.of(one.halves[half.kind]) for one in issues if half and half.kind in one.halves]
    if due := [heading for heading in sections.learned(histories) if heading]:
        yield "must-change-under = ["
        for heading in due:
            yield f"  {_quoted(_written(latest, heading))},  # something new under it in every issue"
        yield "]"
    if kept := _kept_pictures(issues):
        yield "repeated = ["
        for url in kept:
            yield f"  {_quoted(url)},  # a picture of every issue"
        yield "]"


def _list(key: str, names: Sequence[str], known: dict[str, Habit]) -> Iterator[str]:
    if not names:
        return
    yield f"{key} = ["
    for name in names:
        habit = known[name]
        yield f"  {_quoted(name)},  # {slots.SAID[name]}: changed {habit.changed} of {_times(habit.transitions)}"
    yield "]"


def _changes(habit: Habit) -> bool:
    return habit.transitions > 0 and habit.changed == habit.transitions


def _stays(habit: Habit) -> bool:
    return habit.transitions > 0 and not habit.changed


def _habit(issues: Sequence[Issue], name: str) -> Habit:
    values = [slots.CHANGING[name](one) for one in issues]
    return habits.habit(values, lambda one, other: slots.same(name, one, other))


def _written(issue: Issue, heading: str) -> str:
    """The heading as the latest issue writes it."""
    runs = issue.main.runs if issue.main else ()
    return next((run.text for run in runs if run.kind == "heading" and alignment.key(run.text) == heading), heading)


def _kept_pictures(issues: Sequence[Issue]) -> list[str]:
    """Large pictures that every issue has."""
    if len(issues) < habits.LEARNED:
        return []
    first, *rest = [[fact.value for fact in one.facts.facts.get("picture", ())] for one in issues]
    kept = [one for one in first if all(any(pictures.same(one, other) for other in others) for others in rest)]
    return list(dict.fromkeys(one["url"] for one in kept if one["url"].startswith("http")))


def _name(messages: Sequence[Facts]) -> str:
    """The series in a reader's words: its sender, or its first file."""
    return _quoted(messages[-1].header("from") or messages[-1].name)


def _quoted(text: str) -> str:
    """A TOML string on one line, whatever somebody wrote: JSON's escapes are TOML's, but for one control character."""
    readable = text[:200].encode("utf-8", "replace").decode("utf-8")
    return json.dumps(readable, ensure_ascii=False).replace("\x7f", "\\u007f")


def _when(facts: Facts) -> str:
    day = series.sent_on(facts)
    return day.isoformat() if day else _quoted(facts.name)


def _count(number: int) -> str:
    return "1 message" if number == 1 else f"{number} messages"


def _times(number: int) -> str:
    return "1 time" if number == 1 else f"{number} times"
