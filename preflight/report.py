"""One target's outcome, and the report over all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

import preflight
from preflight import assume, judge, plugins
from preflight.config import Ruleset
from preflight.delivery import external_urls
from preflight.model import Delivery, Facts, Gap, Judged, Report, Rule, Target, Verdict


class Outcome(Struct, frozen=True):
    """What was found about one target."""

    target: Target
    findings: tuple[Judged, ...]
    gaps: tuple[Gap, ...]
    documents: tuple[Facts, ...]
    ruleset: Ruleset


def target_of(
    delivery: Delivery, ruleset: Ruleset, verdict: Verdict, *, kind_said: bool, state_said: str | None, against: str
) -> Target:
    """What the report says of one target; ``kind_said`` and ``state_said`` are what nobody had to guess."""
    named = [facts for facts in delivery.documents if facts.reported]
    _, how_state = assume.state(state_said or ruleset.state or None, delivery.documents, delivery.kind)
    return Target(
        name=delivery.name,
        kind=delivery.kind,
        state=delivery.state,
        sha256=_digest(named),
        verdict=verdict,
        send_date=delivery.send_date,
        against=against,
        assumed=assume.clauses(
            kind=delivery.kind,
            kind_said=kind_said or bool(delivery.files),
            how_state=how_state,
            sender=assume.platform(named),
            sent=delivery.send_date,
            notes=ruleset.notes,
        ),
        recipients=_goes_to(delivery, named),
        documents=tuple(dict.fromkeys(facts.path for facts in named)),
        families=tuple(name for name in ruleset.enabled() if name != "checklist" or ruleset.checklist is not None),
        fail_on=ruleset.fail_on,
        opened=sum(probe.outcome != "refused" for probe in delivery.probes.values()),
    )


def _goes_to(delivery: Delivery, named: Sequence[Facts]) -> str:
    """Who receives it: the list, or whom its headers name."""
    people = delivery.recipients
    if people is None or delivery.kind != "email" or not people.rows:
        return assume.recipients(named) if delivery.kind == "email" and people is None else ""
    count = f"{len(people.rows):,} recipient{'' if len(people.rows) == 1 else 's'} of {people.path}"
    return count if len(named) == 1 else f"people in {people.path}, each a message of their own"


def not_checked(delivery: Delivery, checkers: Container[str]) -> Iterator[Gap]:
    """What these checkers left out on purpose: links of an offline run, judgements that need the exact day."""
    if "links" in checkers and not delivery.online and (external := external_urls(delivery)):
        count = f"{len(external)} external link{'s' if len(external) != 1 else ''}"
        yield Gap("links", delivery.name, count, "not opened: the check ran offline", intended=True)
    dated = any(facts.facts.get("date") for facts in delivery.documents if facts.reported)
    if "dates" in checkers and dated and not delivery.send_date.exact:
        why = "the day it goes out is not known exactly: say it with --send-date"
        yield Gap("dates", delivery.name, "", why, intended=True)


def distinct(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    return tuple(sorted(dict.fromkeys(gaps), key=lambda gap: (gap.target, gap.what, gap.detail, gap.why)))


def report(outcomes: Sequence[Outcome]) -> Report:
    """All outcomes in one report. Without any there was nothing to check, which is never a pass."""
    gaps = [gap for outcome in outcomes for gap in outcome.gaps]
    if not outcomes:
        gaps.append(Gap("document", "", "", "nothing was named to check", intended=False))
    verdicts = [outcome.target.verdict for outcome in outcomes]
    incomplete = "INCOMPLETE" in verdicts or not verdicts
    verdict: Verdict = "FAIL" if "FAIL" in verdicts else "INCOMPLETE" if incomplete else "PASS"
    documents = [facts for outcome in outcomes for facts in outcome.documents if facts.reported]
    findings = [one for outcome in outcomes for one in outcome.findings]
    return Report(
        version=preflight.__version__,
        ruleset=_ruleset_digest(outcomes),
        lexicon=_lexicon(outcomes),
        verdict=verdict,
        targets=tuple(outcome.target for outcome in outcomes),
        checked={
            "documents": len(documents),
            "words": sum(facts.words for facts in documents),
            "links": sum(len(facts.links) for facts in documents),
            "dates": sum(len(facts.facts.get("date", ())) for facts in documents),
            "pages": sum(facts.kind == "page" for facts in documents),
            **_past(outcomes),
        },
        not_checked=tuple(gaps),
        findings=tuple(sorted(findings, key=lambda one: judge.order(one.finding))),
        rules=_rules(outcomes, {one.finding.rule for one in findings}),
    )


def _past(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """How many past mistakes were looked for, where there are any."""
    looked = [len(outcome.ruleset.past) for outcome in outcomes if "terms" in outcome.target.families]
    return {"past_mistakes": max(looked)} if any(looked) else {}


def _rules(outcomes: Sequence[Outcome], wanted: Collection[str]) -> tuple[Rule, ...]:
    known = {rule.id: rule for rule in judge.RULES}
    for outcome in outcomes:
        known.update(outcome.ruleset.rules(wanted))
    return tuple(rule for name, rule in sorted(known.items()) if name in wanted)


def _digest(documents: Sequence[Facts]) -> str:
    """One document's own digest; of several, the digest of their names and digests."""
    if len(documents) == 1:
        return documents[0].sha256
    text = "".join(f"{facts.name}\0{facts.sha256}\n" for facts in documents)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _lexicon(outcomes: Sequence[Outcome]) -> str:
    """Which words the spelling checker knew; empty when it did not run."""
    options = [outcome.ruleset.enabled().get("spelling") for outcome in outcomes]
    return " ".join(sorted({plugins.version("spelling", found).strip() for found in options if found is not None}))


def _ruleset_digest(outcomes: Sequence[Outcome]) -> str:
    """Changes when anything does that decides about findings: options, severities, words, waivers."""
    parts = {
        repr(
            (
                sorted((name, _plain(options)) for name, options in ruleset.checkers.items()),
                sorted(ruleset.severity.items()),
                (ruleset.select, ruleset.ignore, ruleset.fail_on),
                sorted(ruleset.words),
                sorted((name.kind, name.text, name.aliases) for name in ruleset.names),
                ruleset.checklist and [(one.id, one.about, one.wants, one.must) for one in ruleset.checklist.items],
                [(waiver.rule, waiver.path, waiver.match, waiver.fingerprint) for waiver in ruleset.waivers],
            )
        )
        for ruleset in (outcome.ruleset for outcome in outcomes)
    }
    return hashlib.sha256(repr(sorted(parts)).encode()).hexdigest()[:16]


def _plain(options: Mapping[str, Any]) -> str:
    """A checker's options without the place of its code, which differs between machines."""
    return repr(sorted((name, value) for name, value in options.items() if name != plugins.SOURCE))
