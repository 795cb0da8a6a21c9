"""What is written from the rules: the README's table, and what a rule's page says of preview and waivers."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from preflight import config, families, manual
from preflight.model import PreflightError

ROOT = Path(__file__).resolve().parents[2]
RULES = manual.all_rules(config.load(None))


def test_the_table_in_the_readme_is_what_the_rules_say() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text == families.written("README.md", text, RULES.values()), "run make docs"


def test_drift_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(
        f"# Tool\n\n<!-- {families.BEGIN} -->\nlong gone\n<!-- {families.END} -->\n\nMore.\n", encoding="utf-8"
    )
    arguments = [str(tmp_path / "rules"), str(readme)]
    assert manual.main(["--check", *arguments]) == 1
    assert "README.md is not what the rules say" in capsys.readouterr().err
    assert "long gone" in readme.read_text(encoding="utf-8")
    assert manual.main(arguments) == 0
    assert manual.main(["--check", *arguments]) == 0
    written = readme.read_text(encoding="utf-8")
    assert "long gone" not in written
    assert written.endswith("\n\nMore.\n")
    (tmp_path / "rules" / "links.long-gone.md").write_text("# gone\n", encoding="utf-8")
    assert manual.main(["--check", *arguments]) == 1
    assert manual.main(arguments) == 0
    assert not (tmp_path / "rules" / "links.long-gone.md").exists()


def test_a_rule_of_an_unknown_family_has_no_place() -> None:
    rule = replace(RULES["links.broken"], id="smells.funny")
    with pytest.raises(PreflightError, match="smells"):
        families.table([rule])


def test_preview_is_shown_wherever_rules_are_listed() -> None:
    rule = replace(RULES["links.broken"], preview=True)
    assert "broken (preview)" in families.table([rule])
    assert "Preview: information, until it has proved itself" in manual._markdown(rule)
    assert "Severity: error." in manual._markdown(RULES["links.broken"])


def test_a_preview_rule_shows_in_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = replace(RULES["links.broken"], preview=True)
    monkeypatch.setattr(manual, "all_rules", lambda ruleset: {rule.id: rule})
    assert manual.rule_list(config.load(None)).startswith("preview  links.broken")


def test_a_page_says_how_to_accept_a_finding() -> None:
    page = manual._markdown(RULES["spelling.misspelling"])
    assert 'rule = "spelling.misspelling"' in page
    assert "preflight words add" in page
    assert "words add" not in manual._markdown(RULES["links.broken"])
