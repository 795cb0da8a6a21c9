"""The six steps, readable as a table of contents: collect → examine → probe → review → judge → report."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from preflight import assume, baseline, config, deployed, examine, judge, review
from preflight.cache import Cache
from preflight.collect import Collected, Kind, Source, collect, is_online, shown_path
from preflight.config import Ruleset, workspace
from preflight.delivery import deliver
from preflight.folders import cache_folder
from preflight.model import Delivery, Facts, Gap, PreflightError, Report, Severity
from preflight.report import Outcome, distinct, not_checked, report, target_of
from preflight.rows import Rows

if TYPE_CHECKING:
    from preflight.model.checklist import Signed
    from preflight.model.recipients import Recipients
    from preflight.replay import Replay
    from preflight.sources.online import Fetch

FEW = 12
"""Earlier messages that are all examined; of more, the newest of the same series."""


class Options(Struct, frozen=True):
    """What a run was asked for; the command line's options under their own names (see ``preflight check --help``).

    ``against`` and ``site`` are paths; ``client`` is the name of a client's folder in the workspace; ``until`` is a
    number of days; ``severity`` maps rule ids to levels; ``stdin`` is the content for the target ``-``; ``today``
    is the day of the run; ``executor`` runs the map step elsewhere; ``progress`` is called with (documents done,
    documents in all).
    """

    targets: tuple[str, ...]
    kind: Kind | None = None
    state: str | None = None
    against: str | None = None
    source: str | None = None
    site: str = ""
    client: str = ""
    recipients: str | None = None
    show_recipients: bool = False
    key: str = ""
    send_date: str | None = None
    offline: bool = False
    allow_hosts: tuple[str, ...] = ()
    allow_change: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    fail_on: Severity | None = None
    new_only: bool = False
    until: int = 0
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
    all_items: bool = False
    """With the items that come with the program, where the client has no checklist."""
    render: bool = False
    """Also show the documents as their readers see them (``Report.renderings``)."""


class Plan(Struct):
    """One target on its way through the steps."""

    ruleset: Ruleset
    now: Collected
    before: Collected | None
    gaps: list[Gap] = field(default_factory=list)
    documents: list[Facts] = field(default_factory=list)
    earlier: list[Facts] = field(default_factory=list)
    draft: Collected | None = None
    """What a test send was made from."""
    originals: list[Facts] = field(default_factory=list)
    companions: list[Facts] = field(default_factory=list)
    letters: Collected | None = None
    """Emails of this client that went out before."""
    sent: list[Facts] = field(default_factory=list)
    kind: str = ""
    """What the documents are known to be before anybody looks into them; empty for a lone file nobody described."""


def run(options: Options) -> Report:
    """Check every target, each as its own delivery. Raises PreflightError for wrong usage or configuration."""
    today = options.today or date.today()
    if options.against and len(options.targets) != 1:
        raise PreflightError("--against compares one target with its previous version: name one target")
    if options.source and len(options.targets) != 1:
        raise PreflightError("--source pairs one test send with what it was made from: name one target")
    if options.allow_change and not options.against and not any(map(_snapshot_of, options.targets)):
        raise PreflightError(
            "--allow-change tells which fields may differ from the previous delivery: name that with --against"
        )
    if options.key and not options.against:
        raise PreflightError("--key names the column by which two sheets are compared: name the other with --against")
    if options.send_date:
        assume.read_send_date(options.send_date)
    replay = _replay(options, today)
    if replay and (kept := replay.kept()):
        return kept
    plans = [_plan(target, options, compare=True) for target in options.targets]
    _examine(plans, options)
    people = _people(options)
    deliveries = [_deliver(plan, options, today, people) for plan in plans]
    if not options.offline:
        deliveries = _probe(plans, deliveries, options, today)
    answer = report([_judge(plan, delivery, options, today) for plan, delivery in zip(plans, deliveries, strict=True)])
    if replay:
        replay.keep(answer)
    named = people is not None and not options.show_recipients  # then no message to one person is shown
    if options.render and not (named and any(one.header("to") for each in deliveries for one in each.documents)):
        from preflight import render

        return render.rendered(answer, [(source, plan.kind) for plan in plans for source in plan.now.sources])
    return answer


def _replay(options: Options, today: date) -> Replay | None:
    """Where the report of an unchanged site is kept; nowhere for a run that looks at more than its folders."""
    more = (options.against, options.source, options.site, options.key, options.recipients, options.render)
    if not options.offline or any(more) or options.no_cache or options.allow_plugins or options.client:
        return None
    if not all(Path(target).is_dir() for target in options.targets) or any(map(_snapshot_of, options.targets)):
        return None
    from preflight.replay import Replay, may_serve

    rulesets = [_ruleset(target, options) for target in options.targets]
    if not may_serve(rulesets):
        return None
    asked = [(name, value) for name, value in asdict(options).items() if name not in _NOT_ASKED]
    try:
        return Replay(cache_folder(), (*asked, today), options.targets, rulesets)
    except (OSError, ValueError):  # a tree with links to folders, or one that changes while it is looked at
        return None


_NOT_ASKED = frozenset({"progress", "jobs", "executor", "stdin"})
"""Options that change nothing in the report of a folder."""


def sources(options: Options) -> list[Source]:
    """What the targets hold, unread: for whoever has to touch the files again."""
    return [source for target in options.targets for source in _plan(target, options).now.sources]


def ledgers(options: Options) -> list[Path]:
    """The ledgers that the targets' configurations name."""
    named = (_ruleset(target, options).ledger for target in options.targets)
    return [Path(name) for name in dict.fromkeys(named) if name]


