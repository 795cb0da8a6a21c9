"""collect → examine → probe → review → judge: the six steps but the last, which is the caller's choice of format."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import preflight
from preflight import assume, config, examine, judge, plugins, redirects, review, supervise
from preflight.collect import Collected, Kind, Source, collect, shown_path
from preflight.config import Ruleset
from preflight.examine import Row
from preflight.model import (
    Delivery,
    FactLink,
    Facts,
    Gap,
    Judged,
    PreflightError,
    Probe,
    Redirect,
    Report,
    Severity,
    Target,
    Verdict,
)
from preflight.reading import actionlinks


@dataclass(frozen=True, slots=True)
class Options:
    """What a run was asked for; the command line's options under their own names (see ``preflight check --help``).

    ``against`` and ``site`` are paths; ``severity`` maps rule ids to levels; ``stdin`` is the content for the target
    ``-``; ``today`` is the day of the run; ``executor`` runs the map step elsewhere; ``progress`` is called with
    (documents done, documents in all).
    """

    targets: tuple[str, ...]
    kind: Kind | None = None
    state: str | None = None
    against: str | None = None
    site: str = ""
    send_date: str | None = None
    offline: bool = False
    allow_hosts: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    fail_on: Severity | None = None
    new_only: bool = False
    config: str | None = None
    no_config: bool = False
    no_cache: bool = False
    allow_plugins: bool = False
    jobs: int = 0
    stdin: bytes = b""
    stdin_filename: str = "stdin"
    today: date | None = None
    executor: Executor | None = None
    progress: Callable[[int, int], None] | None = None


@dataclass(slots=True)
class Plan:
    """One target on its way through the steps."""

    ruleset: Ruleset
    now: Collected
    before: Collected | None
    documents: list[Facts] = field(default_factory=list)
    earlier: list[Facts] = field(default_factory=list)
    delivery: Delivery | None = None
    gaps: list[Gap] = field(default_factory=list)


def run(options: Options) -> Report:
    """Check every target, each as its own delivery. Raises PreflightError for wrong usage or configuration."""
    today = options.today or date.today()
    if options.against and len(options.targets) != 1:
        raise PreflightError("--against compares one target with its previous version: name one target")
    if options.send_date:
        assume.read_send_date(options.send_date)
    plans = [_plan(target, options) for target in options.targets]
    _examine(plans, options)
    for plan in plans:
        plan.delivery = _delivery(plan, options, today)
    probes = {} if options.offline else _probe(plans, options)
    outcomes = [_outcome(plan, probes, options, today) for plan in plans]
    return _report(plans, outcomes)


def facts(options: Options) -> list[Facts]:
    """What preflight sees in each document, without any judgement (``preflight facts``)."""
    plans = [_plan(target, options) for target in options.targets]
    _examine(plans, options)
    return [document for plan in plans for document in plan.documents]


# --- collect --------------------------------------------------------------------------------------------


def _plan(target: str, options: Options) -> Plan:
    ruleset = _ruleset(target, options)
    kind = options.kind or ("email" if options.state else None) or _kind_of(ruleset.kind)
    name = options.stdin_filename
    now = collect(target, kind=kind, site=options.site, stdin=(name, options.stdin), exclude=ruleset.exclude)
    before = None
    if options.against is not None:
        before = collect(options.against, kind=kind, exclude=ruleset.exclude)
    plan = Plan(ruleset, now, before, gaps=list(now.gaps))
    if before is not None:
        plan.gaps += [
            Gap("document", gap.target, gap.detail, f"the previous delivery: {gap.why}", gap.intended)
            for gap in before.gaps
        ]
    return plan


def _kind_of(configured: str) -> Kind | None:
    return "email" if configured == "evergreen" else configured or None  # type: ignore[return-value]


def _ruleset(target: str, options: Options) -> Ruleset:
    """The configuration nearest to the target, with the command line folded over it."""
    if options.no_config:
        ruleset = config.load(None)
    elif options.config:
        file = Path(options.config)
        ruleset = config.load(file, shown=shown_path(file), trusted=True, allow_plugins=options.allow_plugins)
    else:
        found = config.find(Path.cwd() if target == "-" else Path(target))
        shown = shown_path(found) if found else ""
        ruleset = config.load(found, shown=shown, allow_plugins=options.allow_plugins)
    config.check_patterns(ruleset, [*options.select, *options.ignore, *options.severity])
    return replace(
        ruleset,
        select=options.select or ruleset.select,
        ignore=ruleset.ignore + options.ignore,
        severity={**ruleset.severity, **options.severity},
        fail_on=options.fail_on or ruleset.fail_on,
        allow_hosts=ruleset.allow_hosts + options.allow_hosts,
    )


# --- examine --------------------------------------------------------------------------------------------


def _examine(plans: Sequence[Plan], options: Options) -> None:
    """Fill every plan's facts: each distinct content once, whatever number of targets holds it."""
    wanted: list[tuple[Plan, Source, bool]] = [
        (plan, source, earlier)
        for plan in plans
        for earlier, collected in ((False, plan.now), (True, plan.before))
        if collected is not None
        for source in collected.sources
    ]
    by_settings: dict[str, tuple[examine.Settings, list[tuple[Plan, Source, bool]]]] = {}
    for item in wanted:
        settings = _settings(item[0])
        by_settings.setdefault(settings.digest(), (settings, []))[1].append(item)
    done = 0
    for settings, items in by_settings.values():
        rows = _rows(items, settings, options, done, len(wanted))
        for plan, source, earlier in items:
            row = rows.get(source)
            if row is None:
                continue
            unpacked = examine.unpack(row, source.path, source.name, entry=source.entry, reported=source.reported)
            (plan.earlier if earlier else plan.documents).append(unpacked)
        done += len(items)


