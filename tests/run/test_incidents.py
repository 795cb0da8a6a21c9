"""Never twice: a mistake that went out becomes a rule, with both samples and a note for the client."""

from __future__ import annotations

import json
import os
import sys
import tomllib
from pathlib import Path

import pytest

GOOD = """From: The Mill <news@mill.example>
To: list@mill.example
Subject: Apples are in
Date: {date}
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html lang="en"><body><h1>Apples are in</h1><p>Hi Jane,</p>
<p>The first crates of the year stand in the yard since this morning.</p>
<p>A crate is £12.00. The offer ends on 30 November 2026.</p>
<p><a href="https://mill.example/apples">Order your crate</a> or <a href="https://mill.example/">visit us</a>.</p>
<p>The Mill, 14 Mill Lane, Hebden Bridge HX7 6LU. <a href="https://mill.example/unsubscribe">Unsubscribe</a></p>
</body></html>
"""
DAY = "Tue, 24 Nov 2026 09:00:00 +0000"
MESSAGE = GOOD.format(date=DAY)
CHECK = ("check", "weekly.eml", "--offline", "--send-date", "2026-11-24", "--format", "json")


def wrong(old: str, new: str) -> str:
    assert old in MESSAGE
    return MESSAGE.replace(old, new, 1)


@pytest.fixture
def client(write) -> Path:
    """A client with two earlier issues that were fine."""
    plums = MESSAGE.replace("pples", "lums").replace("30 November", "24 November").replace("24 Nov 2026", "17 Nov 2026")
    pears = MESSAGE.replace("pples", "ears").replace("30 November", "17 November").replace("24 Nov 2026", "10 Nov 2026")
    return write({"preflight.toml": "", "good.eml": MESSAGE, "issues/46.eml": plums, "issues/45.eml": pears})


def rules(preflight, message: str) -> list[str]:
    Path("weekly.eml").write_text(message, encoding="utf-8")
    found = preflight(*CHECK).report["findings"]
    return [one["rule"] for one in found if one["rule"].startswith("terms.") and one["severity"] == "error"]


@pytest.mark.parametrize(
    ("kind", "old", "new", "uses"),
    [
        ("date", "30 November 2026", "23 November 2026", "terms.date"),
        ("link", "https://mill.example/apples", "https://mill.example/plum-jam", "terms.link"),
        ("link", "https://mill.example/apples", "https://mill.example/", "terms.link"),
        ("field", "Hi Jane,", "Hi ,", "terms.pattern"),
        ("phrase", "first crates", "frist crates", "terms.swap"),
        ("phrase", "£12.00", "£120.00", "terms.swap"),
        ("phrase", "<p>The first crates", "<p>TEST DO NOT SEND anything</p><p>The first crates", "terms.phrase"),
    ],
)
def test_a_mistake_becomes_a_rule(client: Path, preflight, kind: str, old: str, new: str, uses: str) -> None:
    (client / "bad.eml").write_text(wrong(old, new), encoding="utf-8")
    outcome = preflight("learn", "bad.eml", "good.eml", "--date", "2026-11-24")
    assert outcome.code == 0, outcome.out
    assert f"Proposed ({kind})" in outcome.out
    (rule,) = tomllib.loads((client / "preflight.toml").read_text())["rule"]
    assert rule["uses"] == uses
    (folder,) = (client / "incidents").iterdir()
    assert {one.name for one in folder.iterdir()} == {"bad.eml", "good.eml", "incident.toml", "note.md"}
    assert (folder / "bad.eml").read_text() == wrong(old, new)
    assert rules(preflight, wrong(old, new)) != []
    assert rules(preflight, MESSAGE) == []
    for number in (45, 46) if kind != "date" else ():  # whose offers are over by the day of CHECK
        assert rules(preflight, (client / f"issues/{number}.eml").read_text()) == []


def test_an_incident_with_everything_told(client: Path, preflight) -> None:
    (client / "bad.eml").write_text(wrong("30 November", "23 November"), encoding="utf-8")
    outcome = preflight(
        "incident", "--bad", "bad.eml", "--good", "good.eml", "--what", "The offer's last day was <b>last week's</b>",
        "--right", "30 November 2026", "--noticed-by", "a reader", "--impact", "812 readers, on 24 November",
        "--done", "A correction went out at 11:00", "--date", "2026-11-24",
    )  # fmt: skip
    assert outcome.code == 0
    (folder,) = (client / "incidents").iterdir()
    assert folder.name.startswith("2026-11-24-the-offer-s-last-day")
    note = (folder / "note.md").read_text()
    assert note in outcome.out.replace("\r", "") or note.rstrip() in outcome.out
    for told in ("# What happened on Tue 24 Nov 2026", "Right is: 30 November 2026.", "noticed by a reader.",
                 "812 readers", "A correction went out at 11:00.", "It is quiet on 2 earlier deliveries.",
                 "\\<b\\>"):  # fmt: skip
        assert told in note
    assert "sorry" not in note.lower()
    report = preflight("check", "good.eml", "--offline").out
    assert "1 past mistake re-checked." in report


