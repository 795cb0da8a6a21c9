"""Broken greetings, subjects of tests and placeholders in many wordings, and what only looks like one."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest

Write = Callable[..., Path]
Run = Callable[..., Any]

TABLE = tomllib.loads((Path(__file__).parent / "wordings.toml").read_text(encoding="utf-8"))


def message(body: str, subject: str = "The spring list", language: str = "en") -> str:
    return (
        f"From: Juniper Books <news@juniper.example>\nSubject: {subject}\nContent-Type: text/html; charset=utf-8\n\n"
        f"<html lang='{language}'><body><p>{escape(body, quote=False)}</p>"
        "<p>The spring list is here, in time for the first warm days.</p></body></html>"
    )


def entries(kind: str, verdict: str) -> list[tuple[str, str]]:
    """What each message is about, and the message."""
    if kind == "greetings":
        table = TABLE[kind][verdict]
        return [
            (f"{language}: {text}", message(text, language=language)) for language in table for text in table[language]
        ]
    if kind == "subjects":
        return [(text, message("Hello,", subject=text)) for text in TABLE[kind][verdict]]
    return [(text, message(text)) for text in TABLE[kind][verdict]]


def with_errors(write: Write, preflight: Run, messages: list[tuple[str, str]]) -> set[str]:
    """What those of the messages are about that have an error; all in one run."""
    titles = {f"all/{number:03}.eml": title for number, (title, _) in enumerate(messages)}
    write({path: text for path, (_, text) in zip(titles, messages, strict=True)})
    outcome = preflight(
        "check", "all", "--state", "final", "--offline", "--no-config", "--no-cache", "--select", "tags,placeholders",
        "--format", "json", "--jobs", "1",
    )  # fmt: skip
    found = outcome.report["findings"]
    return {titles[finding["location"]["path"]] for finding in found if finding["severity"] == "error"}


@pytest.mark.parametrize("kind", ["greetings", "subjects", "texts"])
def test_what_was_left_by_mistake(write: Write, preflight: Run, kind: str) -> None:
    messages = entries(kind, "wrong")
    assert {title for title, _ in messages} - with_errors(write, preflight, messages) == set()


@pytest.mark.parametrize("kind", ["greetings", "subjects", "texts"])
def test_what_people_mean(write: Write, preflight: Run, kind: str) -> None:
    assert with_errors(write, preflight, entries(kind, "right")) == set()
