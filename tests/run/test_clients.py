"""Several clients in one workspace: what belongs to one does not stand in another's delivery."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]

MESSAGE = """From: news@bramblewick.example
Subject: Loaves of the week
Content-Type: text/html; charset=utf-8

<p>Order at <a href="https://shop.bramblewick.example/">our shop</a>, or read <a href="https://brook.example/tea">our
tea guide</a>. Follow us on <a href="https://www.instagram.com/brookandbean/">Instagram</a>.
Write to <a href="mailto:hello@brook.example">us</a>.</p>
<p><a href="https://lists.brook.example/unsubscribe?u=7">Unsubscribe</a></p>
"""


@pytest.fixture
def workspace(write: Write) -> Write:
    write(
        {
            "preflight.toml": 'clients = ["clients/*"]\n',
            "clients/bramblewick/preflight.toml": 'site = "bramblewick.example"\nprofiles = "instagram.com/bramble"\n',
            "clients/bramblewick/issue.eml": MESSAGE,
            "clients/brook/preflight.toml": 'site = "https://brook.example"\nprofiles = "instagram.com/brookandbean"\n',
        }
    )
    return write


def found(run: Run, *arguments: str) -> list[tuple[str, str]]:
    report = run("check", *arguments, "--offline", "--select", "links.other-client", "--format", "json").report
    return [(finding["severity"], finding["match"]) for finding in report["findings"]]


@pytest.mark.usefixtures("workspace")
def test_what_another_client_left_behind(preflight: Run) -> None:
    assert found(preflight, "clients/bramblewick/issue.eml") == [
        ("warning", "https://brook.example/tea"),
        ("error", "https://www.instagram.com/brookandbean/"),
        ("warning", "mailto:hello@brook.example"),
        ("error", "https://lists.brook.example/unsubscribe?u=7"),
    ]


@pytest.mark.parametrize("partners", ['["brook"]', '["brook.example", "instagram.com/brookandbean"]'])
def test_partners_may_be_named(preflight: Run, workspace: Write, partners: str) -> None:
    workspace({"clients/bramblewick/preflight.toml": f'site = ["bramblewick.example"]\npartners = {partners}\n'})
    assert not found(preflight, "clients/bramblewick/issue.eml")


def test_a_message_elsewhere_is_checked_for_a_client(preflight: Run, workspace: Write) -> None:
    workspace({"inbox/issue.eml": MESSAGE})
    assert not found(preflight, "inbox/issue.eml")
    assert len(found(preflight, "inbox/issue.eml", "--client", "Bramblewick")) == 4
    assert len(found(preflight, "inbox/issue.eml", "--client", "brook")) == 1


@pytest.mark.usefixtures("workspace")
def test_an_unknown_client_is_refused(preflight: Run) -> None:
    outcome = preflight("check", "clients/bramblewick/issue.eml", "--client", "bramblewik", "--offline")
    assert (outcome.code, "did you mean 'bramblewick'" in outcome.err) == (2, True)


def test_the_other_client_is_not_named(preflight: Run, workspace: Write) -> None:
    del workspace
    outcome = preflight("check", "clients/bramblewick/issue.eml", "--offline", "--select", "links.other-client")
    assert "clients/brook" not in outcome.out
    assert "another client's" in outcome.out


@pytest.mark.parametrize("pattern", ["../*", "/etc/*", "**"])
def test_clients_are_inside_the_workspace(preflight: Run, write: Write, pattern: str) -> None:
    write({"preflight.toml": f'clients = ["{pattern}"]\n', "issue.eml": MESSAGE})
    outcome = preflight("check", "issue.eml", "--offline")
    assert outcome.code == 2
    assert "preflight.toml:1" in outcome.err


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_a_report_that_leaves_the_house_does_not_name_the_other_client(
    preflight: Run, workspace: Write, form: str
) -> None:
    workspace(
        {
            "clients/brook/facts.toml": '[[brand]]\nname = "Brook & Bean"\n',
            "clients/bramblewick/issue.eml": MESSAGE.replace("our shop", "our shop, or at Brook &amp; Bean"),
        }
    )
    outcome = preflight("check", "clients/bramblewick/issue.eml", "--offline", "--format", f"{form}:report")
    written = (Path("report")).read_text(encoding="utf-8").lower()
    assert outcome.code == 1
    assert "another client" in written
    for name in ("brook.example", "brook &amp; bean", "brook & bean", "brookandbean"):
        assert name not in written
    assert "brook.example" in preflight("check", "clients/bramblewick/issue.eml", "--offline").out
