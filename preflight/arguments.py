"""The command line's arguments, and what they mean to the pipeline. Options are never abbreviated."""

from __future__ import annotations

import argparse
import sys

from preflight import __version__, subcommands
from preflight.usage import USAGE, Parser, Unasked, unknown_options

__all__ = ["FORMATS", "USAGE", "Parser", "options", "parse", "parser"]

TYPE_CHECKING = False  # importing typing takes as long as all the rest of --help
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor
    from typing import Any

    from preflight.model import Severity
    from preflight.pipeline import Options

KINDS = ("email", "page", "site", "sheet")
FORMATS = ("console", "json", "html", "sarif", "junit", "github", "gitlab", "markdown", "comment")


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The parsed arguments. Targets may stand between options, where argparse alone would not look for them."""
    words = sys.argv[1:] if argv is None else argv
    commands = parser(next((word for word in words if not word.startswith("-")), ""))
    arguments, rest = commands.parse_known_args(words)
    names = [word for word in rest if word == "-" or not word.startswith("-")]
    if len(names) < len(rest) or not hasattr(arguments, "targets"):
        unknown = [word for word in rest if word not in names] or rest
        if unknown:
            path = [arguments.command, getattr(arguments, "action", "")]
            commands.error(unknown_options(commands, path, unknown))
    if names:
        arguments.targets = [*arguments.targets, *names]
    return arguments


def parser(command: str | None = None) -> Parser:
    """All commands in the order in which --help lists them, and all options, or those of one command only: making them
    takes longer than the rest of --help."""
    parser = Parser(
        prog="preflight",
        allow_abbrev=False,
        description="May this go out? Checks an email or a website build before it is sent.",
    )
    parser.add_argument("--version", action="version", version=f"preflight {__version__}")

    def made(**settings: Any) -> Any:
        return Parser(**settings) if command in (None, settings["prog"].rpartition(" ")[2]) else Unasked()

    parser_class: Any = made
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=parser_class)
    _add_check(commands)
    facts = commands.add_parser(
        "facts", allow_abbrev=False, help="show what preflight sees: dates, links, headings, language"
    )
    facts.add_argument("targets", nargs="+", metavar="TARGET")
    facts.add_argument("--format", choices=("console", "json"), default="console")
    _add_configuration(facts)
    facts.set_defaults(command="facts")
    rules = commands.add_parser("rules", allow_abbrev=False, help="list every rule with its severity")
    _add_configuration(rules)
    rules.set_defaults(command="rules")
    explain = commands.add_parser("explain", allow_abbrev=False, help="explain a rule, with examples")
    explain.add_argument("rule", metavar="RULE")
    _add_configuration(explain)
    explain.set_defaults(command="explain")
    init = commands.add_parser("init", allow_abbrev=False, help="write a commented preflight.toml into this folder")
    init.add_argument("--force", action="store_true", help="replace the one that is there")
    init.add_argument(
        "--client",
        nargs="?",
        const="",
        metavar="SITE",
        help="for a client with a website: also take the first snapshot of its addresses",
    )
    init.add_argument(
        "--client-folder",
        default="",
        metavar="NAME",
        help="make the folder of a client in this workspace: its settings, words, waivers, facts, checklist and issues",
    )
    init.set_defaults(command="init")
    snapshot = commands.add_parser(
        "snapshot", allow_abbrev=False, help="write or refresh preflight.lock, the addresses of a site as they are now"
    )
    snapshot.add_argument("site", metavar="SITE", help="the folder or archive of the built site")
    _add_configuration(snapshot)
    snapshot.set_defaults(command="snapshot")
    subcommands.add_redirects(commands)
    memory = commands.add_parser(
        "memory",
        allow_abbrev=False,
        help="a folder of earlier issues: what must change in the next one, as a checklist",
    )
    memory.add_argument("targets", nargs=1, metavar="FOLDER")
    _add_configuration(memory)
    memory.set_defaults(command="memory")
    _add_baseline(commands)
    subcommands.add_trail(commands)
    subcommands.add_words(commands, _add_configuration)
    subcommands.add(commands, _add_configuration)
    cache = commands.add_parser(
        "cache", allow_abbrev=False, help="where results are remembered, and how to forget them"
    )
    cache.add_argument("action", choices=("path", "clear"))
    cache.set_defaults(command="cache")
    return parser


def _add_baseline(commands: argparse._SubParsersAction[Parser]) -> None:
    baseline = commands.add_parser(
        "baseline", allow_abbrev=False, help="accept what is wrong today: from then on only new mistakes fail"
    )
    add = baseline.add_argument
    add("targets", nargs="+", metavar="TARGET")
    add("--owner", default="", metavar="NAME", help="who accepts it")
    add(
        "--expires",
        type=_days_or_never,
        default=180,
        metavar="DAYSd",
        help="when the first of it is asked again, the rest within as many days after that (default: 180d; or: never)",
    )
    add("--kind", choices=KINDS, help="what the targets are (default: guessed)")
    add("--send-date", metavar="DATE", help="when it goes out")
    _add_network(baseline)
    _add_configuration(baseline)
    baseline.set_defaults(command="baseline")


def _add_check(commands: argparse._SubParsersAction[Parser]) -> None:
    check = commands.add_parser(
        "check", allow_abbrev=False, help="check emails, pages and site builds: may this go out?"
    )
    add = check.add_argument
    add(
        "targets",
        nargs="*",
        metavar="TARGET",
        help='a file, a folder, or "-" for standard input; each is its own delivery',
    )
    add("--stdin-filename", default="stdin", metavar="NAME", help='the name of what comes in by "-"')
    add("--kind", choices=KINDS, help="what the targets are (guessed otherwise, and said)")
    add(
        "--state", choices=("source", "test-send", "final"), help="what a message file is (guessed otherwise, and said)"
    )
    add(
        "--against",
        metavar="PREVIOUS",
        help="the previous issue or build: a file, a folder, .zip, git:REF, a sitemap, an export, a lock file, a site",
    )
    add("--source", metavar="FILE", help="the target is a test send that was made from this file: compare the two")
    add("--site", default="", metavar="ROOT", help="the named files are pages of this site")
    add("--send-date", metavar="DATE", help="when it goes out: 2026-11-24, or 2026-11-24T09:00+01:00")
    add("--recipients", metavar="LIST.csv", help="the list that the message goes to, or the sheet behind the messages")
    add("--show-recipients", action="store_true", help="show names and addresses, not only their rows")
    add(
        "--key",
        default="",
        metavar="COLUMN",
        help="with --against: compare two sheets as records, row by row, by this column",
    )
    _add_network(check)
    add(
        "--allow-change",
        action="append",
        default=[],
        metavar="FIELD,…",
        help="what a bulk edit may touch: title,description; any other changed field is an error",
    )
    add("--format", action="append", default=[], metavar="NAME[:FILE]", help=f"{', '.join(FORMATS)}; repeatable")
    add(
        "--select",
        action="append",
        default=[],
        metavar="PATTERN",
        help="only these rules: links.broken, links, dates.*",
    )
    add("--ignore", action="append", default=[], metavar="PATTERN", help="not these rules")
    add("--severity", action="append", default=[], metavar="RULE=LEVEL", help="error, warning or info")
    add("--fail-on", choices=("error", "warning", "info"), help="what keeps it from going out (default: error)")
    add("--new-only", action="store_true", help="with --against: only what the previous delivery did not have")
    add(
        "--until", type=_days, default=0, metavar="DAYSd", help="also say when each dated sentence will turn false: 30d"
    )
    add("--jobs", type=int, default=0, metavar="N", help="worker processes (default: as many as there are processors)")
    add("--cluster", default="", metavar="ADDRESS", help="read the documents on this Dask cluster: tcp://host:8786")
    add("--no-cache", action="store_true", help="examine everything anew, remember nothing")
    add(
        "--certificate",
        default="",
        metavar="FILE.json",
        help="when it passes: which bytes passed, and a page for the client",
    )
    repair = check.add_mutually_exclusive_group()
    repair.add_argument(
        "--fix", action="store_true", help="put certain repairs into the files, then report what is left"
    )
    repair.add_argument("--diff", action="store_true", help="show the certain repairs as a patch; change nothing")
    add("--exit-zero", action="store_true", help="report, but always exit with 0")
    _add_configuration(check, clients=True)
    check.set_defaults(command="check")


def _add_network(parser: argparse.ArgumentParser) -> None:
    online = parser.add_mutually_exclusive_group()
    online.add_argument("--offline", action="store_true", help="do not open external links")
    online.add_argument("--online", action="store_true", help="open external links (the default)")
    parser.add_argument(
        "--allow-host", action="append", default=[], metavar="HOST[:PORT]", help="open links to this private host too"
    )


def _add_configuration(parser: argparse.ArgumentParser, *, clients: bool = False) -> None:
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--config", metavar="FILE", help="use this configuration instead of the nearest preflight.toml")
    if clients:
        choice.add_argument(
            "--client", default="", metavar="NAME", help="use the configuration of this client's folder"
        )
    choice.add_argument("--no-config", action="store_true", help="use no configuration file")
    parser.add_argument(
        "--allow-plugins", action="store_true", help="may run Python files that the configuration names"
    )


def options(
    arguments: argparse.Namespace, progress: Callable[[int, int], None] | None, executor: Executor | None = None
) -> Options:
    """What ``check`` was asked for. Reads standard input when a target is ``-``."""
    from preflight.pipeline import Options

    return Options(
        targets=tuple(arguments.targets),
        kind=arguments.kind,
        state=arguments.state,
        against=arguments.against,
        source=arguments.source,
        site=arguments.site,
        send_date=arguments.send_date,
        recipients=arguments.recipients,
        show_recipients=arguments.show_recipients,
        key=arguments.key,
        offline=arguments.offline,
        allow_hosts=tuple(arguments.allow_host),
        allow_change=_patterns(arguments.allow_change),
        select=_patterns(arguments.select),
        ignore=_patterns(arguments.ignore),
        severity=_severities(arguments.severity),
        fail_on=arguments.fail_on,
        new_only=arguments.new_only,
        until=arguments.until,
        config=arguments.config,
        client=arguments.client,
        no_config=arguments.no_config,
        no_cache=arguments.no_cache,
        allow_plugins=arguments.allow_plugins,
        jobs=arguments.jobs,
        stdin=sys.stdin.buffer.read() if "-" in arguments.targets else b"",
        stdin_filename=arguments.stdin_filename,
        render=any(value.partition(":")[0] == "html" for value in arguments.format),
        executor=executor,
        progress=progress,
    )


def _patterns(values: list[str]) -> tuple[str, ...]:
    return tuple(pattern.strip() for value in values for pattern in value.split(",") if pattern.strip())


def _days_or_never(text: str) -> int:
    return 0 if text.strip().lower() == "never" else _days(text)


def _days(text: str) -> int:
    """``30d``, ``30 days``, ``30``: how many days to look ahead, three years at most."""
    number = text.strip().lower().removesuffix("ays").removesuffix("ay").removesuffix("d").strip()
    if not number.isascii() or not number.isdigit() or not 1 <= len(number) <= 4 or not 1 <= int(number) <= 1100:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days from 1 to 1100: write 30d")
    return int(number)


def _severities(values: list[str]) -> dict[str, Severity]:
    from preflight.model import SEVERITIES, PreflightError

    chosen: dict[str, Severity] = {}
    for value in values:
        rule, separator, level = value.partition("=")
        if not separator or level not in SEVERITIES:
            raise PreflightError(f"--severity {value}: write RULE=LEVEL, with the level {', '.join(SEVERITIES)}")
        chosen[rule] = level
    return chosen
