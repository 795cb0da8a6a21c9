"""Tags where they belong, in a source: damaged, another platform's, or without a default."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from preflight.model import Fact, Finding, Fix, Severity
from preflight.reading.dialects import table

SYSTEM_WEIGHT = 3
"""An unsubscribe tag says more about the platform than a name: every platform has its own and no message lacks it."""
CLEAR_MAJORITY = 2


def in_source(found: tuple[Fact, ...], declared: str) -> Iterator[Finding]:
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
