"""Ten clients in one go: each its own answer, worst first; what is wrong with one costs that one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight import pipeline

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]

GOOD = """From: news@{name}.example
Subject: Bread of the week
Content-Type: text/html; charset=utf-8

<html lang=en><p>Dear reader, the bakery in the valley opens again on Tuesday, 24 November 2026.</p>
<p>{more}</p>
<p>The Mill, 4 Mill Lane, Fordham AB1 2CD. <a href="https://lists.{name}.example/unsubscribe?u=7">Unsubscribe</a></p>
"""
HERO = '<img src="https://ash.example/46.jpg" alt="{}" width="600">'
NAMES = ("ash", "birch", "cedar", "damson", "elder", "fir", "gorse", "hazel", "ivy", "juniper")


@pytest.fixture
def ten(write: Write) -> Write:
    """Ten clients: ``cedar`` has a wrong weekday, ``elder`` a wrong configuration, ``fir`` one that is no TOML,
    ``hazel`` a link to ``ivy``'s shop, ``juniper`` a website."""
    files: dict[str, str | bytes] = {"preflight.toml": 'clients = ["clients/*"]\n'}
    for name in NAMES:
        more = {
            "cedar": "We close on Monday, 24 November 2026.",
            "hazel": 'Buy <a href="https://ivy.example/shop">here</a>.',
        }.get(name, "It has new ovens.")
        files[f"clients/{name}/preflight.toml"] = f'site = "{name}.example"\n'
        if name not in ("fir", "juniper"):
            files[f"clients/{name}/issue.eml"] = GOOD.format(name=name, more=more)
    files["clients/elder/preflight.toml"] = 'sight = "elder.example"\n'
    files["clients/fir/preflight.toml"] = "site = fir.example\n"
    files["clients/juniper/build/index.html"] = (
        '<html lang=en><title>Juniper</title><a href="/gone.html">Gone</a></html>'
    )
    rows = [
        f'[[client]]\nname = "{name}"\nfolder = "clients/{name}"\ntarget = "'
        + ("build" if name == "juniper" else "issue.eml")
        + '"\n'
        for name in NAMES
    ]
    files["clients.toml"] = "\n".join(rows)
    write(files)
    return write


ARGUMENTS = ("fleet", "clients.toml", "--offline", "--send-date", "2026-11-23")


@pytest.mark.usefixtures("ten")
def test_each_client_has_its_own_answer_and_the_worst_stand_first(preflight: Run) -> None:
    outcome = preflight(*ARGUMENTS, "--format", "json")
    clients = {one["name"]: one for one in outcome.report["clients"]}
    assert outcome.code == 1
    assert outcome.report["verdict"] == "FAIL"
    assert {name for name, one in clients.items() if one["verdict"] == "FAIL"} == {"cedar", "juniper"}
    assert {name for name, one in clients.items() if one["verdict"] == "INCOMPLETE"} == {"elder", "fir"}
    assert [one["verdict"] for one in outcome.report["clients"]] == ["FAIL"] * 2 + ["INCOMPLETE"] * 2 + ["PASS"] * 6
    assert "Tuesday" in clients["cedar"]["first"]
    assert clients["cedar"]["place"].startswith("clients/cedar/issue.eml (part 1):")
    assert "clients/elder/preflight.toml:1" in clients["elder"]["first"]
    assert "did you mean 'site'" in clients["elder"]["first"]
    assert outcome.report["checked"]["documents"] == 8


@pytest.mark.usefixtures("ten")
def test_the_summary_for_people(preflight: Run) -> None:
    outcome = preflight(*ARGUMENTS)
    lines = outcome.out.splitlines()
    assert lines[0].startswith(("HOLD        juniper", "HOLD        cedar"))
    assert "10 clients: 2 to hold, 2 that could not be checked whole, 6 ready." in lines
    preflight(*ARGUMENTS, "--reports", "out", "--format", "html:out/fleet.html", "--format", "markdown:fleet.md")
    assert '<a href="cedar.html">cedar</a>' in Path("out/fleet.html").read_text(encoding="utf-8")
    assert "❌ HOLD | cedar" in Path("fleet.md").read_text(encoding="utf-8")


