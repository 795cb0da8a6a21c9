"""``preflight checklist TARGET``: the client's items, and their answers."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import asdict

from preflight import checklist, pipeline
from preflight.checklist import answers
from preflight.clientfolder import CHECKLIST
from preflight.config.checklist import FILE_NAME
from preflight.model import PreflightError, Target
from preflight.model.checklist import Checklist, Signed
from preflight.reporters import shown
from preflight.trail import record

Say = Callable[[str], None]
MARKS = {True: "[ ]", False: "[x]"}


def run(arguments: argparse.Namespace, say: Say) -> int:
    """0 when every item that must be answered is, 1 when one is open, 3 when the target cannot be read."""
    given = [_given(text) for text in arguments.answer]
    options = pipeline.Options(
        targets=tuple(arguments.targets), against=arguments.against, kind=arguments.kind, config=arguments.config,
        client=arguments.client, no_config=arguments.no_config, allow_plugins=arguments.allow_plugins,
        offline=not arguments.online, all_items=True,
    )  # fmt: skip
    asking = arguments.ask or (not given and arguments.format == "console" and sys.stdin.isatty())
    ruleset, now = pipeline.held(options)[0]
    declared = ruleset.checklist
    assert declared is not None
    if not now.sources:
        say(f"{now.name}: {now.gaps[0].why if now.gaps else 'there is nothing in it'}")
        return 3
    if given:
        who = arguments.who or record.whoever()
        for item, answer in given:
            _store(declared, options, item, answer, who=who, note=arguments.note)
    target = pipeline.run(options).targets[0]
    if asking:
        for one in [one for one in target.checklist if one.open]:
            _ask(declared, options, one, arguments.who, say)
        target = pipeline.run(options).targets[0]
    if arguments.format == "json":
        items = [asdict(one) for one in target.checklist]
        say(shown.escaped(json.dumps({"schema": 1, "target": target.name, "items": items}, ensure_ascii=False)))
    else:
        say(text(target))
        if not (Path(declared.folder) / FILE_NAME).exists():
            say(f"There is no {FILE_NAME} beside preflight.toml yet: these items come with the program, and check does")
            say("not ask for them. The first answer makes one.")
    return 1 if any(one.open and one.must for one in target.checklist) else 0


def text(target: Target) -> str:
    """The list for people: ``[x] Seen on a phone · yes, Jo, 24 Nov 2026``."""
    lines = [target.name, *(line for one in target.checklist for line in _lines(one))]
    waiting = sum(one.open and one.must for one in target.checklist)
    if not target.checklist:
        lines.append("Nothing on the checklist is about this kind of delivery.")
    elif waiting:
        lines.append(f"{waiting} open. Answer: preflight checklist {target.name} --answer ITEM=yes --who NAME")
    else:
        lines.append("Everything is answered.")
    return "\n".join(map(shown.visible, lines))


def _lines(one: Signed) -> Sequence[str]:
    first = f"{MARKS[one.open]} {one.item}: {one.text}" + ("" if one.must else " (may wait)")
    told = ", ".join(filter(None, [one.answer, one.who, one.when[:10]])) if one.answer and not one.open else ""
    below = ["    " + (": ".join(filter(None, [told, one.note])))] if told else []
    return [first, *below, *([f"    {one.why}"] if one.why else [])]


def _given(text: str) -> tuple[str, str]:
    item, equals, answer = text.partition("=")
    if not equals:
        raise PreflightError(f"--answer {text}: write ITEM=yes, ITEM=no or ITEM=not-applicable")
    return item.strip(), answers.read_answer(answer)


def _store(declared: Checklist, options: pipeline.Options, item: str, answer: str, *, who: str, note: str) -> None:
    _, now = pipeline.held(options)[0]
    checklist.answer(declared, now, item, answers.read_answer(answer), who=who, note=note, when=datetime.now(UTC))
    file = Path(declared.folder) / FILE_NAME
    if not file.exists():
        try:
            with file.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(CHECKLIST)
        except OSError as error:
            raise PreflightError(f"cannot be written ({error.strerror or error})", FILE_NAME) from error


def _ask(declared: Checklist, options: pipeline.Options, one: Signed, who: str, say: Say) -> None:
    """One question after another; an empty line leaves the item open, the end of input leaves all others."""
    say(shown.visible(f"{one.text}?" + (f" ({one.why})" if one.why else "")))
    try:
        while given := input("  yes, no, n/a (enter: later): ").strip():
            try:
                answers.read_answer(given)
            except PreflightError as error:
                say(f"  {error}")
                continue
            note = input("  note (enter: none): ")
            name = who or input(f"  who are you (enter: {record.whoever()}): ").strip() or record.whoever()
            _store(declared, options, one.item, given, who=name, note=note)
            return
    except EOFError:
        return
