"""Most unsubscribe links in the wild read "here"."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight import parse
from preflight.model import Document, Link, Part, Span, TextRun
from preflight.reading import actionsentences
from preflight.reading import actionwords as words

OPAQUE = "https://example.com/c/7f3a"


def acting(source: str, media_type: str = "text/html") -> dict[str, str]:
    document = parse.parse(source.encode(), media_type)
    return {link.url: why for link, why in actionsentences.acting(document)}


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("To unsubscribe, click <a href='{}'>here</a>.", words.UNSUBSCRIBE),
        ("Click <a href='{}'><b>here</b></a> to unsubscribe.", words.UNSUBSCRIBE),
        ("<a href='{}'>Click here</a> if you no longer want to receive this.", words.UNSUBSCRIBE),
        ("You bought from us. <a href='{}'>This link</a> takes you off the list: unsubscribe.", words.UNSUBSCRIBE),
        ("Zum Abmelden bitte <a href='{}'>hier klicken</a>", words.UNSUBSCRIBE),
        ("Pour vous désabonner, <a href='{}'>cliquez ici</a>", words.UNSUBSCRIBE),
        ("Para darse de baja, <a href='{}'>haga clic aquí</a>", words.UNSUBSCRIBE),
        ("<a href='{}'>Here</a> you can update your preferences.", words.PREFERENCES),
        ("Confirm your booking <a href='{}'>here</a>.", words.CONFIRM),
        ("To cancel your place, click <a href='{}'>here</a>.", words.CANCEL),
    ],
)
def test_a_link_that_says_here(sentence: str, why: str) -> None:
    assert acting(f"<p>{sentence.format(OPAQUE)}</p>") == {OPAQUE: why}


@pytest.mark.parametrize(
    "text",
    [
        "Unsubscribe: {}",
        "To unsubscribe, visit\n{}",
        "You can opt out at any time.\n{}",
        "News: https://example.com/news\nUnsubscribe: {}",
        "To leave, please unsubscribe here:\n\n{}",
    ],
)
def test_a_bare_address_in_plain_text(text: str) -> None:
    assert acting(text.format(OPAQUE), "text/plain") == {OPAQUE: words.UNSUBSCRIBE}


@pytest.mark.parametrize(
    "source",
    [
        "<p>Read the tea guide <a href='https://example.com/tea'>here</a>. Unsubscribe: write to us.</p>",
        "<p>Bored? Unsubscribe by mail. The tea guide is <a href='https://example.com/tea'>here</a></p>",
        "<p><a href='https://example.com/tea'>The tea guide</a>, or unsubscribe by mail.</p>",
        "<p>Unsubscribe | <a href='https://example.com/tea'>Here</a> | Shop</p>",
    ],
)
def test_the_sentence_beside_is_another_sentence(source: str) -> None:
    assert acting(source) == {}


def test_the_address_before_an_unsubscribe_line_is_a_page() -> None:
    text = f"News: https://example.com/news\nUnsubscribe: {OPAQUE}\nShop: https://example.com/shop\n"
    assert list(acting(text, "text/plain")) == [OPAQUE]


def test_five_thousand_links_that_say_here_take_no_time() -> None:
    text = "here " * 5_000
    run = TextRun("paragraph", text, "", ((0, 0, len(text)),))
    links = tuple(Link(OPAQUE, "here", "a", "href", Span("", at, at)) for at in range(0, len(text), 5))
    document = Document("text/html", "page", (Part("", "text/html", ">" + text, runs=(run,), links=links),))
    start = time.process_time()
    assert list(actionsentences.acting(document)) == []
    assert time.process_time() - start < 3


@pytest.mark.parametrize(("saying", "stems"), list(zip(actionsentences.SAYING, actionsentences.STEMS, strict=True)))
def test_whatever_says_so_holds_a_stem(saying: tuple[str, str], stems: tuple[str, ...]) -> None:
    @given(st.from_regex(saying[1]))
    @settings(max_examples=120, deadline=None)
    def holds(text: str) -> None:
        assert any(stem in text for stem in stems), text

    holds()
