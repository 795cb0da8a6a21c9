"""The command line: arguments, subcommands, exit codes. The only module that prints or exits.

Heavy imports wait until a command needs them: ``--help`` answers in the time of a bare interpreter.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from preflight.model import Report, Severity
    from preflight.pipeline import Options

EXIT = {"PASS": 0, "FAIL": 1, "INCOMPLETE": 3}
USAGE = 2
INTERRUPTED = 130
FORMATS = ("console", "json")
LONG = 1.0
"""Seconds after which a person at a terminal is told how far it is."""


class _Parser(argparse.ArgumentParser):
    """One-line errors: the reader may never have seen a terminal."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"preflight: {message} (see: {self.prog} --help)\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code (contract, "verdicts and exit codes")."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        arguments = _arguments(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    from preflight.model import PreflightError

    try:
        return int(arguments.run(arguments))
    except PreflightError as error:
        print(f"preflight: {_plain(str(error))}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("preflight: stopped", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader, a pager perhaps, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INTERRUPTED


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The parsed arguments. Targets may stand between options, where argparse alone would not look for them."""
    parser = _parser()
    arguments, rest = parser.parse_known_args(argv)
    names = [word for word in rest if word == "-" or not word.startswith("-")]
    if len(names) < len(rest) or not hasattr(arguments, "targets"):
        unknown = [word for word in rest if word not in names] or rest
        if unknown:
            parser.error(f"there is no option {' '.join(unknown)}")
    if names:
        arguments.targets = [*arguments.targets, *names]
    return arguments


# --- arguments ------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="preflight",
        allow_abbrev=False,
        description="May this go out? Checks an email or a website build before it is sent.",
    )
    parser.add_argument("--version", action="version", version=f"preflight {_version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=_Parser)
    _add_check(commands)
    facts = commands.add_parser(
        "facts", allow_abbrev=False, help="show what preflight sees: dates, links, headings, language"
    )
    facts.add_argument("targets", nargs="+", metavar="TARGET")
    facts.add_argument("--format", choices=("console", "json"), default="console")
    _add_configuration(facts)
    facts.set_defaults(run=_facts)
    rules = commands.add_parser("rules", allow_abbrev=False, help="list every rule with its severity")
    _add_configuration(rules)
    rules.set_defaults(run=_rules)
    explain = commands.add_parser("explain", allow_abbrev=False, help="explain a rule, with examples")
    explain.add_argument("rule", metavar="RULE")
    _add_configuration(explain)
    explain.set_defaults(run=_explain)
    init = commands.add_parser("init", allow_abbrev=False, help="write a commented preflight.toml into this folder")
    init.add_argument("--force", action="store_true", help="replace the one that is there")
    init.set_defaults(run=_init)
    cache = commands.add_parser(
        "cache", allow_abbrev=False, help="where results are remembered, and how to forget them"
    )
    cache.add_argument("action", choices=("path", "clear"))
    cache.set_defaults(run=_cache)
    return parser


def _add_check(commands: argparse._SubParsersAction[_Parser]) -> None:
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
    add("--kind", choices=("email", "page", "site", "sheet"), help="what the targets are (guessed otherwise, and said)")
    add(
        "--state", choices=("source", "test-send", "final"), help="what a message file is (guessed otherwise, and said)"
    )
    add("--against", metavar="PREVIOUS", help="the previous issue, or the previous build")
    add("--site", default="", metavar="ROOT", help="the named files are pages of this site")
    add("--send-date", metavar="DATE", help="when it goes out: 2026-11-24, or 2026-11-24T09:00+01:00")
    online = check.add_mutually_exclusive_group()
    online.add_argument("--offline", action="store_true", help="do not open external links")
    online.add_argument("--online", action="store_true", help="open external links (the default)")
    add("--allow-host", action="append", default=[], metavar="HOST[:PORT]", help="open links to this private host too")
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
    add("--jobs", type=int, default=0, metavar="N", help="worker processes (default: as many as there are processors)")
    add("--no-cache", action="store_true", help="examine everything anew, remember nothing")
    add("--exit-zero", action="store_true", help="report, but always exit with 0")
    _add_configuration(check)
    check.set_defaults(run=_check)


def _add_configuration(parser: argparse.ArgumentParser) -> None:
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--config", metavar="FILE", help="use this configuration instead of the nearest preflight.toml")
    choice.add_argument("--no-config", action="store_true", help="use no configuration file")
    parser.add_argument(
        "--allow-plugins", action="store_true", help="may run Python files that the configuration names"
    )


def _options(arguments: argparse.Namespace) -> Options:
    from preflight.pipeline import Options

    return Options(
        targets=tuple(arguments.targets),
        kind=arguments.kind,
        state=arguments.state,
        against=arguments.against,
        site=arguments.site,
        send_date=arguments.send_date,
        offline=arguments.offline,
        allow_hosts=tuple(arguments.allow_host),
        select=_patterns(arguments.select),
        ignore=_patterns(arguments.ignore),
        severity=_severities(arguments.severity),
        fail_on=arguments.fail_on,
        new_only=arguments.new_only,
        config=arguments.config,
        no_config=arguments.no_config,
        no_cache=arguments.no_cache,
        allow_plugins=arguments.allow_plugins,
        jobs=arguments.jobs,
        stdin=sys.stdin.buffer.read() if "-" in arguments.targets else b"",
        stdin_filename=arguments.stdin_filename,
        progress=_Progress() if sys.stderr.isatty() else None,
    )


def _patterns(values: list[str]) -> tuple[str, ...]:
    return tuple(pattern.strip() for value in values for pattern in value.split(",") if pattern.strip())


def _severities(values: list[str]) -> dict[str, Severity]:
    from preflight.model import SEVERITIES, PreflightError

    chosen: dict[str, Severity] = {}
    for value in values:
        rule, separator, level = value.partition("=")
        if not separator or level not in SEVERITIES:
            raise PreflightError(f"--severity {value}: write RULE=LEVEL, with the level {', '.join(SEVERITIES)}")
        chosen[rule] = level
    return chosen


# --- commands -------------------------------------------------------------------------------------------


def _check(arguments: argparse.Namespace) -> int:
    from preflight import pipeline

    outputs = _outputs(arguments.format)
    options = _options(arguments)
    report = pipeline.run(options)
    if options.progress:
        options.progress.close()  # type: ignore[attr-defined]
    for name, file in outputs:
        _write(name, file, report)
    return 0 if arguments.exit_zero else EXIT[report.verdict]


def _outputs(formats: list[str]) -> list[tuple[str, str]]:
    from preflight.config import nearest
    from preflight.model import PreflightError

    outputs = []
    for value in formats or ["console"]:
        name, _, file = value.partition(":")
        if name not in FORMATS:
            raise PreflightError(
                f"there is no format {name!r}{nearest(name, FORMATS)}: choose from {', '.join(FORMATS)}"
            )
        outputs.append((name, file))
    if sum(not file for _, file in outputs) > 1:
        raise PreflightError(
            "only one format can go to the screen: give the others a file, as in --format json:report.json"
        )
    return outputs


def _write(name: str, file: str, report: Report) -> None:
    from preflight.model import PreflightError

    if name == "json":
        from preflight.reporters import json as reporter

        text = reporter.render(report)
    else:
        from preflight.reporters import console

        colour = (
            not file and sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        )
        text = console.render(report, colour=colour, width=_width() if not file else 100)
    if not file:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
        return
    temporary = f"{file}.{os.getpid()}.tmp"
    try:
        with open(temporary, "w", encoding="utf-8", newline="\n") as stream:  # noqa: PTH123 - pathlib costs start-up time
            stream.write(text if text.endswith("\n") else text + "\n")
        os.replace(temporary, file)  # noqa: PTH105
    except OSError as error:
        raise PreflightError(f"the report cannot be written ({error.strerror})", file) from error


def _width() -> int:
    from shutil import get_terminal_size

    return max(60, min(120, get_terminal_size((100, 24)).columns))


def _facts(arguments: argparse.Namespace) -> int:
    from preflight import facts, pipeline

    options = pipeline.Options(
        targets=tuple(arguments.targets), config=arguments.config, no_config=arguments.no_config, offline=True,
        allow_plugins=arguments.allow_plugins,
    )  # fmt: skip
    documents = pipeline.facts(options)
    sys.stdout.write(facts.as_json(documents) if arguments.format == "json" else facts.as_text(documents))
    return 0 if documents else EXIT["INCOMPLETE"]


def _rules(arguments: argparse.Namespace) -> int:
    from preflight import manual

    print(manual.rule_list(_ruleset(arguments)))
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    from preflight import manual

    print(manual.explain(arguments.rule, _ruleset(arguments)))
    return 0


def _ruleset(arguments: argparse.Namespace):  # type: ignore[no-untyped-def]
    from pathlib import Path

    from preflight import config

    if arguments.no_config:
        return config.load(None)
    file = Path(arguments.config) if arguments.config else config.find(Path.cwd())
    return config.load(
        file, shown=file.name if file else "", trusted=bool(arguments.config), allow_plugins=arguments.allow_plugins
    )


def _init(arguments: argparse.Namespace) -> int:
    from preflight import config, manual
    from preflight.model import PreflightError

    try:
        with open(config.FILE_NAME, "w" if arguments.force else "x", encoding="utf-8", newline="\n") as stream:  # noqa: PTH123
            stream.write(manual.starter_configuration())
    except FileExistsError:
        raise PreflightError("is already there; --force replaces it", config.FILE_NAME) from None
    except OSError as error:
        raise PreflightError(f"cannot be written ({error.strerror})", config.FILE_NAME) from error
    print(f"Wrote {config.FILE_NAME}. Every line in it says what it does; start with the client's own words.")
    return 0


def _cache(arguments: argparse.Namespace) -> int:
    from preflight.cache import Cache
    from preflight.folders import cache_folder

    cache = Cache(cache_folder())
    if arguments.action == "clear":
        cache.clear()
        print("Forgotten. The next run examines everything anew.")
    else:
        print(cache.path)
    return 0


def _version() -> str:
    from preflight import __version__

    return __version__


def _plain(text: str) -> str:
    """Without control characters: a file's name may hold them, and they would act on the terminal."""
    return "".join(character if character.isprintable() else f"\\x{ord(character):02x}" for character in text)


class _Progress:
    """A line on standard error for work longer than a second; only made for terminals."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.shown = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.began > LONG and now - self.shown > 0.2:
            self.shown = now
            sys.stderr.write(f"\r{done} of {total} documents read")
            sys.stderr.flush()

    def close(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
