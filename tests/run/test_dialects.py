"""Every platform's tags in every state of a message, through the command line."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest

from preflight import shipped

Write = Callable[..., Path]
Run = Callable[..., Any]

TABLE = tomllib.loads((shipped.folder("rules") / "tags.toml").read_text(encoding="utf-8"))
EXAMPLES = [
    pytest.param(dialect["id"], form["example"], id=f"{dialect['id']} {form['example']}")
    for dialect in TABLE["dialect"]
    for form in dialect["form"]
]


def check(preflight: Run, state: str, *more: str) -> Any:
    return preflight(
        "check", "t.html", "--state", state, "--offline", "--format", "json", "--select", "tags", "--no-cache",
        *(more or ("--no-config",)),
    )  # fmt: skip


def page(tag: str) -> str:
    return f"<html lang='en'><body><p>Hi {escape(tag, quote=False)}, the spring list is here.</p></body></html>"


@pytest.mark.parametrize(("dialect", "tag"), EXAMPLES)
def test_a_raw_tag_in_the_greeting_of_a_final_message_is_an_error(
    write: Write, preflight: Run, dialect: str, tag: str
) -> None:
    write({"t.html": page(tag)})
    for state in ("final", "test-send"):
        outcome = check(preflight, state)
        found = outcome.report["findings"]
        assert {finding["rule"] for finding in found} <= {"tags.unresolved", "tags.greeting"}
        assert any(tag in finding["match"] or finding["match"] in tag for finding in found), (state, outcome.out)
        system = "unsub" in tag.lower() or "NEWSMAN" in tag or "pm:" in tag
        severities = [finding["severity"] for finding in found]
        assert "error" in severities or (system and state == "test-send"), (state, found)


@pytest.mark.parametrize(("dialect", "tag"), EXAMPLES)
def test_it_is_right_in_the_template_of_its_own_platform(write: Write, preflight: Run, dialect: str, tag: str) -> None:
    write({"t.html": page(tag), "own.toml": f'[tags]\nplatform = "{dialect}"\n'})
    outcome = check(preflight, "source", "--config", "own.toml")
    assert outcome.code == 0, outcome.out
    assert set(outcome.rules) <= {"tags.no-fallback"}
    assert not (outcome.rules and any(word in tag for word in ("there", "friend", "reader")))


DAMAGED = """
    {{first_name}|{first_name}}|{{ first_name }|{{first_name|%%First Name%|%First Name%%|%FIRSTNAME|%recipient.name
    {$name
    {!firstname_fix|[[FIRSTNAME]|{{{contact.first_name}}|«Vorname|$[FNAME]|{ {first_name} }|[firstname,fallback=friend
    {{ first_name¦default:“friend” }}|{{ first_name¦default:"friend }}|*¦FNAME*|¦FNAME¦*|*¦FNAME¦|* ¦FNAME¦ *"""


@pytest.mark.parametrize(
    "tag", [tag.strip().replace("¦", "|") for line in DAMAGED.strip().split("\n") for tag in line.split("|")]
)
def test_a_damaged_tag_is_an_error_in_every_state(write: Write, preflight: Run, tag: str) -> None:
    write({"t.html": page(tag)})
    for state in ("source", "test-send", "final"):
        assert check(preflight, state).rules == ["tags.malformed"], state


CONTROL = ("{% if", "{% assign", "%%[")
"""Conditions may as well be those of a build step, so that alone they prove nothing."""


@pytest.mark.parametrize(("dialect", "tag"), [one for one in EXAMPLES if not str(one.values[1]).startswith(CONTROL)])
def test_it_is_foreign_in_another_platforms_template(write: Write, preflight: Run, dialect: str, tag: str) -> None:
    other = "keap" if dialect != "keap" else "dotdigital"
    write({"t.html": page(tag), "other.toml": f'[tags]\nplatform = "{other}"\n'})
    outcome = check(preflight, "source", "--config", "other.toml")
    assert outcome.rules == ["tags.foreign"], outcome.out
    assert outcome.code == 1


@pytest.mark.parametrize(("dialect", "tag"), EXAMPLES)
def test_a_comment_prints_nothing(write: Write, preflight: Run, dialect: str, tag: str) -> None:
    del dialect
    write({"t.html": f"<html lang='en'><body><!-- Hi {tag} --><p>Hello, the spring list is here.</p></body></html>"})
    assert check(preflight, "final").rules == []
