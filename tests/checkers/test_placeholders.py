"""Placeholders in mails and on pages that are about them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from preflight import shipped
from preflight.checkers import placeholders

QUIET = ("--offline", "--no-config", "--no-cache", "--format", "json", "--select", "placeholders")


def test_every_phrase_is_listed_once() -> None:
    raw = tomllib.loads((shipped.folder("rules") / "placeholders.toml").read_text(encoding="utf-8"))
    listed = [phrase for kind in ("latin", "sure", "alone", "mail") for phrase in raw[kind]]
    listed += [phrase for phrases in raw["stock"].values() for phrase in phrases]
    assert len(listed) == len(set(listed))
    assert all(phrase == phrase.lower() for phrase in listed)
    assert all(len(phrase.split()) <= 11 for phrase in listed), "short phrases only"


def test_a_client_may_allow_a_phrase() -> None:
    assert (
        len(placeholders.prepare(placeholders.Options(allow=("Lorem Ipsum",))).what)
        == len(placeholders.prepare(placeholders.Options()).what) - 1
    )


def test_dummy_latin_is_one_finding_a_block(write: Callable[..., Path], preflight: Callable[..., Any]) -> None:
    write(
        {"final.html": "<p>Lorem ipsum dolor sit amet, <b>consectetur</b> adipiscing elit, sed do eiusmod tempor.</p>"}
    )
    report = preflight("check", "final.html", "--state", "final", *QUIET).report
    (finding,) = report["findings"]
    assert finding["match"].startswith("Lorem ipsum dolor")
    assert finding["match"].endswith("sed do eiusmod")


def test_a_folder_of_templates_is_no_failed_build(write: Callable[..., Path], preflight: Callable[..., Any]) -> None:
    page = "<html><head><title>{{ page.title }}</title></head><body>{% include 'nav.html' %}</body></html>"
    write({f"site/{name}.html": page for name in ("index", "about", "hats")})
    assert preflight("check", "site", *QUIET).report["findings"] == []
