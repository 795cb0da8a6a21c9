"""Declared rules: what they find, what they offer, and which mistakes in them are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight import model
from preflight.checkers import terms
from preflight.checkers.terms import finder
from preflight.model import Document, Finding, PreflightError

SWAP = {"id": "terms.website", "uses": "terms.swap", "swap": {"web site": "website"}}


def findings(text: str, *rules: dict[str, Any]) -> list[Finding]:
    options = terms.Options(rules)
    document: Document = model.plain_document(text)
    return [item for item in terms.check(document, options, terms.prepare(options)) if isinstance(item, Finding)]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"uses": "terms.swap"}, "needs an id"),
        ({"id": "website", "uses": "terms.swap"}, "begins with"),
        ({"id": "terms.a", "uses": "terms.swop"}, "did you mean 'terms.swap'"),
        ({**SWAP, "swaps": {}}, "did you mean 'swap'"),
        ({**SWAP, "severity": "fatal"}, "none of error, warning, info"),
        ({**SWAP, "kinds": ["headings"]}, "did you mean 'heading'"),
        ({**SWAP, "scope": "p:hover"}, "selector"),
        ({**SWAP, "safe": "yes"}, "true or false"),
        ({"id": "terms.a", "uses": "terms.swap"}, "needs swap"),
        ({"id": "terms.a", "uses": "terms.phrase", "phrases": [1]}, "list of texts"),
        ({"id": "terms.a", "uses": "terms.pattern", "pattern": "(a"}, r"not valid \(RE2\)"),
        ({"id": "terms.a", "uses": "terms.pattern", "pattern": "(?=a)b"}, r"not valid \(RE2\)"),
        ({"id": "terms.a", "uses": "terms.pattern", "pattern": "a", "replacement": r"\1"}, "uses group 1"),
        ({"id": "terms.a", "uses": "terms.required"}, "needs phrases or pattern"),
    ],
)
def test_mistakes_in_a_rule_are_named(raw: dict[str, Any], message: str) -> None:
    with pytest.raises(PreflightError, match=message):
        terms.read_rule(raw)


def test_a_declared_rule_is_known_before_it_runs() -> None:
    _, rule = terms.rules_for(terms.Options(({**SWAP, "severity": "error", "message": "we write {replacement}"},)))
    assert (rule.id, rule.severity, rule.summary) == ("terms.website", "error", "we write …")


def test_a_safe_replacement_is_a_safe_fix() -> None:
    (finding,) = findings("Our Web site", {**SWAP, "safe": True})
    assert finding.fix is not None
    assert (finding.match, finding.fix.replacement, finding.fix.safe) == ("Web site", "Website", True)


def test_addresses_are_never_respelt() -> None:
    rule = {"id": "terms.name", "uses": "terms.swap", "swap": {"acme": "ACME"}, "match-case": True}
    assert [finding.match for finding in findings("acme: see www.acme.test, ada@acme.test, @acme, ACME", rule)] == [
        "acme"
    ]


def test_languages_limit_a_rule() -> None:
    rule = {"id": "terms.gift", "uses": "terms.phrase", "phrases": ["gift"]}
    assert findings("A gift", {**rule, "languages": ["en", "fr"]})
    assert not findings("A gift", {**rule, "languages": ["de"]})


@given(st.text(max_size=20), st.text(alphabet="abcXYZ ", min_size=1, max_size=12))
def test_a_replacement_with_capitals_stays_as_it_is(match: str, replacement: str) -> None:
    if replacement != replacement.lower():
        assert finder.like(match, replacement) == replacement
    else:
        assert finder.like(match, replacement).lower() == replacement


def test_the_shipped_packs_are_quiet_on_a_careful_newsletter(
    write: Callable[..., Path], preflight: Callable[..., Any]
) -> None:
    text = "<h2>Spring is here!</h2><p>Find us on YouTube and youtube.com/juniper. Wow!! Click here to read on.</p>"
    write({"news.html": text, "preflight.toml": 'extends = ["newsletter", "site"]'})
    report = preflight(
        "check",
        "news.html",
        "--offline",
        "--config",
        "preflight.toml",
        "--no-cache",
        "--state",
        "final",
        "--format",
        "json",
        "--select",
        "terms",
    ).report
    assert report["findings"] == []


def test_a_hostile_pattern_and_text_take_linear_time() -> None:
    rule = {"id": "terms.slow", "uses": "terms.pattern", "pattern": "(a+)+$"}
    assert findings("a" * 50_000 + "b", rule) == []
