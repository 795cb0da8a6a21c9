"""What should have changed since the previous issue and did not: pictures, subject, opening, number, button, dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from preflight.checkers.issue import days, habits, series, slots
from preflight.checkers.issue.habits import Declared
from preflight.checkers.issue.rules import LINK_UNCHANGED, UNCHANGED
from preflight.checkers.issue.series import Issue, is_new, words
from preflight.checkers.issue.slots import Seen
from preflight.model import Fact, Finding, Gap, Related, Severity
from preflight.patterns import regex
from preflight.reading import pictures

MISSION = regex(
    r"(?:^|[.!?]\s)(?!(?:Here|There|This|That|These|Those|It|We|You|They|What|Our|My|Today|Now|Below)\b)"
    r"(?:The\s(?:[A-Z0-9][\w'’&.-]{0,30}[!?]?\s){1,5}|(?:[A-Z0-9][\w'’&.-]{0,30}[!?]?\s){2,6})"
    r"(?:is|are|was|were)\s(?:an?|dedicated|devoted)\b"
    r"|\b(?:non-?profit|not-for-profit|charity|association|society) (?:organi[sz]ation )?"
    r"(?:that|which|providing|dedicated)\b"
)
"""``Juniper Cycling is a group that …``: who the sender is, as every issue says"""
SCENE = 4
"""Words of a picture's description that tell of something."""
BANNER = regex(
    r"logo|banner|header|masthead|brand|newsletter|signature|footer|welcome|\bour team\b|kopf", re.IGNORECASE
)
"""``header-2026.png``: meant to stay"""
HELP = {
    "subject": "Write this issue's subject, or waive this if it never changes.",
    "preheader": "Write this issue's preheader, or waive this if it never changes.",
    "masthead": "Put in this issue's number and date.",
    "picture": "Put in this issue's picture, or waive this if the picture is meant to stay.",
    "opening": "Write this issue's opening, or waive this if it opens every issue.",
    "button": "Open the link, and put in the address of this issue's page.",
}


def findings(
    new: Issue, issues: Sequence[Issue], declared: Declared, repeated: Sequence[str]
) -> Iterator[Finding | Gap]:
    """``issues`` are the earlier ones, oldest first; ``repeated`` may stay the same."""
    yield from _pictures(new, issues, declared, repeated)
    now = new.main
    before = issues[-1].halves.get(now.kind) if now else None
    if now is None or before is None or not is_new(now, before):
        return
    for slot in ("subject", "preheader", "button"):
        yield from _slot(slot, slots.CHANGING[slot], new, issues, declared, repeated)
    yield from _number(new, issues, declared)
    for kind in new.halves:  # the text version has an opening and a masthead of its own
        others = [one for one in issues if kind in one.halves]
        half = others[-1].halves[kind] if others else None
        if half is not None and half.facts is issues[-1].facts and is_new(new.halves[kind], half):
            alone = [_only(one, kind) for one in others]
            for slot in ("opening", "masthead"):
                yield from _slot(slot, slots.CHANGING[slot], _only(new, kind), alone, declared, repeated)


def _number(new: Issue, issues: Sequence[Issue], declared: Declared) -> Iterator[Finding]:
    """The issue's number stayed though the rest of its line, its day, is new."""
    seen, old = slots.numbered(new), slots.numbered(issues[-1])
    if seen is None or old is None or seen.value != old.value or words(seen.text) == words(old.text):
        return
    earlier = [one.value if (one := slots.numbered(issue)) else None for issue in issues]
    severity = habits.when_unchanged("masthead", habits.habit(earlier), declared)
    if severity is None or habits.repeats(seen.value, earlier[:-1]):
        return
    yield Finding(
        UNCHANGED.id,
        f"the issue's number is still the previous issue's, {seen.value}: “{seen.text[:80]}”",
        seen.place,
        seen.text,
        HELP["masthead"],
        related=(Related(old.place, old.text, "the previous issue"),),
        severity=severity,
    )


def _only(issue: Issue, kind: str) -> Issue:
    return Issue(issue.facts, {kind: issue.halves[kind]})


def _slot(
    slot: str, find: Callable[[Issue], Seen | None], new: Issue, issues: Sequence[Issue], declared: Declared,
    repeated: Sequence[str],
) -> Iterator[Finding]:  # fmt: skip
    """One slot, where it is the previous issue's."""
    values = [find(one) for one in issues]
    seen, old = find(new), values[-1]
    if seen is None or old is None or seen.value != old.value or seen.text in repeated:
        return
    if not _tells(slot, seen, new, issues, declared):
        return
    known = habits.habit([one.value if one else None for one in values])
    severity: Severity | None = habits.when_unchanged(slot, known, declared, default=slot != "button")
    if slot not in declared.must_change and habits.repeats(seen.value, (one.value for one in values[:-1] if one)):
        return
    dated = slot == "masthead" and slots.within(new.facts.facts.get("date", ()), seen.place)
    if dated and any(days.only_day(fact) for fact in dated):
        return  # days and dates.issue-date compare the date with the day it goes out
    if severity:
        yield _unchanged(slot, seen, old, severity)


def _tells(slot: str, seen: Seen, new: Issue, issues: Sequence[Issue], declared: Declared) -> bool:
    """Whether this slot, as it is, was written for one issue."""
    if slot in ("subject", "preheader"):
        return len(words(seen.text)) >= 3 or slot in declared.must_change
    if slot == "opening":
        now, before = new.main, issues[-1].main
        assert now is not None
        assert before is not None
        stayed = [words(run.text) for run in slots.paragraphs(now)] == [
            words(run.text) for run in slots.paragraphs(before)
        ]
        # two paragraphs that stayed are a preamble of every issue
        return slot in declared.must_change or (not stayed and not MISSION.search(seen.text[:400]))
    return True


