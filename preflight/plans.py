"""What a run has to do: each target with its configuration, what it holds, and what it is compared with."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from preflight import config
from preflight.collect import Collected, Kind, Sites, Source, collect, is_online, shown_path
from preflight.config import Ruleset
from preflight.folders import cache_folder
from preflight.model import Facts, Gap, PreflightError
from preflight.options import Options

if TYPE_CHECKING:
    from preflight.replay import Replay
    from preflight.sources.online import Fetch

FEW = 12
"""Earlier messages that are all examined; of more, the newest of the same series."""


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


class Run:
    """What several steps of one run need, read once: the configurations, what the targets hold, the report kept."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.today = options.today or date.today()

    @cached_property
    def rulesets(self) -> list[Ruleset]:
        """The configuration of each target."""
        return [ruleset_of(target, self.options) for target in self.options.targets]

    @cached_property
    def plans(self) -> list[Plan]:
        """What has to be done for each target."""
        sites: Sites = {}
        return [
            plan_of(target, self.options, compare=True, ruleset=ruleset, sites=sites)
            for target, ruleset in zip(self.options.targets, self.rulesets, strict=True)
        ]

    @property
    def sources(self) -> list[Source]:
        """What the targets hold, unread: for whoever has to touch the files again."""
        return [source for plan in self.plans for source in plan.now.sources]

    @cached_property
    def ledgers(self) -> list[Path]:
        """The ledgers that the configurations name."""
        return [Path(name) for name in dict.fromkeys(ruleset.ledger for ruleset in self.rulesets) if name]

    @cached_property
    def replay(self) -> Replay | None:
        """Where the report of an unchanged site is kept; nowhere for a run that looks at more than its folders."""
        options = self.options
        more = (options.against, options.source, options.site, options.key, options.recipients, options.render)
        if not options.offline or any(more) or options.no_cache or options.allow_plugins or options.client:
            return None
        if not all(Path(target).is_dir() for target in options.targets) or any(map(snapshot_of, options.targets)):
            return None
        from preflight.replay import Replay, may_serve

        if not may_serve(self.rulesets):
            return None
        asked = [(name, value) for name, value in asdict(options).items() if name not in _NOT_ASKED]
        try:
            return Replay(cache_folder(), (*asked, self.today), options.targets, self.rulesets)
        except (OSError, ValueError):  # a tree with links to folders, or one that changes while it is looked at
            return None


_NOT_ASKED = frozenset({"progress", "opening", "jobs", "executor", "stdin"})
"""Options that change nothing in the report of a folder."""


def plan_of(
    target: str, options: Options, *, compare: bool = False, ruleset: Ruleset | None = None, sites: Sites | None = None
) -> Plan:
    """What a target holds, and what it is compared with: the site's snapshot where nobody named anything else."""
    ruleset = ruleset or ruleset_of(target, options)
    configured: Kind | None = "email" if ruleset.kind in ("evergreen", "transactional") else ruleset.kind or None  # type: ignore[assignment]
    is_email = options.state or options.source or options.recipients
    kind: Kind | None = options.kind or ("email" if is_email else configured)
    stdin = (options.stdin_filename, options.stdin)
    fetch = _fetcher(ruleset) if not options.offline and any(map(is_online, (target, options.against or ""))) else None
    now = collect(target, kind=kind, site=options.site, stdin=stdin, exclude=ruleset.exclude, fetch=fetch, sites=sites)
    plan = Plan(ruleset, now, None, list(now.gaps), kind=kind or ("site" if now.files else ""))
    against = options.against
    if against is None and compare and now.kind == "site" and now.root is not None and not options.site:
        against = snapshot_of(target)
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


def snapshot_of(target: str) -> str | None:
    """The lock file that ``preflight snapshot`` wrote for this site, if there is one."""
    from preflight import lockfile

    found = config.find(Path(target))
    file = lockfile.beside(target, (*((found.parent,) if found else ()), Path.cwd()))
    return str(file) if file else None


def _fetcher(ruleset: Ruleset) -> Fetch:
    """Requests for what a site lists, address guard included."""
    from preflight.probe.download import fetcher

    return fetcher(ruleset.allow_hosts)


def ruleset_of(target: str, options: Options) -> Ruleset:
    """The configuration nearest to the target, with the command line folded over it."""
    if options.no_config:
        ruleset = config.load(None)
    elif options.client:
        start = Path.cwd() if target == "-" else Path(target)
        from preflight.config import workspace

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
