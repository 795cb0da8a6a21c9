"""What a message's state, its platform and its neighbours make of a tag."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight.checkers import tags
from preflight.model import PreflightError


def test_an_unknown_platform_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(PreflightError, match="did you mean 'mailchimp'"):
        tags.prepare(tags.Options(platform="mailchump"))
    tags.prepare(tags.Options(platform="klaviyo"))
    tags.prepare(tags.Options())


def test_without_a_clear_majority_a_foreign_tag_is_only_worth_a_look(
    write: Callable[..., Path], preflight: Callable[..., Any]
) -> None:
    write({"draft.html": "<p>Hats for *|CITY|* and for {{ city }}.</p>"})
    report = preflight(
        "check",
        "draft.html",
        "--offline",
        "--no-config",
        "--no-cache",
        "--state",
        "source",
        "--format",
        "json",
        "--select",
        "tags",
    ).report
    assert {finding["severity"] for finding in report["findings"]} <= {"warning"}


def test_a_tag_in_an_address_is_marked_in_the_address(
    write: Callable[..., Path], preflight: Callable[..., Any]
) -> None:
    write({"final.html": '<p><a href="https://juniper.example/?mail=*|EMAIL|*">See the list</a></p>'})
    report = preflight(
        "check",
        "final.html",
        "--offline",
        "--no-config",
        "--no-cache",
        "--state",
        "final",
        "--format",
        "json",
        "--select",
        "tags",
    ).report
    (finding,) = report["findings"]
    assert (finding["match"], finding["location"]["column"]) == ("*|EMAIL|*", 43)


def test_brackets_that_an_editor_encoded_are_reported(
    write: Callable[..., Path], preflight: Callable[..., Any]
) -> None:
    write({"draft.html": '<p><a href="%7B%7B%20unsubscribe_url%20%7D%7D">Unsubscribe</a></p>'})
    report = preflight(
        "check",
        "draft.html",
        "--offline",
        "--no-config",
        "--no-cache",
        "--state",
        "source",
        "--format",
        "json",
        "--select",
        "tags",
    ).report
    (finding,) = report["findings"]
    assert (finding["rule"], finding["severity"]) == ("tags.malformed", "warning")
