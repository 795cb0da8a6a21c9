"""The command line: arguments, subcommands, exit codes. The only module that prints or exits.

Heavy imports wait until a command needs them: ``--help`` answers in the time of a bare interpreter.
"""

from __future__ import annotations

import argparse
import os
import sys

from preflight import start
from preflight.arguments import USAGE, parse
from preflight.arguments import options as read_options
from preflight.output import Progress, form_of, outputs, plain, printable, write_report, write_text
from preflight.writing import write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor

    from preflight.config import Ruleset
    from preflight.model import Report, Verdict
    from preflight.pipeline import Run

EXIT = {"PASS": 0, "FAIL": 1, "INCOMPLETE": 3}
INTERRUPTED = 130
MARKING = ("github", "gitlab", "sarif")
"""Formats whose findings are marks on files."""
MOST_ROUNDS = 5
"""A repair may bring another to light: “the the the” loses one word at a time."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code (contract, "verdicts and exit codes")."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        arguments = parse(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    start.begin()
    from preflight.model import PreflightError

    try:
        code = COMMANDS[arguments.command](arguments)
        start.end()
        return code
    except PreflightError as error:
        print(f"preflight: {plain(str(error))}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("preflight: stopped", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader, a pager perhaps, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INTERRUPTED


# --- commands -------------------------------------------------------------------------------------------


def _check(arguments: argparse.Namespace) -> int:
    if not arguments.cluster:
        return _checked(arguments, None)
    from preflight import cluster

    with cluster.executor(arguments.cluster) as executor:
        return _checked(arguments, executor)


def _checked(arguments: argparse.Namespace, executor: Executor | None) -> int:
    from preflight import pipeline

    reports = outputs(arguments.format)
    progress = Progress() if sys.stderr.isatty() else None
    run = pipeline.Run(read_options(arguments, progress, executor))
    pipeline.refuse_wrong_usage(run.options)
    repairs = arguments.fix or arguments.diff
    if not (repairs or arguments.certificate) and (verdict := _retold(run, reports)):
        return 0 if arguments.exit_zero else EXIT[verdict]
    start.load_mail()
    report = pipeline.checked(run)
    if repairs:
        report, reports = _repaired(report, run, reports, write_them=arguments.fix)
    if progress:
        progress.close()
    code = _on_paper(report, run, arguments.certificate)
    marked = _marked(report, run, reports)
    for name, file in reports:
        text = write_report(name, file, marked if name in MARKING else report)
        if run.replay and not repairs and (form := form_of(name, file)):
            run.replay.keep_text(form, report, text)
    return 0 if arguments.exit_zero else EXIT[report.verdict] or code


def _retold(run: Run, reports: list[tuple[str, str]]) -> Verdict | None:
    """The verdict on a site that did not change, its reports written as they were; None where one is not kept."""
    if run.replay is None or run.ledgers:
        return None
    told = []
    for name, file in reports:
        form = form_of(name, file)
        kept = run.replay.text(form) if form else None
        if kept is None:
            return None
        told.append((file, *kept))
    for file, _, text in told:
        write_text(file, text)
    return told[0][1]


def _marked(report: Report, run: Run, reports: list[tuple[str, str]]) -> Report:
    """The report with its findings at the sources of the pages, for the formats that mark files."""
    if not any(name in MARKING for name, _ in reports):
        return report
    from preflight import origins

    return origins.mapped(report, [(plan.ruleset, plan.now) for plan in run.plans])


def _on_paper(report: Report, run: Run, certificate: str) -> int:
    """The line in the ledger and the certificate; the exit code when the check passed and its paper did not."""
    if not run.ledgers and not certificate:
        return 0
    from pathlib import Path

    from preflight.model import PreflightError
    from preflight.trail import record

    try:
        head = record.keep(report, run.ledgers)
        if certificate and report.verdict == "PASS":
            record.certify(report, run.sources, Path(certificate), head)
        elif certificate:
            print(f"preflight: there is no certificate: the verdict is {report.verdict}", file=sys.stderr)
    except PreflightError as error:
        print(f"preflight: {plain(str(error))}", file=sys.stderr)
        return EXIT["INCOMPLETE"]
    return 0


def _repaired(
    report: Report, run: Run, outputs: list[tuple[str, str]], *, write_them: bool
) -> tuple[Report, list[tuple[str, str]]]:
    """After ``--fix`` the report of what is left; for ``--diff`` the patch takes the place of the report on screen."""
    from preflight import fix, pipeline

    if not write_them:
        sys.stdout.write(fix.patch(fix.repairs(report, run.sources)))
        return report, [(name, file) for name, file in outputs if file]
    for _ in range(MOST_ROUNDS):
        written = list(fix.write(fix.repairs(report, run.sources)))
        for done, sentence in written:
            print(f"{'repaired' if done else 'not repaired'}: {plain(sentence)}", file=sys.stderr)
        if not any(done for done, _ in written):
            break
        run = pipeline.Run(run.options)  # what was read is no longer so
        report = pipeline.checked(run)
    return report, outputs


def _facts(arguments: argparse.Namespace) -> int:
    from preflight import facts, pipeline

    options = pipeline.Options(
        targets=tuple(arguments.targets), config=arguments.config, no_config=arguments.no_config, offline=True,
        allow_plugins=arguments.allow_plugins,
    )  # fmt: skip
    documents = pipeline.facts(options)
    sys.stdout.write(facts.as_json(documents) if arguments.format == "json" else facts.as_text(documents))
    return 0 if documents else EXIT["INCOMPLETE"]


def _redirects(arguments: argparse.Namespace) -> int:
    from preflight import moved
    from preflight.model import PreflightError

    answer = moved.propose(
        arguments.old, arguments.new, arguments.format, merge=arguments.merge, suggested=arguments.suggested,
        undo=bool(arguments.undo),
    )  # fmt: skip
    for note in answer.notes:
        print(f"preflight: {plain(note)}", file=sys.stderr)
    for file, content in ((arguments.undo, answer.undo), (arguments.output, answer.text)):
        if file and content is not None:
            try:
                write(file, content)
            except OSError as error:
                raise PreflightError(f"cannot be written ({error.strerror})", file) from error
    if not arguments.output:
        sys.stdout.write(answer.text)
    return 0 if answer.found else EXIT["INCOMPLETE"]


def _rules(arguments: argparse.Namespace) -> int:
    from preflight import manual

    print(manual.rule_list(_ruleset(arguments)))
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    from preflight import manual

    print(manual.explain(arguments.rule, _ruleset(arguments)))
    return 0


def _ruleset(arguments: argparse.Namespace) -> Ruleset:
    from pathlib import Path

    from preflight import config

    if arguments.no_config:
        return config.load(None)
    file = Path(arguments.config) if arguments.config else config.find(Path.cwd())
    return config.load(
        file, shown=file.name if file else "", trusted=bool(arguments.config), allow_plugins=arguments.allow_plugins
    )


def _snapshot(arguments: argparse.Namespace) -> int:
    from preflight import snapshot

    print(printable(snapshot.take(arguments.site, config_file=arguments.config, no_config=arguments.no_config)))
    return 0


def _memory(arguments: argparse.Namespace) -> int:
    from preflight import memory, pipeline

    options = pipeline.Options(
        targets=tuple(arguments.targets), kind="email", config=arguments.config, no_config=arguments.no_config,
        offline=True, allow_plugins=arguments.allow_plugins,
    )  # fmt: skip
    documents = pipeline.facts(options)
    sys.stdout.write(memory.text(arguments.targets[0], documents))
    return 0 if documents else EXIT["INCOMPLETE"]


def _words(arguments: argparse.Namespace) -> int:
    from preflight import pipeline, words

    if arguments.action == "suggest":
        options = pipeline.Options(
            targets=tuple(arguments.targets), config=arguments.config, no_config=arguments.no_config, offline=True,
            allow_plugins=arguments.allow_plugins,
        )  # fmt: skip
        sys.stdout.write(words.suggest(options))
        return 0
    change = words.add if arguments.action == "add" else words.remove
    print(plain(change(arguments.words, user=arguments.user, config_file=arguments.config)))
    return 0


def _elsewhere(arguments: argparse.Namespace) -> int:
    """The commands of ``preflight.commands``, under their own names."""
    from importlib import import_module

    command = import_module(f"preflight.commands.{arguments.command}")
    code: int = command.run(arguments, lambda text: print(printable(text)))
    return code


COMMANDS = {
    "check": _check, "facts": _facts, "rules": _rules, "explain": _explain, "init": _elsewhere, "words": _words,
    "cache": _elsewhere, "snapshot": _snapshot, "redirects": _redirects, "memory": _memory, "baseline": _elsewhere,
    "log": _elsewhere, "verify": _elsewhere, "checklist": _elsewhere, "compare": _elsewhere,
    "incident": _elsewhere, "learn": _elsewhere, "fleet": _elsewhere,
    "doctor": _elsewhere, "completion": _elsewhere, "desk": _elsewhere,
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