def held(options: Options) -> list[tuple[Ruleset, Collected]]:
    """The configuration of every target, and what the target holds, unread."""
    return [(plan.ruleset, plan.now) for plan in (_plan(target, options) for target in options.targets)]


def facts(options: Options) -> list[Facts]:
    """What preflight sees in each document, without any judgement (``preflight facts``)."""
    plans = [_plan(target, options) for target in options.targets]
    _examine(plans, options)
    return [document for plan in plans for document in plan.documents]


def delivered(options: Options) -> list[tuple[Ruleset, Delivery]]:
    """Every target as ``review`` sees it, with its configuration; nothing is requested or judged."""
    plans = [_plan(target, options) for target in options.targets]
    _examine(plans, options)
    return [(plan.ruleset, _deliver(plan, options, options.today or date.today())) for plan in plans]


# --- collect --------------------------------------------------------------------------------------------


def _plan(target: str, options: Options, *, compare: bool = False) -> Plan:
    """What a target holds, and what it is compared with: the site's snapshot where nobody named anything else."""
    ruleset = _ruleset(target, options)
    configured: Kind | None = "email" if ruleset.kind in ("evergreen", "transactional") else ruleset.kind or None  # type: ignore[assignment]
    is_email = options.state or options.source or options.recipients
    kind: Kind | None = options.kind or ("email" if is_email else configured)
    stdin = (options.stdin_filename, options.stdin)
    fetch = _fetcher(ruleset) if not options.offline and any(map(is_online, (target, options.against or ""))) else None
    now = collect(target, kind=kind, site=options.site, stdin=stdin, exclude=ruleset.exclude, fetch=fetch)
    plan = Plan(ruleset, now, None, list(now.gaps), kind=kind or ("site" if now.files else ""))
    against = options.against
    if against is None and compare and now.kind == "site" and now.root is not None and not options.site:
        against = _snapshot_of(target)
    if against is not None:
        plan.before = collect(against, kind=kind, exclude=ruleset.exclude, beside=options.site or target, fetch=fetch)
        plan.gaps += [replace(gap, why=f"the previous delivery: {gap.why}") for gap in plan.before.gaps]
        if plan.before.kind == "email" and len(plan.before.sources) > FEW and not options.recipients:
            from preflight import history

            plan.before, left_out = history.recent(now, plan.before)
            plan.gaps += left_out
    if against is not None and (folder := ruleset.checkers.get("slugs", {}).get("sent", "")):
        plan.letters = _letters(ruleset, folder, trusted=bool(options.config))
    if options.source is not None:
        plan.kind = plan.kind or "email"
        plan.draft = collect(options.source, kind="email", exclude=ruleset.exclude)
        plan.gaps += [replace(gap, why=f"the source of the test send: {gap.why}") for gap in plan.draft.gaps]
    return plan


