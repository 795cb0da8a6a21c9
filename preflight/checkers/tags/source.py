"""Tags where they belong, in a source: damaged, another platform's, or without a default."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from preflight.model import Fact, Finding, Fix, Severity
from preflight.model.recipients import Recipients
from preflight.reading import fields
from preflight.reading.dialects import table

SYSTEM_WEIGHT = 3
"""An unsubscribe tag says more about the platform than a name: every platform has its own and no message lacks it."""
CLEAR_MAJORITY = 2


def in_source(found: tuple[Fact, ...], declared: str, people: Recipients | None = None) -> Iterator[Finding]:
    """``people`` is the list that the message goes to, where it was given."""
    scores = _scores(found)
    build = any(fact.value["build"] for fact in found)
    best = max(scores.values(), default=0)
    home = {declared} if declared else {name for name, score in scores.items() if score == best}
    for fact in found:
        tag = fact.value
        if tag["malformed"]:
            yield damaged(fact)
            continue
        built = build and fact.match.startswith(("{{", "{%"))
        certain = not tag["weak"] or declared or (tag["greeting"] and best)
        if certain and not built and not tag["guarded"] and not home & set(tag["dialects"]):
            own = max(scores[name] for name in tag["dialects"])
            clear = bool(declared) or best >= CLEAR_MAJORITY * own
            yield _foreign(fact, home, clear=clear)
        elif people is not None and (column := _column(tag, people)) is not None:
            if column < 0:
                yield _unknown(fact, people)
        elif (
            tag["greeting"] and not tag["fallback"] and not tag["guarded"] and not tag["control"] and not tag["system"]
        ):
            yield Finding(
                "tags.no-fallback",
                f"the greeting's tag {fact.match} has no default: a reader without a name is greeted with nothing",
                fact.place,
                fact.match,
                "Give the tag a default such as “there”, or see that the list has one.",
            )


UNKNOWN = -1


def _column(tag: Mapping[str, Any], people: Recipients) -> int | None:
    """Where the list has what a tag prints; ``UNKNOWN`` where it has not, None where that cannot be said."""
    if tag["system"] or tag["control"] or tag["build"] or tag["weak"] or not people.columns or not people.headed:
        return None
    field = fields.field_of(tag["name"])
    if field is None:
        return None
    column = fields.column_of(field, people.columns, people.roles)
    if column is None and fields.plain(field) in fields.GENERAL:
        return None
    return UNKNOWN if column is None else column


def _unknown(fact: Fact, people: Recipients) -> Finding:
    name = fields.field_of(fact.value["name"]) or fact.value["name"]
    near = fields.near(name, people.columns)
    has = f"is “{near[0]}” meant?" if near else f"it has {', '.join(f'“{column}”' for column in people.columns[:8])}"
    return Finding(
        "tags.unknown",
        f"the list {people.path} has no column for {fact.match}: {has}",
        fact.place,
        fact.match,
        "Correct the spelling of the tag, or export the list with this column.",
        tuple(near),
        severity="warning" if fact.value["fallback"] or fact.value["guarded"] else None,
    )


def _scores(found: tuple[Fact, ...]) -> Counter[str]:
    """How many tags each platform explains, those that it fills in by itself counting more."""
    scores: Counter[str] = Counter()
    for fact in found:
        if not fact.value["weak"] and not fact.value["build"]:
            for dialect in fact.value["dialects"]:
                scores[dialect] += SYSTEM_WEIGHT if fact.value["system"] else 1
    return scores


def _foreign(fact: Fact, home: set[str], *, clear: bool) -> Finding:
    mine, theirs = platforms(sorted(home)), platforms(fact.value["dialects"])
    return Finding(
        "tags.foreign",
        f"{fact.match} is a tag of {theirs}, but this message is for {mine}: it will be printed as it stands",
        fact.place,
        fact.match,
        f"Replace it with the tag that {mine} has for this.",
        severity=None if clear else "warning",
    )


def damaged(fact: Fact) -> Finding:
    tag = fact.value
    repair = tag["repair"] if "…" not in tag["repair"] else ""
    severity: Severity | None = "warning" if tag["taught"] or "%-codes" in tag["malformed"] else None
    return Finding(
        "tags.malformed",
        f"the merge tag {fact.match} is damaged: {tag['malformed']}",
        fact.place,
        fact.match,
        f"Write {tag['repair']}, best by inserting the tag anew from the platform's menu.",
        suggestions=(repair,) if repair else (),
        fix=Fix(repair) if repair else None,
        severity=severity,
    )


def platforms(dialects: list[str]) -> str:
    """``Mailchimp``, ``Kit or Drip``, ``one of 9 platforms (Klaviyo, SendGrid, …)``"""
    names = [table().dialects[name].name for name in dialects if name in table().dialects]
    if len(names) > 3:
        return f"one of {len(names)} platforms ({', '.join(names[:2])}, …)"
    return " or ".join(names) or "another platform"
