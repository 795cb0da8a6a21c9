"""Greetings, subjects and notes to self: what is wrong with them, and what only looks so."""

from __future__ import annotations

import pytest

from preflight.reading import greetings, markers, subjects
from preflight.reading.phrases import Phrases, in_address


@pytest.mark.parametrize(
    ("text", "match", "fault"),
    [
        ("Hi ,", "Hi ,", "empty"),
        ("Hi\u00a0, welcome", "Hi\u00a0,", "empty"),
        ("Hello, !", "Hello, !", "empty"),
        ("Dear Ms. ,", "Dear Ms. ,", "empty"),
        ("Sehr geehrte Frau ,", "Sehr geehrte Frau ,", "empty"),
        ("Thank you , see you soon", "Thank you ,", "empty"),
        ("Issue 12\nHi ,\nthe list", "Hi ,", "empty"),
        ("Dear null null,", "Dear null null,", "null"),
        ("Hello None", "Hello None", "null"),
        ("Hi undefined!", "Hi undefined!", "null"),
        ("Dear [First Name],", "Dear [First Name],", "bracket"),
        ("Hi ${name},", "Hi ${name},", "bracket"),
        ("Hi Name,", "Hi Name,", "bracket"),
        ("Hi [[FNAME]],", "Hi [[FNAME]],", "bracket"),
        ("Hi #FNAME#,", "Hi #FNAME#,", "bracket"),
        ("Hi {},", "Hi {},", "bracket"),
        ("Hi ada@juniper.example,", "Hi ada@juniper.example,", "address"),
        ("Hi ADA,", "Hi ADA,", "capitals"),
        ("Dear,", "Dear,", "bare"),
    ],
)
def test_greetings_that_name_nobody(text: str, match: str, fault: str) -> None:
    found = [(text[one.start : one.end], one.fault) for one in greetings.find(text)]
    assert found == [(match, fault)]


@pytest.mark.parametrize(
    "text",
    [
        "Hello,", "Hi there,", "Hi, all", "Hi all,", "Hi Nan,", "Hello everyone!", "Hello None of you came",
        "Hello !",
        "HELLO READERS,", "Hi ALL,", "Dear Sir or Madam,", "Dear friends", "Bonjour !", "Hello 2026!", "Hi Ada",
        "Hidden , yes",
        "Welcome, ADA!", "Dear Members:", "Hi *everyone*,",
        "Hi (all),", "Hi #team,",
    ],
)  # fmt: skip
def test_greetings_that_are_fine(text: str) -> None:
    assert [one for one in greetings.find(text) if one.fault] == []


def test_a_subject_may_lack_the_name_at_either_end() -> None:
    assert [one.fault for one in greetings.find(", your order is ready", subject=True)] == ["empty"]
    assert [one.fault for one in greetings.find("We miss you, !", subject=True)] == ["empty"]
    assert list(greetings.find("Hats, caps and scarves", subject=True)) == []


@pytest.mark.parametrize(
    ("subject", "match"),
    [
        ("Test", "Test"), ("test email 2", "test email 2"), ("(no subject)", "(no subject)"), ("[Test] Hats",
        "[Test]"),
        ("Test: Hats", "Test:"), ("TEST Hats", "TEST"), ("Draft – Hats", "Draft –"), ("DRAFT Hats", "DRAFT"),
        ("Copy of Hats", "Copy of"),
        ("Hats (copy 2)", "(copy 2)"), ("[DO NOT SEND] Hats", "[DO NOT SEND]"), ("FW: Hats", "FW:"),
    ],
)  # fmt: skip
def test_subjects_of_tests_and_copies(subject: str, match: str) -> None:
    assert [subject[one.start : one.end] for one in subjects.find(subject)] == [match]


@pytest.mark.parametrize(
    "subject",
    ["Test your knowledge", "Draft beer night", "TEST YOUR KNOWLEDGE", "DRAFT BEER NIGHT", "Testing times",
     "Hard copy of the list",
     "Preview: the spring season", "Re: hats", "A copy for you", "Test match special: tickets"],
)  # fmt: skip
def test_subjects_about_tests_and_copies(subject: str) -> None:
    assert list(subjects.find(subject)) == []


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("TODO: ask", True), ("[TODO]", True), ("Hats, TODO soon", False), ("at XXX sharp", True),
        ("(0123) XXX-XXXX", True), ("TKTK", True),
        ("[INSERT DATE]", True), ("(insert date here)", False), ("[Your Name]", True),
        ("Your story's headline goes here", True),
        ("Insert a short intro here", True), ("[EVENT NAME]", True),
        ("Venue TBC", False),
        ("up to XX% off", True), ("on XX/XX", True),
    ],
)  # fmt: skip
def test_notes_to_self(text: str, *, sure: bool) -> None:
    found = list(markers.find(text))
    assert found
    assert all(mark.sure == sure for mark in found)


@pytest.mark.parametrize(
    "text",
    ["my TODO list", "a TODO", "TODO EL DÍA", "TODO.md", "todo", "Super Bowl XXX", "Love, Ada XXX",
     "card ending XXXX-1234", "[PHOTO] Hats",
     "[add to calendar]", "insert the key", "the [name] field", "[Hats](hats.html)", "(insert sigh)",
     "Enter your email here", "Add your name here",
     "See the article here",
     "[INSERT | UPDATE]", "VIA TBC BANK"],
)  # fmt: skip
def test_no_notes_to_self(text: str) -> None:
    assert list(markers.find(text)) == []


def test_todo_is_a_spanish_word() -> None:
    assert list(markers.find("Es TODO", "es")) == []
    assert list(markers.find("TODO: preguntar", "es"))


def test_phrases_are_whole_words_whatever_the_case_and_the_blanks() -> None:
    phrases = Phrases(["web site", "web", "straße"])
    text = "İ Web\u00a0Site, websites, STRASSE, Straße"
    assert [text[hit.start : hit.end] for hit in phrases.find(text)] == ["Web\u00a0Site", "Straße"]
    assert [hit.number for hit in phrases.find("web site web", lambda hit: hit.number != 0)] == [1, 1]


def test_words_in_addresses_are_left_alone() -> None:
    for text in ("see www.acme.test/acme", "ada@acme.test", "@acme", "https://acme.test"):
        start = text.index("acme")
        assert in_address(text, start, start + 4), text
    assert not in_address("at Acme. Then", 3, 7)
