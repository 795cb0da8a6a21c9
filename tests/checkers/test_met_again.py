"""Texts that come again on other pages of a site are not read again: what is found there stays the same."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from preflight import plugins
from preflight.checkers import amounts, dates
from preflight.checkers import placeholders as placeholders_family
from preflight.model import Document, Fact, Finding, Part, TextRun
from preflight.reading import glance
from preflight.reading.remembered import Remembered

FRAGMENTS = (
    "Lorem ipsum dolor sit amet", "What is lorem?", "Write to name@example.com", "TODO: a better sentence",
    "[INSERT DATE]", "Click here", "The kettle is on", "{{ page.title }}", "{% if x %}", "Hi ,", "Dear [First Name],",
    "Hello *|FNAME|*", "Your headline goes here", "Company name", "Friday 27 November 2026", "31 June 2026",
    "at 7:00pm - 6:30pm", "9.3. Lists", "© 2019", "£40", "was £50, now £45, save £10", "20 per cent", "tomorrow",
    "Call +44 1632 960123", "Use code SUNNY20", "Edit the", "heading text", "sit", "amet", "xxx", "%FIRST%", "¿Hoy?",
    "7", "\n", "> quoted 3 May",
)  # fmt: skip
KINDS = ("paragraph", "heading", "title", "item", "cell", "label", "code", "button", "quote")
FAMILIES = ("dates", "amounts", "placeholders", "tags")
SOME = re.compile(r"[£$€%]|GBP|USD|EUR|CHF|per ?cent|Prozent|pour cent|por ciento|[Cc]ode |CODE|coupon|código")

texts = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=3).map(" ".join)
pages = st.lists(st.tuples(st.sampled_from(KINDS), texts, st.sampled_from(("", "en", "de", "pl"))), max_size=6)
Page = list[tuple[str, str, str]]


@settings(deadline=None)
@given(st.lists(pages, max_size=3), pages)
def test_a_page_says_the_same_whatever_was_read_before(before: list[Page], page: Page) -> None:
    forget()
    expected = seen(page)
    forget()
    for other in before:
        seen(other)
    assert seen(page) == expected
    assert seen(page) == expected


@given(texts)
def test_an_amount_is_looked_for_where_its_signs_are(text: str) -> None:
    assert amounts.may_hold(text) == (SOME.search(text) is not None)


def forget() -> None:
    for memory in (glance.TRAITS, dates.TELLS, amounts.HOLDS_AMOUNT, amounts.HOLDS_DETAIL):
        assert isinstance(memory, Remembered)
        memory.clear()
    resources = plugins.prepared("placeholders", {}).resources
    assert isinstance(resources, placeholders_family.Resources)
    resources.plain.clear()


def seen(page: Page) -> list[list[Fact | Finding]]:
    """What the families see on a page of these runs."""
    runs, source = [], ""
    for kind, text, language in page:
        runs.append(TextRun(kind, text, "", ((0, len(source), len(text)),), language))
        source += f"{text}\n\n"
    document = Document("text/html", "page", (Part("", "text/html", source, runs=tuple(runs)),))
    return [list(plugins.prepared(name, {}).check(document)) for name in FAMILIES]  # type: ignore[misc]