def _letters(ruleset: Ruleset, folder: str, *, trusted: bool) -> Collected:
    """The emails in the folder that the configuration names, which lies beside it unless the user named that file."""
    beside = Path(ruleset.file).parent
    named = beside / folder
    if not trusted and beside.resolve() not in (named.resolve(), *named.resolve().parents):
        raise PreflightError(f"sent = {folder!r} lies outside this configuration's folder", ruleset.file)
    return collect(str(named), kind="email")


def _snapshot_of(target: str) -> str | None:
    """The lock file that ``preflight snapshot`` wrote for this site, if there is one."""
    from preflight import lockfile

    found = config.find(Path(target))
    file = lockfile.beside(target, (*((found.parent,) if found else ()), Path.cwd()))
    return str(file) if file else None


def _fetcher(ruleset: Ruleset) -> Fetch:
    """Requests for what a site lists, address guard included."""
    from preflight.probe.download import fetcher

    return fetcher(ruleset.allow_hosts)


def _ruleset(target: str, options: Options) -> Ruleset:
    """The configuration nearest to the target, with the command line folded over it."""
    if options.no_config:
        ruleset = config.load(None)
    elif options.client:
        start = Path.cwd() if target == "-" else Path(target)
        file = workspace.client_file(start, options.client)
        ruleset = config.load(file, shown=shown_path(file), allow_plugins=options.allow_plugins, personal=True)
    elif options.config:
        file = Path(options.config)
        ruleset = config.load(
            file, shown=shown_path(file), trusted=True, allow_plugins=options.allow_plugins, personal=True
        )
    else:
        found = config.find(Path.cwd() if target == "-" else Path(target))
        shown = shown_path(found) if found else ""
        ruleset = config.load(found, shown=shown, allow_plugins=options.allow_plugins, personal=True)
    if options.all_items and ruleset.checklist is None:
        ruleset = replace(ruleset, checklist=config.usual_checklist(ruleset.file))
    config.check_patterns(ruleset, [*options.select, *options.ignore, *options.severity])
    return replace(
        ruleset,
        select=options.select or ruleset.select,
        ignore=ruleset.ignore + options.ignore,
        severity={**ruleset.severity, **options.severity},
        fail_on=options.fail_on or ruleset.fail_on,
        allow_hosts=ruleset.allow_hosts + options.allow_hosts,
        checkers={"recipients": ruleset.checkers["recipients"]} if options.key else ruleset.checkers,
    )


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

    def take(source: Source, row: examine.Row) -> None:
        seen[source] = examine.unpack(row, source.path, source.name, entry=source.entry, reported=source.reported)

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
    opened = opening.probe(targets, today, new_only=options.new_only, memory=memory)
    for plan, (_, gaps) in zip(plans, opened, strict=True):
        plan.gaps += gaps
    return [delivery for delivery, _ in opened]


# --- review and judge -----------------------------------------------------------------------------------


def _judge(plan: Plan, delivery: Delivery, options: Options, today: date) -> Outcome:
    ruleset = plan.ruleset
    checkers = ruleset.enabled()
    findings, gaps = review.review(delivery, checkers)
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
    if ruleset.checklist is not None and "checklist" in checkers:
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
