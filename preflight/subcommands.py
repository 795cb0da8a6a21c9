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