def test_a_noisy_rule_is_sent_back_with_its_hits(client: Path, preflight) -> None:
    (client / "bad.eml").write_text(wrong("Apples are in</h1>", "Buy now</h1>"), encoding="utf-8")
    before = (client / "preflight.toml").read_text()
    (client / "issues" / "44.eml").write_text(MESSAGE.replace("visit us", "buy now"), encoding="utf-8")
    outcome = preflight("learn", "bad.eml", "good.eml", "--phrase", "buy now")
    assert outcome.code == 1
    assert "too noisy, it finds 1 place in 3 earlier ones" in outcome.out
    assert "issues/44.eml" in outcome.out
    assert not (client / "incidents").exists()
    assert (client / "preflight.toml").read_text() == before


def test_a_rule_that_misses_or_hits_the_right_one_is_sent_back(client: Path, preflight) -> None:
    (client / "bad.eml").write_text(wrong("£12.00", "£120.00"), encoding="utf-8")
    assert "does not find the mistake" in preflight("learn", "bad.eml", "good.eml", "--phrase", "no such words").out
    assert (
        "also finds something in what was right"
        in preflight("learn", "bad.eml", "good.eml", "--phrase", "crate is").out
    )


def test_something_that_only_a_person_sees(client: Path, preflight) -> None:
    (client / "bad.eml").write_text(wrong("£12.00", "£120.00"), encoding="utf-8")
    outcome = preflight("learn", "bad.eml", "good.eml", "--rule", "checklist", "--what", "the price was not confirmed")
    assert outcome.code == 0, outcome.out
    assert "the price was not confirmed" in preflight("checklist", "good.eml").out
    (item,) = tomllib.loads((client / "checklist.toml").read_text())["item"]
    assert item["about"] == "prices"
    found = preflight("check", "good.eml", "--offline", "--format", "json").report["findings"]
    assert item["id"] in [one["match"] for one in found if one["rule"] == "checklist.open"]


def test_lost_addresses(client: Path, write, preflight) -> None:
    write({"bad.csv": "id,slug,title\n1,our-work-2,Our work\n2,contact,Contact\n",
           "good.csv": "id,slug,title\n1,our-work,Our work\n2,contact,Contact\n"})  # fmt: skip
    outcome = preflight("learn", "bad.csv", "good.csv")
    assert outcome.code == 0, outcome.out
    (rule,) = tomllib.loads((client / "preflight.toml").read_text())["rule"]
    assert (rule["uses"], rule["addresses"]) == ("terms.address", ["our-work"])
    page = "<!doctype html><html lang=en><title>Work</title><h1>Our work</h1>"
    write({"site/index.html": page, "site/contact/index.html": page})
    found = preflight("check", "site", "--offline", "--format", "json").report["findings"]
    assert rule["id"] in [one["rule"] for one in found]
    write({"site/our-work/index.html": page})
    found = preflight("check", "site", "--offline", "--format", "json").report["findings"]
    assert rule["id"] not in [one["rule"] for one in found]


def test_the_mistake_of_one_client_fails_with_every_other(write, preflight) -> None:
    bad = wrong("The first crates of the year", "The last crates of the year")
    folder = write(
        {
            "preflight.toml": 'clients = ["clients/*"]\n',
            "clients/mill/preflight.toml": 'site = "mill.example"\n',
            "clients/mill/bad.eml": bad,
            "clients/mill/good.eml": MESSAGE,
            "clients/brook/preflight.toml": 'site = "brook.example"\n',
            "clients/brook/weekly.eml": bad.replace("Apples are in", "Tea for all").replace("The Mill", "The Brook"),
        }
    )
    outcome = preflight("learn", "clients/mill/bad.eml", "clients/mill/good.eml", "--client", "mill")
    assert outcome.code == 0, outcome.out
    outcome = preflight("check", "clients/brook/weekly.eml", "--offline", "--format", "json")
    assert outcome.code == 1
    (found,) = [one for one in outcome.report["findings"] if one["rule"] == "terms.past-mistake"]
    assert "with another client" in found["message"]
    assert "mill" not in json.dumps(found).lower().replace("hebden", "")
    assert outcome.report["checked"]["past_mistakes"] == 1
    (folder / "clients/brook/weekly.eml").write_text(MESSAGE, encoding="utf-8")
    found = preflight("check", "clients/brook/weekly.eml", "--offline", "--format", "json").report["findings"]
    assert "terms.past-mistake" not in [one["rule"] for one in found]


def test_the_wrong_file_altogether_is_known_as_a_file(client: Path, preflight) -> None:
    paragraphs = "".join(f"<p>The parish barge number {number} sails on Sunday.</p>" for number in range(30))
    other = MESSAGE.replace("<p>The first crates", f"{paragraphs}<p>The first crates")
    (client / "bad.eml").write_text(other, encoding="utf-8")
    assert preflight("learn", "bad.eml", "good.eml", "--phrase", "parish barge number 7").code == 0
    (folder,) = (client / "incidents").iterdir()
    assert tomllib.loads((folder / "incident.toml").read_text())["texts"] == []
    assert "terms.past-mistake" in rules(preflight, other)
    assert (
        rules(preflight, MESSAGE.replace("<p>The first", "<p>The parish barge number 8 sails on Sunday.</p><p>The"))
        == []
    )