def _settings(plan: Plan) -> examine.Settings:
    return examine.Settings(plan.ruleset.enabled(), plan.ruleset.language)


def _rows(
    items: Sequence[tuple[Plan, Source, bool]], settings: examine.Settings, options: Options, done: int, total: int
) -> dict[Source, Row]:
    """Each source's row. Sources of equal content share one."""
    keys: dict[Source, str] = {}
    rows: dict[str, Row] = {}

    def unseen() -> Iterator[supervise.Task]:
        """Contents that no other source of this run had, read one by one as they are needed."""
        seen: set[str] = set()
        for index, (plan, source, _earlier) in enumerate(items):
            try:
                data = source.read()
            except OSError as error:
                why = f"cannot be read ({error.strerror})"
                plan.gaps.append(Gap("document", source.path, "", why, intended=False))
                continue
            key = keys[source] = f"{source.media_type} {hashlib.sha256(data).hexdigest()}"
            if key not in seen:
                seen.add(key)
                yield index, data, source.media_type

    def progress(number: int) -> None:
        if options.progress:
            options.progress(done + number, total)

    jobs = options.jobs or os.cpu_count() or 1
    examined = supervise.examine_all(unseen(), settings, jobs=jobs, executor=options.executor, progress=progress)
    for index, row in examined:
        rows[keys[items[index][1]]] = row
    return {source: rows[key] for source, key in keys.items()}


# --- the delivery ---------------------------------------------------------------------------------------


def _delivery(plan: Plan, options: Options, today: date) -> Delivery:
    ruleset, kind = plan.ruleset, _final_kind(plan)
    state, _ = assume.state(options.state or ruleset.state or None, plan.documents, kind)
    sent = assume.send_date(options.send_date, ruleset.send_date, plan.documents, today)
    previous = None
    if plan.before is not None and plan.earlier:
        previous = Delivery(
            plan.before.name,
            kind,
            state,
            tuple(plan.earlier),
            assume.send_date(None, None, plan.earlier, today),
            plan.before.files,
            _redirects(plan.before),
            hosts=ruleset.hosts,
            base_path=ruleset.base_path,
            words=ruleset.words,
        )
    elif plan.before is not None and not plan.before.gaps:
        plan.gaps.append(
            Gap("document", plan.before.name, "", "the previous delivery holds nothing to compare", intended=False)
        )
    return Delivery(
        plan.now.name,
        kind,
        state,
        tuple(plan.documents),
        sent,
        plan.now.files,
        _redirects(plan.now),
        hosts=ruleset.hosts,
        base_path=ruleset.base_path,
        words=ruleset.words,
        online=not options.offline,
        previous=previous,
    )


