"""Configuration: folded as designed, everything unknown refused with file, line and the nearest name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight import plugins
from preflight.config import Ruleset

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]
TEXT = "# Prices\n\nWe recieve orders until Friday, and we recieve them gladly.\n"


@pytest.mark.parametrize(
    ("toml", "line", "words"),
    [
        ("schema = 1\nwrods = []\n", 2, ["wrods", "words"]),
        ("schema = 2\n", 1, ["newer preflight"]),
        ("words = [\n", 1, ["not valid TOML"]),
        ('[severity]\n"spelling.mispelling" = "error"\n', 2, ["spelling.mispelling", "spelling.misspelling"]),
        ('[severity]\n"spelling.misspelling" = "fatal"\n', 2, ["fatal", "error, warning, info"]),
        ('ignore = ["linsk"]\n', 1, ["linsk", "links"]),
        ('\n[spelling]\nteir = "quiet"\n', 3, ["teir", "tier"]),
        ('\n[spelling]\ntier = "loud"\n', 3, ["loud", "quiet"]),
        ('kind = "newsletter"\n', 1, ["newsletter", "email"]),
        ('fail-on = "never"\n', 1, ["never", "error"]),
        ("language = 3\n", 1, ["text"]),
        ('extends = ["newsleter"]\n', 1, ["newsleter", "newsletter"]),
        ('words-file = "../words.txt"\n', 1, ["outside"]),
        ('plugins = ["check.py"]\n', 1, ["--allow-plugins"]),
        ('plugins = ["nobody"]\n', 1, ["nobody"]),
        ('send-date = "Someday 09:00"\n', None, ["Someday", "schedule"]),
        ('[[rule]]\nid = "terms.x"\nuses = "terms.swapp"\n', 1, ["terms.swap"]),
    ],
)
def test_mistakes_are_refused_where_they_stand(
    toml: str, line: int | None, words: list[str], write: Write, preflight: Run
) -> None:
    write({"page.md": TEXT, "preflight.toml": toml})
    outcome = preflight("check", "page.md", "--offline")
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.count("\n") == 1, "one line"
    assert all(word in outcome.err for word in words), outcome.err
    if line:
        assert f"preflight.toml:{line}: " in outcome.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--select", "links.brocken"], ["links.brocken", "links.broken"]),
        (["--severity", "links.broken=fatal"], ["RULE=LEVEL"]),
        (["--format", "jsn"], ["jsn", "json"]),
        (["--send-date", "tomorrow"], ["tomorrow"]),
        (["--send-date", "2026-02-30"], ["2026-02-30"]),
        (["--offl"], ["--offl"]),
        (["--against", "a.md", "page.md"], ["one target"]),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(
    arguments: list[str], words: list[str], write: Write, preflight: Run
) -> None:
    write({"page.md": TEXT, "a.md": TEXT})
    outcome = preflight("check", "page.md", *arguments)
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert all(word in outcome.err for word in words), outcome.err


def rules(outcome: Any) -> list[tuple[str, str]]:
    return [(finding["severity"], finding["rule"]) for finding in outcome.report["findings"]]


def test_the_nearest_configuration_counts(write: Write, preflight: Run) -> None:
    write(
        {
            "preflight.toml": '[severity]\n"spelling.misspelling" = "warning"\n',
            "client/preflight.toml": 'words = ["recieve"]\n',
            "client/page.md": TEXT,
            "page.md": TEXT,
        }
    )
    outcome = preflight("check", "client/page.md", "page.md", "--offline", "--format", "json")
    assert outcome.code == 0
    assert [finding["location"]["path"] for finding in outcome.report["findings"]] == ["page.md", "page.md"]
    assert {finding["severity"] for finding in outcome.report["findings"]} == {"warning"}


def test_the_command_line_wins(write: Write, preflight: Run) -> None:
    write({"page.md": TEXT, "preflight.toml": '[severity]\n"spelling.*" = "info"\n'})
    arguments = ["check", "page.md", "--offline", "--format", "json", "--no-cache"]
    assert preflight(*arguments).code == 0
    assert preflight(*arguments, "--fail-on", "info").code == 1
    assert preflight(*arguments, "--severity", "spelling.misspelling=error").code == 1
    assert preflight(*arguments, "--severity", "spelling.misspelling=error", "--exit-zero").code == 0
    assert preflight(*arguments, "--ignore", "spelling", "--fail-on", "info").report["findings"] == []
    assert preflight(*arguments, "--no-config").code == 1


def test_a_configuration_that_was_found_grants_no_hosts(write: Write, preflight: Run) -> None:
    write({"page.md": "Hello, and welcome.\n", "preflight.toml": 'allow-hosts = ["127.0.0.1"]\n'})
    outcome = preflight("check", "page.md", "--offline", "--format", "json")
    assert outcome.code == 0
    assert "--allow-host" in " ".join(outcome.report["targets"][0]["assumed"])


def test_packs_of_its_own_cannot_go_round_in_a_circle(write: Write, preflight: Run) -> None:
    write({"page.md": TEXT, "preflight.toml": 'extends = ["a.toml"]\n', "a.toml": 'extends = ["b.toml"]\n'})
    write({"b.toml": 'words = ["recieve"]\n'})
    assert preflight("check", "page.md", "--offline").code == 0
    write({"b.toml": '\nextends = ["a.toml"]\n'})
    outcome = preflight("check", "page.md", "--offline")
    assert outcome.code == 2
    assert "b.toml:2: " in outcome.err


def test_init_writes_a_configuration_that_is_accepted(write: Write, preflight: Run) -> None:
    folder = write({"page.md": "Hello, and welcome.\n"})
    assert preflight("init").code == 0
    text = (folder / "preflight.toml").read_text(encoding="utf-8")
    assert preflight("check", "page.md", "--offline").code == 0
    assert preflight("init").code == 2, "never over a file that is there"
    assert (folder / "preflight.toml").read_text(encoding="utf-8") == text
    assert "# [spelling]" in text


def test_every_line_that_init_offers_is_accepted(write: Write, preflight: Run) -> None:
    folder = write({"page.md": "Hello, and welcome.\n"})
    preflight("init")
    file = folder / "preflight.toml"
    offered = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith(("# ", "[", "words"))]
    lines = [line.removeprefix("# ") for line in offered if "=" in line or line.startswith(("# [", '# "', "["))]
    external = ("words-file", "facts", "waivers", "kind", "exclude")
    kept = [line for line in lines if not line.startswith(external)]
    file.write_text("\n".join(kept), encoding="utf-8")
    outcome = preflight("check", "page.md", "--offline")
    assert outcome.code == 0, outcome.err


# --- inline ignores and waivers -------------------------------------------------------------------------


def test_an_inline_ignore_needs_a_reason(write: Write, preflight: Run) -> None:
    line = "We recieve orders until Friday.\n"
    write(
        {
            "with.md": f"# Prices\n\n<!-- preflight-ignore spelling.misspelling: a quotation -->\n{line}",
            "without.md": f"# Prices\n\n<!-- preflight-ignore spelling.misspelling -->\n{line}",
        }
    )
    good = preflight("check", "with.md", "--offline", "--format", "json")
    assert good.code == 0
    assert good.report["findings"][0]["waiver"]["reason"] == "a quotation"
    bad = preflight("check", "without.md", "--offline", "--format", "json")
    assert rules(bad) == [("error", "waivers.no-reason"), ("error", "spelling.misspelling")]


def test_a_message_cannot_excuse_itself(write: Write, preflight: Run) -> None:
    html = "<!-- preflight-ignore spelling: we like it --><p>We recieve orders until Friday.</p>"
    write({"mail.eml": f"From: a@shop.test\nSubject: Orders\nContent-Type: text/html\n\n{html}\n"})
    outcome = preflight("check", "mail.eml", "--offline", "--format", "json", "--select", "spelling")
    assert outcome.code == 1
    assert outcome.report["findings"][0]["waiver"] is None


def test_waivers_cover_expire_and_fall_out_of_use(write: Write, preflight: Run) -> None:
    page = "<!doctype html><html lang=en><title>Prices</title><p>We recieve orders gladly until Friday.</p>"
    write({"site/index.html": page, "site/preflight.toml": 'waivers = "waivers.toml"\n'})
    waiver = '[[waiver]]\nrule = "spelling.misspelling"\nmatch = "recieve"\nreason = "the shop is called so"\n'
    arguments = ["check", "site", "--offline", "--format", "json", "--no-cache"]

    write({"site/waivers.toml": waiver})
    outcome = preflight(*arguments)
    assert outcome.code == 0
    assert outcome.report["counts"]["waived"] == 1

    write({"site/waivers.toml": waiver + "expires = 2020-01-31\n"})
    outcome = preflight(*arguments)
    assert outcome.code == 1
    assert sorted(outcome.rules) == ["spelling.misspelling", "waivers.expired"]
    assert outcome.report["findings"][-1]["location"]["path"] == "site/waivers.toml"

    write({"site/waivers.toml": waiver + waiver.replace("recieve", "teh")})
    outcome = preflight(*arguments)
    assert outcome.code == 0
    assert rules(outcome) == [("error", "spelling.misspelling"), ("warning", "waivers.unused")]
    assert outcome.report["findings"][1]["location"]["line"] == 5

    assert "waivers.unused" not in preflight(*arguments, "--select", "spelling").rules, "only full runs can tell"


@pytest.mark.parametrize(
    ("waiver", "words"),
    [
        ('rule = "spelling.misspelling"', ["reason"]),
        ('reason = "so"', ["rule"]),
        ('rule = "spelling.mispelling"\nreason = "so"', ["spelling.misspelling"]),
        ('rule = "spelling"\nreason = "so"\nexpires = "soon"', ["expires"]),
        ('rule = "spelling"\nreason = "so"\nuntil = 2027-01-01', ["until"]),
    ],
)
def test_a_waiver_that_says_too_little_is_refused(waiver: str, words: list[str], write: Write, preflight: Run) -> None:
    write({"page.md": TEXT, "preflight.toml": 'waivers = "w.toml"\n', "w.toml": f"# accepted\n[[waiver]]\n{waiver}\n"})
    outcome = preflight("check", "page.md", "--offline")
    assert outcome.code == 2
    assert "w.toml:2: " in outcome.err
    assert all(word in outcome.err for word in words), outcome.err


def test_a_familys_rules_begin_with_its_name() -> None:
    """``--select links`` looks at no other family, for no other can have such a rule."""
    for family in plugins.BUILT_IN:
        assert all(rule.id.startswith(f"{family}.") for rule in plugins.rules_of(family))


@pytest.mark.parametrize(
    ("select", "families"),
    [
        ("links", {"links"}),
        ("links.*", {"links"}),
        ("l*", {"links"}),
        ("links.broken", {"links"}),
        ("*.broken", {"links"}),
        ("terms.gift", {"terms"}),
        ("*.past", {"dates"}),
        ("m*", {"mail", "meta"}),
        ("*", {*plugins.BUILT_IN}),
    ],
)
def test_which_families_a_pattern_means(select: str, families: set[str]) -> None:
    declared = {"rules": [{"id": "terms.gift", "uses": "terms.swap", "swap": {"gift": "present"}}]}
    checkers = {name: declared if name == "terms" else {} for name in plugins.BUILT_IN}
    ruleset = Ruleset(checkers=checkers, select=(select,))
    assert set(ruleset.enabled()) == families
    assert ruleset.knows(select)
    assert not ruleset.knows("lynx")
