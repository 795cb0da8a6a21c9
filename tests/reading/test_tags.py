"""The table of dialects, and what counts as a tag."""

from __future__ import annotations

import time
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight import shipped
from preflight.reading import greetings, markers, subjects, tags

TABLE = tomllib.loads((shipped.folder("rules") / "tags.toml").read_text(encoding="utf-8"))
EXAMPLES = [(dialect["id"], form["example"]) for dialect in TABLE["dialect"] for form in dialect["form"]]


def only(text: str) -> tags.TagSpan:
    found = tags.find(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("dialect", "example"), EXAMPLES, ids=[f"{dialect} {text}" for dialect, text in EXAMPLES])
def test_every_form_of_every_dialect_is_found_whole(dialect: str, example: str) -> None:
    text = f"Hi {example}, welcome"
    tag = only(text)
    assert text[tag.start : tag.end] == example
    assert dialect in tag.dialects
    assert not tag.malformed
    assert tag.fallback == any(word in example for word in ("there", "friend", "reader"))


def test_every_dialect_names_its_source() -> None:
    identities = [dialect["id"] for dialect in TABLE["dialect"]]
    assert len(identities) == len(set(identities))
    assert all(dialect["source"].startswith("https://") for dialect in TABLE["dialect"])


@pytest.mark.parametrize(
    ("text", "dialects"),
    [
        ("{{ subscriber.first_name }}", {"kit", "drip", "aweber", "mailcoach", "buttondown"}),
        ("{{ person.first_name }}", {"klaviyo"}),
        ("{{ contact.FIRSTNAME }}", {"hubspot", "brevo"}),
        ("{{lead.First Name}}", {"marketo"}),
        ("{{${first_name}}}", {"braze"}),
        ("[[UNSUB_LINK_EN]]", {"mailjet"}),
        ("{{{RESEND_UNSUBSCRIBE_URL}}}", {"resend"}),
        ("%UNSUBSCRIBELINK%", {"activecampaign"}),
    ],
)
def test_a_telling_name_leaves_few_candidates(text: str, dialects: set[str]) -> None:
    assert set(only(text).dialects) == dialects


@pytest.mark.parametrize(
    "text",
    [
        "Join us!", "50% off, 20% more", "{a, b}", "[1]", "[see below]", "{{1,2},{3,4}}", "[[1, 2], [3, 4]]",
        "100%% wool",
        "50%% off and 20%% more", "${{ secrets.KEY }}", "«Bonjour»", "a << b >> c", "mail@home@work",
        "std::string::size",
        "$5 and $10", "C:\\%PATH%", "www.shop.test/a%20Street%20b", "well-known-name", "[Name] of the game|*",
    ],
)  # fmt: skip
def test_other_brackets_are_no_tags(text: str) -> None:
    assert [tag for tag in tags.find(text) if not tag.weak] == []


@pytest.mark.parametrize(
    ("text", "match", "repair"),
    [
        ("Hi {{first_name}, you", "{{first_name}", "{{ first_name }}"),
        ("Hi {{ first_name, you", "{{ first_name", "{{ first_name }}"),
        ("Hi {first_name}}, you", "{first_name}}", "{{ first_name }}"),
        ("Hi *|FNAME*, you", "*|FNAME*", "*|FNAME|*"),
        ("Hi *|FNAME|, you", "*|FNAME|", "*|FNAME|*"),
        ("Hi |FNAME|*, you", "|FNAME|*", "*|FNAME|*"),
        ("Hi %%First Name%, you", "%%First Name%", "%%First Name%%"),
        (
            "Hi {{ first_name|default:“friend” }}",
            "{{ first_name|default:“friend” }}",
            '{{ first_name|default:"friend" }}',
        ),
        ("Hi {{ first<b>_name</b> }}", "{{ first<b>_name</b> }}", "{{ first_name }}"),
    ],
)
def test_damage_is_named_with_its_repair(text: str, match: str, repair: str) -> None:
    tag = only(text)
    assert text[tag.start : tag.end] == match
    assert tag.malformed
    assert tag.repair == repair


def test_an_empty_default_is_none() -> None:
    assert not only("{{ first_name | default: '' }}").fallback


def test_control_and_system_tags_are_known_as_such() -> None:
    assert only("*|IF:FNAME|*").control
    assert only("{% endif %}").control
    assert only("{{#if first_name}}").control
    assert only("*|UNSUB|*").system
    assert only("{% unsubscribe_url %}").system
    assert only("{% extends 'base.html' %}").build


@given(st.text(alphabet='{}[]%*|$!«»<>@~:-# aN_m.\n"“=/', max_size=60))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for tag in tags.find(text):
        assert end <= tag.start < tag.end <= len(text)
        end = tag.end


HOSTILE = [
    "{{",
    "{{ a",
    "*|",
    "*|A",
    "%%a ",
    "[[",
    "[a",
    "{%",
    "«",
    "::a",
    "{first_name",
    "{{first_name|",
    "<%",
    "[insert ",
    "TODO ",
    "(",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_costs_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    tags.find(text)
    list(markers.find(text))
    list(greetings.find(text))
    list(subjects.find(text))
    assert time.process_time() - started < 2
