"""Names that are nearly right get a suggestion, in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["chekc", "a.eml"], "there is no command 'chekc'; did you mean 'check'?"),
        (["check", "a.eml", "--agianst", "b.eml"], "there is no option --agianst; did you mean '--against'?"),
        (["check", "a.eml", "--agianst=b.eml"], "there is no option --agianst; did you mean '--against'?"),
        (["words", "ad", "Orla"], "there is no action 'ad'; did you mean 'add'?"),
        (["words", "add", "--usre", "Orla"], "there is no option --usre; did you mean '--user'?"),
        (["check", "a.eml", "--kind", "emial"], "--kind cannot be 'emial'; did you mean 'email'?"),
        (["check", "a.eml", "--fail-on", "worst"], "--fail-on cannot be 'worst': error, warning, info"),
        (["cache", "cler"], "there is no choice 'cler'; did you mean 'clear'?"),
        (["check", "a.md", "--select", "links.brokn"], "there is no rule 'links.brokn'; did you mean 'links.broken'?"),
        (["explain", "links.brokn"], "there is no rule 'links.brokn'; did you mean 'links.broken'?"),
        (["check", "a.md", "--format", "sarfi"], "there is no format 'sarfi'; did you mean 'sarif'?"),
    ],
)
def test_a_name_that_is_nearly_right(argv: list[str], told: str, preflight: Callable[..., Any]) -> None:
    outcome = preflight(*argv)
    assert outcome.code == 2
    assert told in outcome.err
    assert outcome.err.count("\n") == 1


def test_what_is_like_nothing_is_told_without_a_guess(preflight: Callable[..., Any]) -> None:
    outcome = preflight("check", "a.eml", "--zzzzzz")
    assert "there is no option --zzzzzz (see" in outcome.err
