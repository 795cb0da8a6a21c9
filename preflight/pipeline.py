"""The six steps, readable as a table of contents: collect → examine → probe → review → judge → report."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from preflight import assume, baseline, deployed, examine, judge, notes, review
from preflight.cache import Cache
from preflight.collect import Collected, Source, shown_path
from preflight.config import Ruleset
from preflight.delivery import deliver
from preflight.folders import cache_folder
from preflight.model import Delivery, Facts, Gap, PreflightError, Report
from preflight.options import Options
from preflight.plans import Plan, Run, plan_of, snapshot_of
from preflight.report import Outcome, distinct, not_checked, report, target_of
from preflight.rows import Rows

if TYPE_CHECKING:
    from preflight.model.checklist import Signed
    from preflight.model.recipients import Recipients

__all__ = ["Options", "Run", "checked", "delivered", "facts", "held", "ledgers", "run", "sources"]


def run(options: Options) -> Report:
    """Check every target, each as its own delivery. Raises PreflightError for wrong usage or configuration."""
    return checked(Run(options))


def checked(asked: Run) -> Report:
    """The same, for who needs more of the run than its report."""
    options, today = asked.options, asked.today
    refuse_wrong_usage(options)
    replay = asked.replay
    if replay and (kept := replay.kept()):
        return kept
    plans = asked.plans
    _examine(plans, options)
    people = _people(options)
    deliveries = [_deliver(plan, options, today, people) for plan in plans]
    if not options.offline:
        deliveries = _probe(plans, deliveries, options, today)
    with Cache(cache_folder()) as cache, notes.kept(None if _is_personal(options) else cache, _checkers(plans)):
        memory = None if _is_personal(options) else cache
        both = zip(plans, deliveries, strict=True)
        outcomes = [_judge(plan, delivery, options, today, memory) for plan, delivery in both]
    answer = report(outcomes)
    if replay:
        replay.keep(answer)
    named = people is not None and not options.show_recipients  # then no message to one person is shown
    if options.render and not (named and any(one.header("to") for each in deliveries for one in each.documents)):
        from preflight import render

        return render.rendered(answer, [(source, plan.kind) for plan in plans for source in plan.now.sources])
    return answer


def refuse_wrong_usage(options: Options) -> None:
    """Raises PreflightError for options that do not go together."""
    if options.against and len(options.targets) != 1:
        raise PreflightError("--against compares one target with its previous version: name one target")
    if options.source and len(options.targets) != 1:
        raise PreflightError("--source pairs one test send with what it was made from: name one target")
    if options.allow_change and not options.against and not any(map(snapshot_of, options.targets)):
        raise PreflightError(
            "--allow-change tells which fields may differ from the previous delivery: name that with --against"
        )
    if options.key and not options.against:
        raise PreflightError("--key names the column by which two sheets are compared: name the other with --against")
    if options.send_date:
        assume.read_send_date(options.send_date)


def sources(options: Options) -> list[Source]:
    """What the targets hold, unread: for whoever has to touch the files again."""
    return [source for target in options.targets for source in plan_of(target, options).now.sources]


def ledgers(options: Options) -> list[Path]:
    """The ledgers that the targets' configurations name."""
    return Run(options).ledgers


def held(options: Options) -> list[tuple[Ruleset, Collected]]:
    """The configuration of every target, and what the target holds, unread."""
    return [(plan.ruleset, plan.now) for plan in (plan_of(target, options) for target in options.targets)]


def facts(options: Options) -> list[Facts]:
    """What preflight sees in each document, without any judgement (``preflight facts``)."""
    plans = [plan_of(target, options) for target in options.targets]
    _examine(plans, options)
    return [document for plan in plans for document in plan.documents]


def delivered(options: Options) -> list[tuple[Ruleset, Delivery]]:
    """Every target as ``review`` sees it, with its configuration; nothing is requested or judged."""
    plans = [plan_of(target, options) for target in options.targets]
    _examine(plans, options)
    return [(plan.ruleset, _deliver(plan, options, options.today or date.today())) for plan in plans]


# --- examine --------------------------------------------------------------------------------------------


def _examine(plans: Sequence[Plan], options: Options) -> None:
    """Fill every plan's facts. The previous delivery goes through the same step."""
    groups: dict[str, tuple[examine.Settings, list[tuple[Plan, Collected, Source]]]] = {}
    for plan in plans:
        settings = examine.Settings(plan.ruleset.enabled(), plan.ruleset.language, plan.kind)
        _, items = groups.setdefault(settings.digest(), (settings, []))
        items += [
            (plan, collected, source)
            for collected in (plan.now, plan.before, plan.draft, plan.letters)
            if collected is not None
            for source in collected.sources
        ]
        if "links" in settings.checkers:
            items += [(plan, plan.now, source) for source in plan.now.companions]
    total = sum(len(items) for _, items in groups.values())

    def progress(number: int) -> None:
        if options.progress:
            options.progress(number, total)

    seen: dict[Source, Facts] = {}
    addresses: dict[str, str] = {}

    shared = bool(options.site) and len(plans) > 1

    def take(source: Source, row: examine.Row) -> None:
        seen[source] = examine.unpack(
            row, source.path, source.name, entry=source.entry, reported=source.reported, once=addresses.setdefault,
            keep=shared,
        )  # fmt: skip

    with Cache(cache_folder()) as cache:
        rows = Rows(None if _is_personal(options) else cache, options.jobs, options.executor, progress)
        for settings, items in groups.values():
            # pages of the same name side by side: what did not change since the previous build is examined once
            rows.give(sorted({source: None for _, _, source in items}, key=lambda one: one.name), settings, take)
            for plan, collected, source in items:
                if source in seen:
                    facts = seen[source]
                    if facts.kind == "companion":
                        plan.companions.append(facts)
                    elif collected is plan.draft:
                        plan.originals.append(facts)
                    elif collected is plan.letters:
                        plan.sent.append(facts)
                    else:
                        (plan.documents if collected is plan.now else plan.earlier).append(facts)
                else:
                    plan.gaps.append(Gap("document", source.path, "", rows.failures[source], intended=False))
            seen.clear()


