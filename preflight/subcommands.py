"""The arguments of the commands around a check: the checklist, comparisons, incidents."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing takes as long as all the rest of --help
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import Any

    Commands = argparse._SubParsersAction[Any]
    Adder = Callable[..., None]


def add(commands: Commands, add_configuration: Adder) -> None:
    """Put them beside the other commands."""
    _add_checklist(commands, add_configuration)
    _add_compare(commands)
    _add_desk(commands)
    _add_incident(commands)
    _add_fleet(commands)
    doctor = commands.add_parser(
        "doctor", allow_abbrev=False, help="what may be wrong with this installation, and how to mend it"
    )
    doctor.set_defaults(command="doctor")
    completion = commands.add_parser(
        "completion", allow_abbrev=False, help="print what completes commands and options in your shell"
    )
    completion.add_argument("shell", choices=("bash", "zsh", "fish"))
    completion.set_defaults(command="completion")


def _add_checklist(commands: Commands, add_configuration: Adder) -> None:
    parser = commands.add_parser(
        "checklist", allow_abbrev=False, help="what somebody must have looked at: show and answer the client's items"
    )
    option = parser.add_argument
    option("targets", nargs=1, metavar="TARGET", help="the email, page or site that the answers are about")
    option(
        "--answer",
        action="append",
        default=[],
        metavar="ITEM=ANSWER",
        help="yes, no or not-applicable; repeatable: --answer audience=yes",
    )
    option("--note", default="", metavar="TEXT", help="what should stand beside the answer")
    option("--who", default="", metavar="NAME", help="who answers (default: your user name)")
    option("--ask", action="store_true", help="ask for each open item (the default at a terminal)")
    option(
        "--against", metavar="PREVIOUS", help="the previous issue: then preflight ticks what is not the same as there"
    )
    option("--format", choices=("console", "json"), default="console")
    option("--kind", choices=("email", "page", "site", "sheet"), help="what the target is (default: guessed)")
    option("--online", action="store_true", help="open the links, for items that wait for them")
    add_configuration(parser, clients=True)
    parser.set_defaults(command="checklist")


def _add_compare(commands: Commands) -> None:
    parser = commands.add_parser(
        "compare", allow_abbrev=False, help="whether what arrived is what was approved, whatever the platform wrapped"
    )
    parser.add_argument("approved", metavar="APPROVED")
    parser.add_argument("received", metavar="RECEIVED")
    parser.add_argument("--format", choices=("console", "json"), default="console")
    parser.set_defaults(command="compare", targets=[])


def _add_fleet(commands: Commands) -> None:
    parser = commands.add_parser(
        "fleet", allow_abbrev=False, help="many clients in one go: each one's verdict, worst first, in one summary"
    )
    option = parser.add_argument
    option("file", metavar="CLIENTS.toml", help="the list: a [[client]] with name, folder, target, against … for each")
    option("--only", action="append", default=[], metavar="NAME", help="only this client; repeatable")
    option("--reports", default="", metavar="FOLDER", help="write each client's own report there, as .html and .json")
    option(
        "--format", action="append", default=[], metavar="NAME[:FILE]", help="console, json, html, markdown; repeatable"
    )
    option("--send-date", metavar="DATE", help="when they go out, where the list does not say it")
    option("--fail-on", choices=("error", "warning", "info"), help="what keeps it from going out (default: error)")
    online = parser.add_mutually_exclusive_group()
    online.add_argument("--offline", action="store_true", help="do not open external links")
    online.add_argument("--online", action="store_true", help="open external links (the default)")
    option("--allow-host", action="append", default=[], metavar="HOST[:PORT]", help="open links to this private host")
    option(
        "--jobs", type=int, default=0, metavar="N", help="worker processes (default: as many as there are processors)"
    )
    option("--cluster", default="", metavar="ADDRESS", help="read the documents on this Dask cluster: tcp://host:8786")
    option("--no-cache", action="store_true", help="examine everything anew, remember nothing")
    option("--allow-plugins", action="store_true", help="may run Python files that the configurations name")
    option("--exit-zero", action="store_true", help="report, but always exit with 0")
    parser.set_defaults(command="fleet")


def _add_incident(commands: Commands) -> None:
    incident = commands.add_parser(
        "incident", allow_abbrev=False, help="a mistake went out: keep it, find a rule against it, write to the client"
    )
    incident.add_argument("--bad", default="", metavar="FILE", help="what went out")
    incident.add_argument("--good", default="", metavar="FILE", help="what was right")
    incident.set_defaults(command="incident", targets=[])
    learn = commands.add_parser(
        "learn", allow_abbrev=False, help="the same from two files: what went out, what was right"
    )
    learn.add_argument("bad", metavar="BAD")
    learn.add_argument("good", metavar="GOOD")
    learn.set_defaults(command="learn", targets=[])
    for parser in (incident, learn):
        option = parser.add_argument
        option("--what", default="", metavar="TEXT", help="what went out, in one sentence")
        option("--right", default="", metavar="TEXT", help="what was right")
        option("--noticed-by", default="", metavar="NAME", help="who noticed it")
        option("--impact", default="", metavar="TEXT", help="what it meant: how many readers, which day")
        option("--done", default="", metavar="TEXT", help="what was done about it")
        option("--date", default="", metavar="DATE", help="when it went out: 2026-11-24 (default: today)")
        option(
            "--rule", default="", metavar="KIND", help="date, link, field, phrase, slug or checklist (default: found)"
        )
        option("--phrase", default="", metavar="TEXT", help="the words that must not go out again")
        option("--send-date", default="", metavar="DATE", help="the day that both samples were meant for")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--client", default="", metavar="NAME", help="this client of the workspace")
        where.add_argument("--config", default="", metavar="FILE", help="the client of this configuration")


def _add_desk(commands: Commands) -> None:
    parser = commands.add_parser(
        "desk", allow_abbrev=False, help="the whole check in your browser: drop an email, read the answer"
    )
    option = parser.add_argument
    option("--install", action="store_true", help="put an icon where your system keeps them, for the folder you are in")
    option("--uninstall", action="store_true", help="take that icon away again")
    option("--port", type=int, default=0, metavar="N", help="(default: a free one)")
    option("--no-browser", action="store_true", help="print the address and open nothing")
    option("--offline", action="store_true", help="open no links unless it is asked for")
    parser.set_defaults(command="desk", targets=[])


def add_trail(commands: Commands) -> None:
    log = commands.add_parser("log", allow_abbrev=False, help="what was checked before: the ledger")
    log.add_argument(
        "file", nargs="?", default="", metavar="LEDGER", help="(default: the one that preflight.toml names)"
    )
    log.add_argument("--verify", action="store_true", help="say whether a line was changed, moved or taken out")
    log.add_argument(
        "--certificate", default="", metavar="FILE", help="with --verify: it must hold what this one knows"
    )
    log.add_argument("--last", type=int, default=20, metavar="N", help="how many lines (default: 20)")
    log.add_argument("--client", default="", metavar="NAME", help="this client of the workspace (default: all of them)")
    log.add_argument("--who", default="", metavar="NAME", help="checks by this person")
    log.add_argument("--verdict", default="", choices=["PASS", "FAIL", "INCOMPLETE"], type=str.upper)
    log.add_argument("--since", default="", metavar="DATE", help="from this day on (2026-11-24, in UTC)")
    log.add_argument("--until", default="", metavar="DATE", help="up to this day")
    log.set_defaults(command="log", targets=[])
    verify = commands.add_parser("verify", allow_abbrev=False, help="whether a file is the one that passed")
    verify.add_argument("file", metavar="FILE")
    verify.add_argument("certificate", metavar="CERTIFICATE")
    verify.set_defaults(command="verify", targets=[])


def add_redirects(commands: Commands) -> None:
    redirects = commands.add_parser(
        "redirects", allow_abbrev=False, help="what moved between two builds, and the redirects for it"
    )
    add = redirects.add_argument
    add("old", metavar="OLD", help="the site as it was: a build, a .zip, git:REF, a folder of .md files; or a sheet")
    add("new", metavar="NEW", help="the site as it is now; or the sheet")
    add(
        "--format",
        default="console",
        metavar="HOST",
        help="json, or a list for netlify, cloudflare, gitlab, vercel, apache, nginx, redirection, yoast, shopify,"
        " squarespace, webflow, jekyll",
    )
    add("--merge", default="", metavar="FILE", help="the list that the host has now: it is brought up to date, too")
    add("--suggested", action="store_true", help="also write redirects that are only likely")
    add("--output", default="", metavar="FILE", help="write the list there")
    add("--undo", default="", metavar="FILE", help="sheets: write the sheet that gives the pages their slugs back")
    redirects.set_defaults(command="redirects", targets=[])


def add_words(commands: Commands, add_configuration: Adder) -> None:
    words = commands.add_parser("words", allow_abbrev=False, help="the client's word list: add, remove, suggest")
    actions = words.add_subparsers(title="actions", metavar="ACTION", required=True, parser_class=type(words))
    for action, what in (("add", "accept these words from now on"), ("remove", "no longer accept these words")):
        parser = actions.add_parser(action, allow_abbrev=False, help=what)
        parser.add_argument("words", nargs="+", metavar="WORD")
        whose = parser.add_mutually_exclusive_group()
        whose.add_argument("--user", action="store_true", help="in your own list, for all clients")
        whose.add_argument("--config", metavar="FILE", help="in the list of this configuration")
        parser.set_defaults(command="words", action=action)
    suggest = actions.add_parser(
        "suggest", allow_abbrev=False, help="print a client's first list: what a whole site repeats, to be read once"
    )
    suggest.add_argument("targets", nargs="+", metavar="SITE")
    add_configuration(suggest)
    suggest.set_defaults(command="words", action="suggest")