@pytest.mark.usefixtures("ten")
def test_no_report_names_another_client(preflight: Run) -> None:
    preflight(*ARGUMENTS, "--reports", "out")
    for name in NAMES:
        for ending in ("html", "json"):
            text = Path(f"out/{name}.{ending}").read_text(encoding="utf-8").lower()
            assert name in text
            assert not [other for other in NAMES if other != name and (f"{other}." in text or f"/{other}" in text)]
    assert json.loads(Path("out/elder.json").read_text(encoding="utf-8"))["verdict"] == "INCOMPLETE"
    hazel = json.loads(Path("out/hazel.json").read_text(encoding="utf-8"))
    assert "links.other-client" in [finding["rule"] for finding in hazel["findings"]]
    assert any("another client cannot be read" in clause for clause in hazel["targets"][0]["assumed"])


@pytest.mark.usefixtures("ten")
def test_a_client_is_answered_as_if_checked_alone(preflight: Run) -> None:
    preflight(*ARGUMENTS, "--reports", "out")
    for name in ("ash", "cedar"):
        alone = preflight("check", f"clients/{name}/issue.eml", *ARGUMENTS[2:], "--format", "json")
        assert Path(f"out/{name}.json").read_text(encoding="utf-8") == alone.out


@pytest.mark.usefixtures("ten")
def test_a_client_that_makes_the_program_fail_costs_itself(preflight: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run = pipeline.run

    def fails_for_one(options: pipeline.Options) -> Any:
        if "birch" in options.targets[0]:
            raise ValueError("cedar is in the way")
        return run(options)

    monkeypatch.setattr(pipeline, "run", fails_for_one)
    outcome = preflight(*ARGUMENTS, "--format", "json", "--reports", "out")
    birch = next(one for one in outcome.report["clients"] if one["name"] == "birch")
    assert birch["verdict"] == "INCOMPLETE"
    assert "ValueError: cedar is in the way" in birch["first"]
    assert "cedar" not in Path("out/birch.html").read_text(encoding="utf-8")
    assert len(outcome.report["clients"]) == 10


@pytest.mark.usefixtures("ten")
def test_the_exit_code_is_that_of_the_worst(preflight: Run) -> None:
    assert preflight(*ARGUMENTS, "--only", "ash").code == 0
    assert preflight(*ARGUMENTS, "--only", "ash", "--only", "fir").code == 3
    assert preflight(*ARGUMENTS, "--only", "cedar", "--exit-zero").code == 0
    assert "did you mean 'cedar'" in preflight(*ARGUMENTS, "--only", "cedr").err


def test_each_has_its_own_previous_issue_and_options(preflight: Run, write: Write) -> None:
    write(
        {
            "agency/list.toml": '[[client]]\nname = "Ash & Co"\nfolder = "ash"\ntarget = "new.eml"\n'
            'against = "old.eml"\nsend-date = "2026-11-24"\n'
            'kind = "email"\nselect = ["issue", "dates"]\nno-config = true\n',
            "agency/ash/new.eml": GOOD.format(name="ash", more=HERO.format("A door wreath of fir")),
            "agency/ash/old.eml": GOOD.format(name="ash", more=HERO.format("Tulip bulbs on a bench")),
        }
    )
    outcome = preflight("fleet", "agency/list.toml", "--offline", "--format", "json", "--reports", "out")
    report = json.loads(Path("out/Ash-Co.json").read_text(encoding="utf-8"))
    assert outcome.code == 1
    assert "issue.unchanged" in [finding["rule"] for finding in report["findings"]]
    assert report["targets"][0]["name"] == "agency/ash/new.eml"
    assert report["targets"][0]["send_date_source"] == "option"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[[client]]\nname = "a"\nfolder = "a"\nagains = "b"\n', "clients.toml:4: unknown key 'agains'; did you mean"),
        ('[[client]]\nname = "a"\nfolder = "a"\n[[client]]\nname = "A"\nfolder = "b"\n', "clients.toml:5: two clients"),
        ('[[client]]\nname = "a"\n', "clients.toml:2: a: say where it is"),
        ('[[client]]\nfolder = "a"\nkind = "mail"\n', "clients.toml:3: kind is one of email"),
        ("", "lists no clients"),
        ("[[client]\n", "clients.toml:1: is not valid TOML"),
    ],
)
def test_a_list_that_is_written_wrong(preflight: Run, write: Write, text: str, fault: str) -> None:
    write({"clients.toml": text})
    outcome = preflight("fleet", "clients.toml", "--offline")
    assert outcome.code == 2
    assert fault in outcome.err