def _final_kind(plan: Plan) -> Kind:
    """A lone HTML file that is written like a newsletter is one, unless somebody said what it is."""
    lone = plan.now.kind == "page" and not plan.now.files
    if lone and plan.documents and all(facts.kind == "email" for facts in plan.documents):
        return "email"
    return plan.now.kind


def _redirects(collected: Collected) -> tuple[Redirect, ...]:
    prefix = "" if collected.name == "." else f"{collected.name}/"
    files = {prefix + name: content for name in redirects.NAMES if (content := collected.read(name)) is not None}
    return redirects.read(files)


# --- probe ----------------------------------------------------------------------------------------------


NOT_A_PAGE = frozenset({"preconnect", "dns-prefetch", "prefetch", "pingback", "profile"})
"""Link relations whose URL names a host or a vocabulary, not something that anybody opens."""


def _is_external(link: FactLink, delivery: Delivery) -> bool:
    """Whether following the link leaves the delivery. A site's own addresses are looked up in its build instead."""
    scheme, separator, rest = link.url.strip().partition("://")
    if not separator or scheme.lower() not in ("http", "https") or link.attribute in ("action", "formaction"):
        return False
    if link.rel and NOT_A_PAGE.intersection(link.rel.lower().split()):
        return False
    host = rest.partition("/")[0].rpartition("@")[2].lower()
    return not (delivery.kind == "site" and host in delivery.hosts)


def _probe(plans: Sequence[Plan], options: Options) -> Mapping[str, Probe]:
    """Request the union of all external links, each once; what must not be opened becomes a gap."""
    from preflight import probe

    wanted: dict[str, None] = {}
    allow: dict[str, None] = dict.fromkeys(options.allow_hosts)
    for plan in plans:
        assert plan.delivery is not None
        allow.update(dict.fromkeys(plan.ruleset.allow_hosts))
        if "links" not in plan.ruleset.enabled():
            continue
        refused: dict[str, str] = {}
        for facts_of in plan.delivery.documents:
            if not facts_of.reported:
                continue
            for link in facts_of.links:
                if not _is_external(link, plan.delivery):
                    continue
                if why := actionlinks.reason(link.url, link.text, link.element):
                    refused.setdefault(link.url, why)
                else:
                    wanted.setdefault(link.url)
        for url, why in refused.items():
            wanted.pop(url, None)
            plan.gaps.append(Gap("links", plan.delivery.name, url, f"{why}: not opened on purpose", intended=True))
    return probe.probe(wanted, probe.ProbeOptions(allow_hosts=tuple(allow)))


# --- judge and report -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    target: Target
    findings: tuple[Judged, ...]
    gaps: tuple[Gap, ...]
    fail_on: Severity


def _outcome(plan: Plan, probes: Mapping[str, Probe], options: Options, today: date) -> Outcome:
    assert plan.delivery is not None
    delivery = replace(plan.delivery, probes=probes)
    findings, gaps = review.review(delivery, plan.ruleset.enabled())
    all_gaps = _distinct([*plan.gaps, *gaps, *_not_requested(delivery, options), *_inexact(delivery)])
    judgement = judge.judge(
        plan.ruleset, findings, all_gaps, delivery.documents, today=today, fail_on=plan.ruleset.fail_on,
        whole_site=delivery.kind == "site" and not plan.ruleset.select and not plan.ruleset.ignore,
        known=_known(plan, delivery, options),
    )  # fmt: skip
    return Outcome(
        _target(plan, delivery, options, judgement.verdict), judgement.findings, all_gaps, plan.ruleset.fail_on
    )


def _known(plan: Plan, delivery: Delivery, options: Options) -> frozenset[str]:
    """Fingerprints that the previous delivery already had, for ``--new-only``."""
    if not options.new_only or delivery.previous is None:
        return frozenset()
    findings, _ = review.review(delivery.previous, plan.ruleset.enabled())
    return frozenset(judge.fingerprint(finding) for finding in findings)


def _not_requested(delivery: Delivery, options: Options) -> Iterator[Gap]:
    if not options.offline:
        return
    external = {
        link.url
        for facts_of in delivery.documents
        if facts_of.reported
        for link in facts_of.links
        if _is_external(link, delivery)
    }
    if external:
        count = f"{len(external)} external link{'s' if len(external) != 1 else ''}"
        yield Gap("links", delivery.name, count, "not opened: the check ran offline", intended=True)