def _people(options: Options) -> Recipients | None:
    """The list that the message goes to, read once for all targets."""
    if not options.recipients:
        return None
    from preflight.sources import people

    file = Path(options.recipients)
    return people.read(file, shown_path(file))


def _is_personal(options: Options) -> bool:
    """Whether nothing of this run may be kept: it is about people."""
    return options.no_cache or bool(options.recipients or options.key)


def _deliver(plan: Plan, options: Options, today: date, people: Recipients | None = None) -> Delivery:
    previous = None
    if plan.before is not None and plan.earlier:
        previous = deliver(plan.before, plan.earlier, plan.ruleset, today, state=options.state)
        plan.gaps += baseline.missing(plan.earlier)
        if plan.now.files and plan.now.kind in ("site", "page") and baseline.is_listing(plan.earlier):
            named = plan.ruleset.checkers.get("slugs", {}).get("columns", ())
            site = baseline.as_site(previous, named, plan.now.files)
            plan.gaps += [] if site else [baseline.unknown(previous)]
            previous = site
    plan.gaps += baseline.missing(plan.documents) if baseline.is_listing(plan.documents) else ()
    return deliver(
        plan.now,
        plan.documents,
        plan.ruleset,
        today,
        state=options.state or ("test-send" if plan.draft else None),
        send_date=options.send_date,
        online=not options.offline,
        allow_change=options.allow_change,
        until=options.until,
        previous=previous,
        companions=plan.companions,
        recipients=people,
        show_recipients=options.show_recipients,
        key=options.key,
        original=next(iter(plan.originals), None),
        letters=plan.sent,
        previews=deployed.previews(os.environ),
    )


# --- probe ----------------------------------------------------------------------------------------------


def _probe(plans: Sequence[Plan], deliveries: Sequence[Delivery], options: Options, today: date) -> list[Delivery]:
    """Open the links of all targets; what was left alone is told in their plans' gaps."""
    from preflight import opening

    targets = [(plan.ruleset, delivery) for plan, delivery in zip(plans, deliveries, strict=True)]
    memory = None if _is_personal(options) else cache_folder()
    opened = opening.probe(targets, today, new_only=options.new_only, memory=memory, progress=options.opening)
    for plan, (_, gaps) in zip(plans, opened, strict=True):
        plan.gaps += gaps
    return [delivery for delivery, _ in opened]


# --- review and judge -----------------------------------------------------------------------------------


def _checkers(plans: Sequence[Plan]) -> list[tuple[str, Mapping[str, Any]]]:
    return [one for plan in plans for one in plan.ruleset.enabled().items()]


def _judge(plan: Plan, delivery: Delivery, options: Options, today: date, memory: Cache | None) -> Outcome:
    ruleset = plan.ruleset
    checkers = ruleset.enabled()
    joins = None
    if memory is not None and delivery.kind == "site":
        examined = examine.Settings(checkers, ruleset.language, plan.kind).digest()
        joins = notes.Joins(memory, delivery.name, examined)
    findings, gaps = review.review(delivery, checkers, joins)
    if delivery.state == "test-send" and delivery.kind == "email":
        from preflight.checkers.mail import testsend

        findings, unseen = testsend.without_habits(delivery, findings)
        gaps += unseen
    all_gaps = distinct([*plan.gaps, *gaps, *not_checked(delivery, checkers)])
    quiet = delivery
    if delivery.recipients is not None and not delivery.show_recipients:
        from preflight import discretion

        quiet, findings, hidden = discretion.keep(delivery, findings, all_gaps)
        all_gaps = distinct(hidden)
    signed: tuple[Signed, ...] = ()
    if ruleset.checklist is not None:  # whatever rules were chosen: the certificate waits for it
        from preflight import checklist

        signed = checklist.look(
            ruleset.checklist, delivery, plan.now, plan.before, findings=findings, gaps=all_gaps, families=checkers
        )
        path = next((facts.path for facts in delivery.documents if facts.reported), delivery.name)
        findings = [*findings, *checklist.findings(signed, path)]
    known: frozenset[str] = frozenset()
    if options.new_only and delivery.previous is not None:
        known = frozenset(judge.fingerprint(finding) for finding in review.review(delivery.previous, checkers)[0])
    judgement = judge.judge(
        ruleset,
        findings,
        all_gaps,
        quiet.documents,
        today=today,
        fail_on=ruleset.fail_on,
        whole_site=delivery.kind == "site" and not ruleset.select and not ruleset.ignore,
        known=known,
    )
    target = target_of(
        quiet,
        ruleset,
        judgement.verdict,
        kind_said=bool(options.kind or options.state or ruleset.kind),
        state_said=options.state or ("test-send" if plan.draft else None),
        against=plan.before.name if plan.before and delivery.previous else "",
    )
    target = replace(target, checklist=signed)
    if ruleset.link_record and delivery.online and not options.no_cache and not ruleset.select:
        from preflight import opening

        opening.remember(ruleset, delivery, judgement.findings, today)
    return Outcome(target, judgement.findings, all_gaps, quiet.documents, ruleset)