def test_prompts_at_a_terminal(client: Path, preflight, monkeypatch: pytest.MonkeyPatch) -> None:
    (client / "bad.eml").write_text(wrong("first crates", "frist crates"), encoding="utf-8")
    given = iter(["bad.eml", "good.eml", "A typo in the first line", "", "Ann", "", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(given))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    outcome = preflight("incident")
    assert outcome.code == 0, outcome.out
    assert "It was noticed by Ann." in outcome.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("incident",), "an incident needs --bad, --good, --what"),
        (("learn", "good.eml", "good.eml"), "there is nothing to learn from it"),
        (("learn", "gone.eml", "good.eml"), "gone.eml: there is no such file"),
        (("learn", "issues", "good.eml"), "is not one file"),
        (("learn", "huge.eml", "good.eml"), "huge.eml: "),
        (("learn", "bad.eml", "good.eml", "--rule", "magic"), "there is no kind of rule 'magic'"),
        (("learn", "bad.eml", "good.eml", "--rule", "date", "--phrase", "x"), "--phrase names words"),
        (("learn", "bad.eml", "good.eml", "--date", "tomorrow"), "--date tomorrow"),
    ],
)
def test_what_cannot_be_learnt(client: Path, preflight, arguments: tuple[str, ...], told: str) -> None:
    (client / "bad.eml").write_text(wrong("first crates", "frist crates"), encoding="utf-8")
    with (client / "huge.eml").open("wb") as stream:
        stream.truncate(200_000_000)
    outcome = preflight(*arguments)
    assert outcome.code == 2
    assert told in outcome.err
    assert not (client / "incidents").exists()


def test_without_a_client_nothing_is_written(write, preflight) -> None:
    folder = write({"bad.eml": wrong("first", "frist"), "good.eml": MESSAGE})
    assert "preflight init --client-folder" in preflight("learn", "bad.eml", "good.eml").err
    assert not (folder / "incidents").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("schema = 9\n", "written for a newer preflight"),
        ("texts = 3\n", "texts is a list of texts"),
        ('links = ["a"]\n', "links is a list of pairs"),
        ("what = [\n", "is not valid TOML"),
        ("what = 1\n", "what is a text"),
    ],
)
def test_a_hand_edited_incident_is_named(client: Path, write, preflight, text: str, told: str) -> None:
    write({"incidents/2026-11-24-x/incident.toml": text})
    outcome = preflight("check", "good.eml", "--offline")
    assert outcome.code == 2
    assert "incidents/2026-11-24-x/incident.toml:" in outcome.err
    assert told in outcome.err


def test_another_clients_broken_incident_stands_in_nobodys_way(write, preflight) -> None:
    write(
        {
            "preflight.toml": 'clients = ["clients/*"]\n',
            "clients/mill/preflight.toml": "",
            "clients/mill/incidents/2026-11-24-x/incident.toml": "schema = 9\n",
            "clients/brook/preflight.toml": "",
            "clients/brook/weekly.eml": MESSAGE,
        }
    )
    outcome = preflight("check", "clients/brook/weekly.eml", "--offline")
    assert outcome.code == 0, outcome.err
    assert "past mistakes of 1 other client cannot be read" in " ".join(outcome.out.split())


def test_a_configuration_that_cannot_take_a_rule_stays_as_it_is(client: Path, preflight) -> None:
    (client / "preflight.toml").write_text("rule = []\n")
    (client / "bad.eml").write_text(wrong("first crates", "frist crates"), encoding="utf-8")
    outcome = preflight("learn", "bad.eml", "good.eml")
    assert outcome.code == 2
    assert "put it in by hand" in outcome.err
    assert (client / "preflight.toml").read_text() == "rule = []\n"
    assert list((client / "incidents").iterdir()) == []


def test_where_nothing_can_be_written_nothing_is_lost(client: Path, preflight) -> None:
    (client / "incidents").write_text("in the way")
    (client / "bad.eml").write_text(wrong("first crates", "frist crates"), encoding="utf-8")
    outcome = preflight("learn", "bad.eml", "good.eml")
    assert outcome.code == 2
    assert (client / "preflight.toml").read_text() == ""


@pytest.mark.parametrize(
    "nasty", ["((((" * 20_000, "<a " * 50_000, '\x00"""\n[[rule]]\n' * 500, "\\1 (a+)+$ .* " * 5000]
)
def test_hostile_samples(client: Path, preflight, nasty: str) -> None:
    (client / "bad.eml").write_text(wrong("The first crates", f"{nasty} The first crates"), encoding="utf-8")
    outcome = preflight("learn", "bad.eml", "good.eml")
    assert outcome.code in (0, 1), outcome.err
    assert tomllib.loads((client / "preflight.toml").read_text()).keys() <= {"rule"}
    assert os.listdir(client / "incidents") if outcome.code == 0 else True  # noqa: PTH208