def _inexact(delivery: Delivery) -> Iterator[Gap]:
    dated = any(facts_of.facts.get("date") for facts_of in delivery.documents if facts_of.reported)
    if dated and not delivery.send_date.exact:
        yield Gap(
            "dates",
            delivery.name,
            "",
            "the day it goes out is not known exactly: say it with --send-date",
            intended=True,
        )


def _distinct(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    return tuple(sorted(dict.fromkeys(gaps), key=lambda gap: (gap.target, gap.what, gap.detail, gap.why)))


def _target(plan: Plan, delivery: Delivery, options: Options, verdict: Verdict) -> Target:
    named = [facts_of for facts_of in delivery.documents if facts_of.reported]
    _, how_state = assume.state(options.state or plan.ruleset.state or None, delivery.documents, delivery.kind)
    kind_said = bool(options.kind or options.state or plan.ruleset.kind or plan.now.files)
    return Target(
        name=delivery.name,
        kind=delivery.kind,
        state=delivery.state,
        sha256=_digest(named),
        verdict=verdict,
        send_date=delivery.send_date,
        against=plan.before.name if plan.before else "",
        assumed=assume.clauses(
            kind=delivery.kind, kind_said=kind_said, how_state=how_state, sender=assume.platform(named),
            sent=delivery.send_date, notes=plan.ruleset.notes,
        ),
        recipients=assume.recipients(named) if delivery.kind == "email" else "",
    )  # fmt: skip


def _digest(documents: Sequence[Facts]) -> str:
    """One document's own digest; of several, the digest of their names and digests."""
    if len(documents) == 1:
        return documents[0].sha256
    text = "".join(f"{facts_of.name}\0{facts_of.sha256}\n" for facts_of in documents)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _report(plans: Sequence[Plan], outcomes: Sequence[Outcome]) -> Report:
    findings = sorted(
        (one for outcome in outcomes for one in outcome.findings), key=lambda one: judge.order(one.finding)
    )
    gaps = [gap for outcome in outcomes for gap in outcome.gaps]
    verdicts = [outcome.target.verdict for outcome in outcomes]
    verdict: Verdict = (
        "FAIL" if "FAIL" in verdicts else "INCOMPLETE" if "INCOMPLETE" in verdicts or not verdicts else "PASS"
    )
    if not plans:
        gaps.append(Gap("document", "", "", "nothing was named to check", intended=False))
    documents = [facts_of for plan in plans for facts_of in plan.documents if facts_of.reported]
    return Report(
        version=preflight.__version__,
        ruleset=_ruleset_digest(plans),
        lexicon=_lexicon(plans),
        verdict=verdict,
        targets=tuple(outcome.target for outcome in outcomes),
        checked={
            "documents": len(documents),
            "words": sum(facts_of.words for facts_of in documents),
            "links": sum(len(facts_of.links) for facts_of in documents),
            "dates": sum(len(facts_of.facts.get("date", ())) for facts_of in documents),
            "pages": sum(facts_of.kind == "page" for facts_of in documents),
        },
        not_checked=tuple(gaps),
        findings=tuple(findings),
    )


def _lexicon(plans: Sequence[Plan]) -> str:
    """Which words the spelling checker knew; empty when it did not run."""
    options = [plan.ruleset.enabled().get("spelling") for plan in plans]
    return " ".join(sorted({plugins.version("spelling", found).strip() for found in options if found is not None}))


def _ruleset_digest(plans: Sequence[Plan]) -> str:
    """Changes when anything does that decides about findings: options, severities, words, waivers."""
    parts = {
        repr(
            (
                sorted((name, repr(options)) for name, options in plan.ruleset.checkers.items()),
                sorted(plan.ruleset.severity.items()),
                (plan.ruleset.select, plan.ruleset.ignore, plan.ruleset.fail_on),
                sorted(plan.ruleset.words),
                [(waiver.rule, waiver.path, waiver.match, waiver.fingerprint) for waiver in plan.ruleset.waivers],
            )
        )
        for plan in plans
    }
    return hashlib.sha256(repr(sorted(parts)).encode()).hexdigest()[:16]
