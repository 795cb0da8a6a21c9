"""Secrets never leave in a report, whichever format writes it."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from preflight.model import Finding, Fix, Judged, Location, Related, Report
from preflight.reporters import json as json_reporter
from preflight.reporters import shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://anna:s3cret@example.com/x", "https://anna:•••@example.com/x"),
        ("https://anna:p@ss:w@example.com/", "https://anna:•••@example.com/"),
        ("//anna:s3cret@example.com", "//anna:•••@example.com"),
        (r"https:\\anna:s3cret@example.com", r"https:\\anna:•••@example.com"),
        ("https://anna@example.com/", "https://anna@example.com/"),
        ("https://anna:@example.com/", "https://anna:@example.com/"),
        ("https://example.com/?token=abc&x=1", "https://example.com/?token=•••&x=1"),
        ("https://example.com/?a=1&amp;api_key=abc#top", "https://example.com/?a=1&amp;api_key=•••#top"),
        ("https://example.com/#access_token=abc", "https://example.com/#access_token=•••"),
        ("https://example.com/a;jsessionid=0A1B?x=1", "https://example.com/a;jsessionid=•••"),
        ("https://example.com/?X-Amz-Signature=ff00", "https://example.com/?X-Amz-Signature=•••"),
        ("https://example.com/?subscription-key=ff00", "https://example.com/?subscription-key=•••"),
        ("https://example.com/?%74oken=abc", "https://example.com/?%74oken=•••"),
        ("https://example.com/?token=a%26b", "https://example.com/?token=•••"),
        ("https://example.com/?u=https://example.org/?code=7", "https://example.com/?u=https://example.org/?code=•••"),
        ("/go?u=https%3A%2F%2Fexample.org%2F%3Ftoken%3D7", "/go?u=https%3A%2F%2Fexample.org%2F%3Ftoken%3D•••"),
        ("see https://example.com/?code=abc, then rest", "see https://example.com/?code=•••, then rest"),
        ("(https://example.com/?sid=abc)", "(https://example.com/?sid=•••)"),
        ("https://example.com/?monkey=1&keyword=tea&utm_source=x", "https://example.com/?monkey=1&keyword=tea&utm_source=x"),
        ("https://example.com/?token={{ user.token }}", "https://example.com/?token={{ user.token }}"),
        ("mail anna@example.com: key=value", "mail anna@example.com: key=value"),
    ],
)  # fmt: skip
def test_mask(text: str, expected: str) -> None:
    assert shown.mask(text) == expected


def test_a_secret_that_begins_before_the_match_is_masked_in_every_piece() -> None:
    pieces = shown.mask_around("open https://example.com/?token=ab", "cd", "ef&x=1 now")
    assert pieces == ("open https://example.com/?token=•••", "•••", "•••&x=1 now")


def test_no_secret_in_any_output_string(failing: Report) -> None:
    secret = "https://anna:hunter2@example.com/?api_key=hunter2"
    first = failing.findings[0]
    finding = replace(
        first.finding, message=secret, match=secret, help=secret, suggestions=(secret,), fix=Fix(secret),
        place=replace(first.location, before=secret, after=secret),
    )  # fmt: skip
    gap = replace(failing.not_checked[0], detail=secret, why=secret)
    report = replace(failing, findings=(replace(first, finding=finding),), not_checked=(gap,))
    written = json_reporter.render(report)
    assert "hunter2" not in written
    assert json.loads(written)["findings"][0]["fix"] is None


def test_a_fix_beside_a_secret_stays(failing: Report) -> None:
    first = failing.findings[1]
    place = replace(first.location, before="https://example.com/?token=abc ")
    report = replace(failing, findings=(replace(first, finding=replace(first.finding, place=place)),))
    assert shown.masked(report).findings[0].finding.fix == Fix("receive", safe=True)


def test_a_file_name_stays_the_file_name(clean: Report) -> None:
    report = replace(clean, targets=(replace(clean.targets[0], name="mirror/index.html?key=1"),))
    assert shown.masked(report).targets[0].name == "mirror/index.html?key=1"


def test_control_characters_are_spelled_out() -> None:
    assert shown.visible("a\x1b[31m\r\n\u202eb\x9d") == r"a\x1b[31m\x0d\x0a\u202eb\x9d"
    assert shown.visible("naïve 漢字 👩‍💻") == "naïve 漢字 👩‍💻"


@pytest.mark.parametrize("piece", ["//", "https:", "?a=", "&token", "a@", ":", "%3F", "&k=%3Dv"])
def test_hostile_text_is_masked_in_no_time(piece: str) -> None:
    text = piece * (640_000 // len(piece))
    start = time.process_time()
    shown.mask(text)
    assert time.process_time() - start < 1


PIECES = st.lists(
    st.sampled_from(["https://anna:", "s3cret", "@", "shop.test", "?token", "=", "abc", "%", "3", "D", "&", "//", " "]),
    max_size=6,
).map("".join)


@given(PIECES, PIECES, PIECES, PIECES, PIECES, PIECES, st.lists(PIECES, max_size=2), st.none() | PIECES)
def test_a_finding_is_left_as_it_is_only_where_nothing_would_be_masked(
    path: str, before: str, match: str, after: str, message: str, help_text: str, more: list[str], better: str | None
) -> None:
    finding = Finding(
        "links.broken", message, Location(path, before=before, after=after), match, help_text, tuple(more),
        None if better is None else Fix(better), tuple(Related(Location(), one, one) for one in more[1:]),
    )  # fmt: skip
    assert shown._judged(Judged(finding, "error", "")).finding == shown._finding(finding)
