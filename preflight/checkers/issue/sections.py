"""What stands under a heading that every issue has: “Recipe of the week” had a new recipe every time, until now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from preflight.checkers.issue import habits, slots
from preflight.checkers.issue.rules import LINK_UNCHANGED, UNCHANGED
from preflight.checkers.issue.series import Half, Issue, is_new, words
from preflight.checkers.issue.slots import Seen
from preflight.model import Finding, Location, Related
from preflight.reading import alignment

SAYING = 8
"""Words: a shorter text under a heading may well come twice."""

Sections = Mapping[str, Mapping[str, Seen]]


def of(half: Half) -> dict[str, dict[str, Seen]]:
    """Heading (masked) → what stands under it: ``text``, the first text, and ``link LABEL``, the page of each link.

    Only headings that stand once, and labels that stand once under theirs.
    """
    runs = [run for run in half.runs if run.location is not None and not run.hidden and run.kind != "alt"]
    keys = Counter(alignment.key(run.text) for run in runs if run.kind == "heading")
    found: dict[str, dict[str, Seen]] = {}
    starts: list[tuple[tuple[int, int], str]] = []
    heading = ""
    for run in runs:
        assert run.location is not None
        if run.kind == "heading":
            key = alignment.key(run.text)
            heading = key if keys[key] == 1 else ""
            starts.append((_at(run.location), heading))
        elif heading and run.kind in ("paragraph", "cell") and "text" not in found.setdefault(heading, {}):
            found[heading]["text"] = Seen(" ".join(words(run.text)), run.text, run.location)
    return {heading: {**seen, **links} for heading, seen, links in _with_links(half, found, starts)}


def _with_links(
    half: Half, found: dict[str, dict[str, Seen]], starts: Sequence[tuple[tuple[int, int], str]]
) -> Iterator[tuple[str, dict[str, Seen], dict[str, Seen]]]:
    from bisect import bisect_right

    places = [start for start, _ in starts]
    under: dict[str, dict[str, list[Seen]]] = {}
    for link in half.links:
        page = slots.page(link) if link.element in ("a", "text", "area") else ""
        index = bisect_right(places, _at(link.location)) - 1
        if page and index >= 0 and (heading := starts[index][1]):
            label = "" if link.image else alignment.key(link.text)
            under.setdefault(heading, {}).setdefault(label, []).append(Seen(page, link.url, link.location))
    for heading in dict.fromkeys([*found, *under]):
        links = {f"link {label}": seen[0] for label, seen in under.get(heading, {}).items() if len(seen) == 1 and label}
        yield heading, found.get(heading, {}), links


def _at(place: Location) -> tuple[int, int]:
    return place.line or 0, place.column or 0


def learned(histories: Sequence[Sections]) -> dict[str, list[str]]:
    """Heading → what changed under it in every earlier issue, for headings that every one of them has."""
    if len(histories) < habits.LEARNED:
        return {}
    found: dict[str, list[str]] = {}
    for heading, latest in histories[-1].items():
        if not heading or any(heading not in one for one in histories):
            continue
        for name in latest:
            values = [one[heading][name].value if name in one[heading] else None for one in histories]
            if habits.habit(values).always_changes and len(set(values)) == len(values):
                found.setdefault(heading, []).append(name)
    return found


def findings(
    new: Issue, issues: Sequence[Issue], must_change: Sequence[str], repeated: Sequence[str], spoken: Sequence[Location]
) -> Iterator[Finding]:
    """``must_change`` are headings that the client declared; ``spoken`` are the places that were reported already."""
    declared = {alignment.key(heading) for heading in must_change}
    if len(issues) < habits.LEARNED and not declared:
        return
    for kind, now in new.halves.items():
        halves = [one.halves[kind] for one in issues if kind in one.halves]
        if not halves or halves[-1].facts is not issues[-1].facts or not is_new(now, halves[-1]):
            continue
        histories = [of(half) for half in halves]
        due = learned(histories)
        for heading, seen in of(now).items():
            before = histories[-1].get(heading, {})
            stayed = [name for name, one in seen.items() if name in before and before[name].value == one.value]
            if heading in declared and heading not in due:  # something under it must be new, whatever it is
                stayed = stayed[:1] if len(stayed) == len(seen) else []
            else:
                stayed = [name for name in stayed if name in due.get(heading, ())]
            for name in stayed:
                one, old = seen[name], before[name]
                if one.text in repeated or _is_spoken(one, spoken):
                    continue
                if name == "text" and len(one.value.split()) < SAYING and heading not in declared:
                    continue
                yield _finding(heading, name, one, old)


def _is_spoken(one: Seen, places: Sequence[Location]) -> bool:
    return any(_at(one.place) == _at(place) and one.place.part == place.part for place in places)


def _finding(heading: str, name: str, one: Seen, old: Seen) -> Finding:
    if name == "text":
        return Finding(
            UNCHANGED.id,
            f"the text under “{heading}” is word for word the previous issue's",
            one.place,
            one.text,
            "Write this issue's text, or waive this if it is meant to stay.",
            related=(Related(old.place, old.text, "the same text in the previous issue"),),
            severity="error",
        )
    return Finding(
        LINK_UNCHANGED.id,
        f"the link “{name.removeprefix('link ')}” under “{heading}” still opens the previous issue's page",
        one.place,
        one.text,
        "Open the link, and put in the address of this issue's page.",
        related=(Related(old.place, old.text, "the same link in the previous issue"),),
        severity="error",
    )
