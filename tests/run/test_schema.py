"""The JSON Schema of ``preflight.toml`` says what the program says: the same is accepted, the same refused."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from preflight import manual, schema
from preflight.checkers.terms import declared
from preflight.config.arrangements import KEYS
from preflight.config.settings import Host

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / schema.NAME
VALIDATOR = Draft7Validator(json.loads(FILE.read_text(encoding="utf-8")))
BLOCK = re.compile(r"```toml\n(.*?)```", re.DOTALL)
WRITTEN = [
    (f"{file.relative_to(ROOT)}:{number}", text)
    for file in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    for number, text in enumerate(BLOCK.findall(file.read_text(encoding="utf-8")))
    if not {"build", "person", "product", "brand", "item", "waiver"} & tomllib.loads(text).keys()
]
"""Configurations in the documentation; not ``netlify.toml``, ``facts.toml`` and other files."""
PACKS = sorted(name for name in ("default", "newsletter", "site"))
SWAP = 'id = "terms.x"\nuses = "terms.swap"\nswap = { a = "b" }\n'
SETTING = re.compile(r"^# (?=\[|[\w.\"-]+ = )", re.MULTILINE)  # "# kind = …", "# [severity]"


def faults(text: str) -> list[str]:
    values = json.loads(json.dumps(tomllib.loads(text), default=_as_text))
    return [error.message for error in VALIDATOR.iter_errors(values)]


def _as_text(value: Any) -> str:
    assert isinstance(value, date)
    return value.isoformat()


def test_it_is_what_the_code_says() -> None:
    assert FILE.read_text(encoding="utf-8") == schema.text(), "run make docs"
    Draft7Validator.check_schema(VALIDATOR.schema)


@pytest.mark.parametrize(("where", "text"), WRITTEN, ids=[where for where, _ in WRITTEN])
def test_what_the_documentation_shows_is_valid(where: str, text: str) -> None:
    assert not faults(text), where


@pytest.mark.parametrize("name", PACKS)
def test_the_rule_packs_are_valid(name: str) -> None:
    assert not faults((ROOT / "rules" / f"{name}.toml").read_text(encoding="utf-8"))


def test_the_first_configuration_is_valid_with_every_line_switched_on() -> None:
    text = manual.starter_configuration()
    assert text.startswith(f"#:schema {schema.AT}\n")
    assert not faults(text)
    values = tomllib.loads(SETTING.sub("", text))
    assert len(values) > 20
    assert not faults(SETTING.sub("", text))


@pytest.mark.parametrize(
    "text",
    [
        'word = ["Orla"]\n',
        "words = 7\n",
        'kind = "letter"\n',
        'fail-on = "worst"\n',
        "[spelling]\ntire = 'quiet'\n",
        "[spelling]\ntier = 'silent'\n",
        "[speling]\ntier = 'quiet'\n",
        "[mail]\nclip = 'much'\n",
        "[severity]\n'links.staging' = 'fatal'\n",
        "[[host]]\nname = 'shop.example'\nrates = 2\n",
        "[[host]]\nname = 'shop.example'\nrate = 'slow'\n",
        "[[host]]\nrate = 2.0\n",
        f"[[rule]]\n{SWAP}swop = {{ a = 'b' }}\n",
        f"[[rule]]\n{SWAP}severity = 'fatal'\n",
        f"[[rule]]\n{SWAP.replace('terms.swap', 'terms.swop')}",
        f"[[rule]]\n{SWAP.replace('terms.x', 'spelling.x')}",
        f"[[rule]]\n{SWAP}kinds = ['headline']\n",
        "schema = 2\n",
    ],
)
def test_both_refuse(text: str, write: Callable[..., Path], preflight: Callable[..., Any]) -> None:
    assert faults(text)
    write({"preflight.toml": text, "page.md": "Bread.\n"})
    assert preflight("check", "page.md", "--offline").code == 2


@pytest.mark.parametrize(
    "text",
    [
        "words = 'Orla'\n",
        "send-date = 2026-11-24\n",
        "send-date = 'Tue 09:00'\n",
        "[spelling]\ntier = 'quiet'\nmixed-variants = true\n",
        "[[host]]\nname = 'shop.example'\naccept = 403\nreason = 'r'\nexpires = 2027-03-31\n",
        "[[host]]\nname = 'shop.example'\nrate = 2\n",
        f"[[rule]]\n{SWAP}kinds = 'heading'\nlanguages = ['en']\nmatch-case = true\n",
        "[issue]\nmust-change = ['subject']\n",
        "[recipients]\namount-tolerance = 1\n",
    ],
)
def test_both_accept(text: str, write: Callable[..., Path], preflight: Callable[..., Any]) -> None:
    assert not faults(text)
    write({"preflight.toml": text, "page.md": "Bread.\n"})
    outcome = preflight("check", "page.md", "--offline")
    assert outcome.code != 2, outcome.err


def test_every_key_of_a_host_and_of_a_rule_is_in_it() -> None:
    assert {name.replace("_", "-") for name in Host.__struct_fields__} == set(KEYS)
    keys = {*declared.COMMON, *(key for uses in declared.USES for key in declared.KEYS[uses])}
    assert keys - {"uses"} <= schema.OF_RULES.keys()


def test_every_setting_says_what_it_is_for() -> None:
    for name, setting in VALIDATOR.schema["properties"].items():
        assert setting.get("description"), name
        for option, value in setting.get("properties", {}).items():
            assert value.get("description"), f"{name}.{option}"