def _unchanged(slot: str, seen: Seen, old: Seen, severity: Severity) -> Finding:
    said = slots.SAID[slot]
    message = {
        "masthead": f"{said} is still the previous issue's: “{seen.text[:80]}”",
        "button": f"{said} is still the previous issue's",
    }.get(slot, f"{said} is word for word the previous issue's")
    return Finding(
        LINK_UNCHANGED.id if slot == "button" else UNCHANGED.id,
        message,
        seen.place,
        seen.text,
        HELP[slot],
        related=(Related(old.place, old.text, f"{said} in the previous issue".replace("this", "the")),),
        severity=severity,
    )


# --- pictures -------------------------------------------------------------------------------------------


def _pictures(
    new: Issue, issues: Sequence[Issue], declared: Declared, repeated: Sequence[str]
) -> Iterator[Finding | Gap]:
    """Large pictures that stayed under a new description; and the first of them, where it has to be a new one."""
    found = new.facts.facts.get("picture", ())
    previous = issues[-1].facts.facts.get("picture", ())
    older = [fact.value for one in issues[:-1] for fact in one.facts.facts.get("picture", ())]
    heroes = [slots.CHANGING["picture"](one) for one in issues]
    known = habits.habit(heroes, _same_seen)
    for index, fact in enumerate(found):
        value = fact.value
        before = next((one for one in previous if pictures.same(one.value, value)), None)
        if before is None:
            continue
        if value["url"] in repeated or any(pictures.same(one, value) for one in older):
            continue
        alt, old_alt = value["alt"], before.value["alt"]
        described_anew = bool(alt) and bool(old_alt) and alt != old_alt
        is_hero = index == 0 and before is previous[0]
        opens, opened = (slots.page_of(one.get("link", "")) for one in (value, before.value))
        reopened = bool(opens) and bool(opened) and opens != opened
        severity: Severity | None = "error" if described_anew else "warning" if reopened else None
        if is_hero and severity is None:
            severity = _of_hero(new, issues, value, known, declared)
        if severity is None or (is_hero and "picture" in declared.free):
            continue  # the same picture with the same words may be the banner of every issue
        name = value["url"].rpartition("/")[2] or value["url"]
        renamed = f" under a new name (before: {before.value['url'].rpartition('/')[2][:60]})" if name != (
            before.value["url"].rpartition("/")[2] or before.value["url"]) else ""  # fmt: skip
        yield Finding(
            UNCHANGED.id,
            f"the picture is still the previous issue's{renamed}: {name[:80]}"
            + (f" (its description now says {alt!r})" if described_anew else "")
            + (" (it now opens another page)" if reopened and not described_anew else ""),
            fact.place,
            fact.match,
            HELP["picture"],
            related=(Related(before.place, before.match, "the same picture in the previous issue"),),
            severity=severity,
        )
    yield from _unseen(new, found, previous)


def _same_seen(one: Seen, other: Seen) -> bool:
    return pictures.same(one.picture, other.picture)


def _of_hero(
    new: Issue, issues: Sequence[Issue], value: Mapping[str, Any], known: habits.Habit, declared: Declared
) -> Severity | None:
    """The first large picture is the same, words and all: a banner, or last week's?"""
    changed_so_far = known.transitions > 0 and known.changed == known.transitions
    severity = habits.when_unchanged("picture", known, declared, default=changed_so_far)
    if severity:
        return severity
    then, now = slots.number(issues[-1]), slots.number(new)
    named = re.findall(r"\d+", value["url"].rpartition("/")[2])
    if then and now and then != now and then in [one.lstrip("0") for one in named]:
        return "error" if now not in named else None  # issue-46-hero.jpg in issue 47
    main, before = new.main, issues[-1].main
    if known.known or main is None or before is None or not is_new(main, before) or declared.must_change:
        return None
    return "warning" if _is_of_its_day(value["url"], issues[-1]) or _is_scene(value, new) else None


def _is_of_its_day(url: str, previous: Issue) -> bool:
    """``/2026-11-17-hero.jpg`` in the issue of that day."""
    sent = series.sent_on(previous.facts)
    return sent is not None and f"{sent:%Y%m%d}" in url.replace("-", "").replace("_", "").replace("/", "")


def _is_scene(value: Mapping[str, Any], new: Issue) -> bool:
    """Whether the description shows something, and not who the sender is: then it was chosen for one issue."""
    alt = value["alt"]
    if len(alt.split()) < SCENE or BANNER.search(f"{alt} {value['url'].rpartition('/')[2]}"):
        return False
    sender = set(words(new.facts.header("from").partition("<")[0].strip(' "')))
    told = [word for word in words(alt) if len(word) > 2 and word != "the"]
    return sum(word in sender for word in told) < 2 and any(word[0].islower() for word in alt.split()[1:])


def _unseen(new: Issue, found: Sequence[Fact], previous: Sequence[Fact]) -> Iterator[Gap]:
    """The first large picture has a new address; whether it shows something new, nobody looked."""
    if not found or not previous or pictures.same(found[0].value, previous[0].value):
        return
    known = found[0].value.get("digest") and previous[0].value.get("digest")
    if known and found[0].value.get("look") and previous[0].value.get("look"):
        return
    if not known:
        why = "compared with the previous issue's by its address only: look whether it shows something new"
    elif pictures.can_look():
        return
    else:
        why = "compared with the previous issue's byte by byte only; what it shows is compared once Pillow is installed"
    name = found[0].value["url"].rpartition("/")[2][:80]
    yield Gap("issue", new.facts.path, f"the picture {name}", why, intended=True)
