"""Names: what is a difference between two spellings, what is one name's near miss, and what is somebody else's."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.checkers import spelling
from preflight.checkers.spelling import misnamed, names
from preflight.examine import pack, unpack
from preflight.model import Delivery, Fact, Facts, Finding, Location, Name, SendDate, plain_document
from preflight.reading import names as reading
from preflight.reading.lexicon import Lexicons

SENT = SendDate(date(2026, 11, 24), "option")


@pytest.fixture(scope="module")
def lexicons() -> Lexicons:
    return spelling.prepare(spelling.Options())


def facts_of(text: str, lexicons: Lexicons, *, kind: str = "text", path: str = "a.txt", language: str = "en") -> Facts:
    document = plain_document(text, kind=kind, language=language)
    seen = [
        Fact(item.kind, item.value, document.resolve(item.place), item.match)
        for item in spelling.check(document, spelling.Options(), lexicons)
        if isinstance(item, Fact)
    ]
    return unpack({**pack(document, seen, []), "sha256": "", "gaps": [], "partial": False}, path, path)


def found(text: str, lexicons: Lexicons, *known: Name, words: tuple[str, ...] = (), **more: str) -> list[Finding]:
    documents = (facts_of(text, lexicons, **more),)
    delivery = Delivery("x", "email", "final", documents, SENT, words=dict.fromkeys(words, Location()), names=known)
    return list(misnamed.review(delivery, lexicons))


def told(text: str, lexicons: Lexicons, *known: Name, **more: object) -> list[tuple[str, str, str | None]]:
    return [(one.match, one.suggestions[0], one.severity) for one in found(text, lexicons, *known, **more)]  # type: ignore[arg-type]


# --- differences ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "how"),
    [
        ("smiht", "smith", "slip"),
        ("smyth", "smith", "sound"),
        ("catherine", "kathryn", "sound"),
        ("macdonald", "mcdonald", "sound"),
        ("mack", "mck", ""),
        ("jane", "kane", "initial"),
        ("maria", "mario", "ending"),
        ("brambelwyck", "bramblewick", "two slips"),
        ("bakery", "bakeries", ""),
        ("sheds", "shed", ""),
        ("five", "four", ""),
        ("lee", "leo", ""),
        ("hale", "hale", ""),
    ],
)
def test_how_two_spellings_differ(left: str, right: str, how: str) -> None:
    assert reading.difference(left, right) == how
    assert reading.difference(right, left) == how


@given(st.text(alphabet="abcmn'", min_size=1, max_size=9), st.text(alphabet="abcmn'", min_size=1, max_size=9))
def test_near_forms_share_a_signature(left: str, right: str) -> None:
    if reading.difference(left, right) in ("sound", "slip", "initial", "ending"):
        assert set(reading.signatures(left)) & set(reading.signatures(right))


@given(st.text(max_size=60))
def test_the_words_of_a_phrase_stand_where_they_say(text: str) -> None:
    for phrase in reading.phrases(text):
        for token in phrase:
            assert reading.comparable(text[token.start : token.end].replace(" ", "")) == token.form


# --- the client's names ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "text", "expected"),
    [
        ("Orla Byrne", "We met Orla Bryne.", ("Orla Bryne", "Orla Byrne", "error")),
        ("Orla Byrne", "We met ORLA BRYNE.", ("ORLA BRYNE", "ORLA BYRNE", "error")),
        ("Orla Byrne", "Orla Bryne’s shop", ("Orla Bryne", "Orla Byrne", "error")),
        ("Anne-Marie Quillow", "Ask Anne Marie Quilllow.", ("Anne Marie Quilllow", "Anne-Marie Quillow", "error")),
        (
            "Friends of the Mill Pond", "the Freinds of the Mill Pond met",
            ("Freinds of the Mill Pond", "Friends of the Mill Pond", "error"),
        ),
        ("Ronald McDougal", "Ronald MacDougal sang.", ("Ronald MacDougal", "Ronald McDougal", "error")),
        ("Bramblewick Bakery", "Come to Bramblewyck.", ("Bramblewyck", "Bramblewick", "error")),
        ("John Hale", "So says Jon Hale.", ("Jon Hale", "John Hale", "error")),
        ("Martin Hale", "So says Martina Hale.", ("Martina Hale", "Martin Hale", "warning")),
        ("Rainbird Mill", "the Rainbird Mall", ("Rainbird Mall", "Rainbird Mill", "warning")),
        ("Quickloaf", "our Quick Loaf is out", ("Quick Loaf", "Quickloaf", "warning")),
    ],
)  # fmt: skip
def test_a_near_miss_of_a_known_name(known: str, text: str, expected: tuple[str, str, str], lexicons: Lexicons) -> None:
    kind = "person" if known.endswith(("Byrne", "Quillow", "Hale", "McDougal")) else "product"
    assert told(text, lexicons, Name(known, kind), kind="email") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Orla Byrne, ORLA BYRNE, Orla Byrne's and Orla Byrne’s; the Byrnes, O. Byrne and Orla B.",
        "Orla Barne-Smith met Carla Byrne, Tom Bryant and Orla Keane.",
        "Write to orla-bryne@example.com, or see example.com/orla/bryne and @OrlaBryne.",
        "The name is Orla. Bryne is a town.",
    ],
)
def test_what_is_no_near_miss(text: str, lexicons: Lexicons) -> None:
    assert told(text, lexicons, Name("Orla Byrne", "person"), kind="email") == []


def test_a_name_of_its_own_an_alias_or_a_word_settles_it(lexicons: Lexicons) -> None:
    text = "We met Orla Bryne today."
    byrne, bryne = Name("Orla Byrne", "person"), Name("Orla Bryne", "person")
    assert told(text, lexicons, byrne)
    assert told(text, lexicons, byrne, bryne) == []
    assert told(text, lexicons, Name("Orla Byrne", "person", ("Orla Bryne",))) == []
    assert told(text, lexicons, byrne, words=("Bryne",)) == []


def test_another_name_that_stands_everywhere_is_not_sure_to_be_wrong(lexicons: Lexicons) -> None:
    text = "Jon Hale sang. Later Jon Hale danced. In the end Jon Hale slept. And so does Jon Hale."
    assert {level for _, _, level in told(text, lexicons, Name("John Hale", "person"))} == {"warning"}


def test_the_client_s_own_words_are_names_too_with_less_weight(lexicons: Lexicons) -> None:
    assert told("We live in Bramblewyck now.", lexicons, words=("Bramblewick",)) == [
        ("Bramblewyck", "Bramblewick", "warning")
    ]
    assert told("Kotaro Hale met Bramblewyck Byrne.", lexicons, words=("Kyotaro", "Bramblewick")) == []
    assert told("We love Bramblewyck Hall.", lexicons, words=("Bramblewick Hall",)) == [
        ("Bramblewyck Hall", "Bramblewick Hall", "error")
    ]


def test_languages_that_inflect_names(lexicons: Lexicons) -> None:
    text = "Wir danken Anna Kowalskas Bruder und Familie Kowalski. Annas Kuchen schmeckt."
    assert told(text, lexicons, Name("Anna Kowalska", "person"), language="de") == []


# --- names that one text writes in two ways -------------------------------------------------------------


def test_the_rarer_spelling_is_told_with_the_places_of_the_other(lexicons: Lexicons) -> None:
    text = "Catherine Rowbotham came early.\n\nThen Katherine Rowbotham spoke.\n\nCatherine Rowbotham's book is out."
    [finding] = found(text, lexicons)
    assert (finding.match, finding.suggestions, finding.severity) == (
        "Katherine Rowbotham", ("Catherine Rowbotham",), "warning",
    )  # fmt: skip
    assert [other.place.line for other in finding.related if isinstance(other.place, Location)] == [1, 5]


@pytest.mark.parametrize(
    "text",
    [
        "Jon Rowbotham and John Rowbotham are brothers.",
        "Brian Mill came.\n\nBryan Keane left.",
        "Maria Rowbotham came.\n\nMario Rowbotham left.",
        "The Winter Market is on.\n\nOur Winter Markets are fun.",
        "An HTTPHandler Object.\n\nAn HTTPSHandler Object.",
        "J. Rowbotham came.\n\nK. Rowbotham left.",
        "JANE ROWBOTHAM came.\n\nJane Rowbotham left.",
        "José Rowbotham came.\n\nJose Rowbotham left.",
        "Mark Hall came.\n\nMark Hill left.",
    ],
)
def test_what_is_no_disagreement(text: str, lexicons: Lexicons) -> None:
    assert told(text, lexicons) == []


def test_evidence_stays_inside_one_document(lexicons: Lexicons) -> None:
    documents = tuple(
        facts_of(f"{name} Rowbotham spoke.", lexicons, path=f"{name}.txt") for name in ("Catherine", "Katherine")
    )
    delivery = Delivery("x", "site", "final", documents, SENT)
    assert list(misnamed.review(delivery, lexicons)) == []


# --- bad input ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["A " * 40_000, "McAb " * 16_000, "O'A" * 25_000, "A of the " * 9_000, "A-" * 40_000, "Mr Aaaaab. " * 7_000]
)
def test_hostile_text_takes_no_time(text: str, lexicons: Lexicons) -> None:
    started = time.process_time()
    document = plain_document(text, kind="email")
    assert list(names.check(document, lexicons)) is not None
    assert time.process_time() - started < 2
