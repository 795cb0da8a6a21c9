"""CSS scopes on chains of start tags agree with soupsieve on trees."""

from __future__ import annotations

import time

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.model import Element, PreflightError
from preflight.reading import selectors

TAGS = ("div", "p", "td", "a")
CLASSES = ("footer", "button", "x")


def chain_of(tag: Tag) -> Element:
    parent = chain_of(tag.parent) if tag.parent is not None and tag.parent.name != "[document]" else None
    attributes = {name: " ".join(value) if isinstance(value, list) else str(value) for name, value in tag.attrs.items()}
    return Element(tag.name, attributes, parent)


compound = st.builds(
    lambda tag, identity, classes, attribute: tag + identity + classes + attribute or "*",
    st.sampled_from(["", "*", *TAGS]),
    st.sampled_from(["", "", "#top"]),
    st.sampled_from(["", ".footer", ".button", ".footer.x"]),
    st.sampled_from(
        ["", "", "[role]", "[role=main]", '[role="main"]', "[role^=ma]", "[class~=x]", "[role*='ai']", "[role$=n]"]
    ),
)
selector = st.lists(st.tuples(compound, st.sampled_from([" ", " > ", ">", ", "])), min_size=1, max_size=4).map(
    lambda parts: "".join(text + between for text, between in parts[:-1]) + parts[-1][0]
)
node = st.tuples(
    st.sampled_from(TAGS),
    st.sets(st.sampled_from(CLASSES)),
    st.sampled_from(["", "top"]),
    st.sampled_from(["", "main", "mail x"]),
)


@settings(deadline=None, max_examples=150)
@given(selector, st.lists(node, min_size=1, max_size=6))
def test_agrees_with_soupsieve(text: str, nodes: list[tuple[str, set[str], str, str]]) -> None:
    markup = ""
    for tag, classes, identity, role in nodes:
        attributes = f' class="{" ".join(sorted(classes))}"' if classes else ""
        attributes += f' id="{identity}"' if identity else ""
        attributes += f' role="{role}"' if role else ""
        markup += f"<{tag}{attributes}>"
    soup = BeautifulSoup(markup, "html.parser")
    selected = {id(tag) for tag in soup.select(text)}
    parsed = selectors.parse(text)
    for tag in soup.find_all(True):
        assert parsed.matches(chain_of(tag)) == (id(tag) in selected), (text, markup)


def test_a_scope_holds_for_everything_inside() -> None:
    paragraph = Element("p", {}, Element("td", {"class": "footer small"}, Element("table", {}, None)))
    inside = Element("b", {}, paragraph)
    assert selectors.parse(".footer p").covers(inside)
    assert not selectors.parse(".footer p").matches(inside)
    assert not selectors.parse("h1, .header p").covers(inside)
    assert not selectors.parse("p").covers(None)


@pytest.mark.parametrize("text", ["", "p:first-child", "h1 + p", "a,", "> p", "p >", "[href", "p..x", ".footer!"])
def test_what_cannot_be_answered_is_refused(text: str) -> None:
    with pytest.raises(PreflightError, match="selector"):
        selectors.parse(text)


def test_deep_nesting_costs_milliseconds() -> None:
    element = None
    for _ in range(4000):
        element = Element("div", {"class": "x"}, element)
    started = time.process_time()
    assert not selectors.parse("div .x div > .x div .x .y").covers(element)
    assert time.process_time() - started < 0.5
