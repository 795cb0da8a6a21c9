"""A client's facts: found, layered, refused where they are wrong, and never taken for typos."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]
FACTS = """\
# who is who
[[person]]
name = "Orla Byrne"
aliases = ["Orla Byrne-Quillow"]
role = "owner"
phone = ["+44 20 7946 0123"]

[[product]]
name = "Bramble Loaf"
price = "£4.20"
"""
TEXT = "# News\n\nOrla Byren bakes the Bramble Loaf. Ask Mrs Quillow.\n"


def names(outcome: Any) -> list[tuple[str, str]]:
    found = outcome.report["findings"]
    return [(finding["match"], finding["suggestions"][0]) for finding in found if finding["rule"] == "spelling.name"]


def check(preflight: Run, *arguments: str) -> Any:
    return preflight("check", *arguments, "--offline", "--format", "json", "--select", "spelling")


def test_facts_beside_the_configuration_are_found(write: Write, preflight: Run) -> None:
    write({"page.md": TEXT, "facts.toml": FACTS})
    assert names(check(preflight, "page.md")) == [], "nobody's facts: there is no preflight.toml"
    write({"preflight.toml": ""})
    outcome = check(preflight, "page.md")
    assert outcome.code == 1
    assert names(outcome) == [("Orla Byren", "Orla Byrne")]
    [finding] = outcome.report["findings"]
    assert finding["related"][0]["location"]["path"] == "facts.toml"
    assert finding["related"][0]["location"]["line"] == 3
    assert names(check(preflight, "page.md", "--no-config")) == []


def test_facts_that_the_configuration_names_and_those_of_the_client_above(write: Write, preflight: Run) -> None:
    write(
        {"client/preflight.toml": "", "client/facts.toml": FACTS, "client/site/page.md": TEXT + "\nUpper Marhs Mill.\n"}
    )
    write({"client/site/preflight.toml": 'facts = "us.toml"\n'})
    outcome = check(preflight, "client/site/page.md")
    assert outcome.code == 2
    assert "preflight.toml:1: facts = 'us.toml': there is no such file" in outcome.err
    write({"client/site/us.toml": '[[place]]\nname = "Upper Marsh Mill"\n'})
    found = names(check(preflight, "client/site/page.md"))
    assert found == [("Orla Byren", "Orla Byrne"), ("Upper Marhs Mill", "Upper Marsh Mill")]


@pytest.mark.parametrize(
    ("facts", "line", "words"),
    [
        ('[[persn]]\nname = "Orla"\n', 1, ["persn", "person"]),
        ('[[person]]\nname = "Orla"\n\n[[person]]\nname = "Zoe"\nalias = ["Z"]\n', 6, ["alias", "aliases"]),
        ('[[product]]\nname = "Loaf"\nprise = "£4"\n', 3, ["prise", "price"]),
        ('[[person]]\nname = "Orla"\n[[person]]\nemail = "orla@example.com"\n', 3, ["name"]),
        ('[[person]]\nname = ["Orla", "Zoe"]\n', 2, ["one name"]),
        ('[[person]]\nname = ""\n', 2, ["text"]),
        ("[[product]]\nname = 'Loaf'\nprice = 4.20\n", 3, ["price", "quotation marks"]),
        ('[person]\nname = "Orla"\n', 1, ["[[person]]"]),
        ('person = "Orla"\n', 1, ["[[person]]"]),
        ("[[person]]\nname = Orla\n", 2, ["TOML"]),
        ("schema = 7\n", 1, ["newer"]),
    ],
)
def test_mistakes_in_facts_are_refused_where_they_stand(
    facts: str, line: int, words: list[str], write: Write, preflight: Run
) -> None:
    write({"page.md": TEXT, "preflight.toml": "", "facts.toml": facts})
    outcome = preflight("check", "page.md", "--offline")
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert f"facts.toml:{line}: " in outcome.err
    assert all(word in outcome.err for word in words), outcome.err


def test_a_name_that_is_known_is_no_typo(write: Write, preflight: Run) -> None:
    text = "# News\n\nThe Recieve Bakery’s loaves, and both Untills. Meet Teh and the RECIEVE BAKERY TEAM.\n"
    write({"page.md": text, "preflight.toml": "", "facts.toml": '[[brand]]\nname = "Recieve Bakery"\n'})
    write({"words.txt": "Teh\nUntill\n"})
    assert check(preflight, "page.md").report["findings"] == []


def test_new_facts_do_not_make_anything_be_read_again(
    write: Write, preflight: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"page.md": TEXT, "preflight.toml": ""})
    assert names(check(preflight, "page.md")) == []
    monkeypatch.setattr("preflight.parse.parse", None)
    write({"facts.toml": FACTS})
    assert names(check(preflight, "page.md")) == [("Orla Byren", "Orla Byrne")]


def test_one_client_s_names_say_nothing_about_another_target(write: Write, preflight: Run) -> None:
    write({"a/preflight.toml": "", "a/facts.toml": FACTS, "a/page.md": TEXT, "b/preflight.toml": "", "b/page.md": TEXT})
    outcome = check(preflight, "a/page.md", "b/page.md")
    assert [finding["location"]["path"] for finding in outcome.report["findings"]][:1] == ["a/page.md"]
    assert names(outcome) == [("Orla Byren", "Orla Byrne")]


def test_the_ruleset_s_digest_changes_with_the_names(write: Write, preflight: Run) -> None:
    write({"page.md": "# News\n\nHello, and welcome.\n", "preflight.toml": ""})
    before = check(preflight, "page.md").report["tool"]["ruleset"]
    write({"facts.toml": FACTS})
    assert check(preflight, "page.md").report["tool"]["ruleset"] != before
