"""A tag that was met before is done as if it were read for the first time."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.model import Document, Element
from preflight.parse import elements, html, parse, steps

TAGS = """
    p div span a b code td tr table li ul h1 em button label pre svg title section footer main nav body html head br hr
    blockquote q select option img input del kbd template noscript textarea x-card math form dt dd th o:p
    """.split()  # noqa: SIM905
ATTRIBUTES = (
    'href="a.html"', 'href="#b"', "href=c", "href='d'", 'href="e&amp;f"', 'id="here"', 'id="the-footer"', 'name="old"',
    'class="btn"', 'class="quiet footer"', 'class="gone"', 'style="display:none"', 'style="display: block"',
    'style="white-space:pre-line"', 'style="font-size:0"', 'style="font-size:12px"', 'style="background:url(a.png)"',
    'style="background:#333;padding:2px;border-radius:3px;display:block"', 'bgcolor="#333"', "hidden", 'lang="de"',
    'lang="en"', 'role="navigation"', 'role="button"', 'title="More of it"', 'aria-label="Close"', 'alt="A hat"',
    'value="Go"', 'type="submit"', 'src="hat.png"', 'placeholder="Your name"', 'data-src="/lazy.png"', 'rel="nofollow"',
    'xlink:href="f"', 'cite="https://example.com/"', 'background="b.png"', "/", 'title="\nOf two\nlines"',
)  # fmt: skip
TEXTS = ("One", " two ", "\n", "  ", "three four", "&amp;", "&nbsp;", "a\n b", "<!--[if mso]><p>O</p><![endif]-->")
HIDES = "<style>.gone{display:none}</style>"

starts = st.builds(
    lambda tag, found: f"<{' '.join([tag, *found])}>",
    st.sampled_from(TAGS),
    st.lists(st.sampled_from(ATTRIBUTES), max_size=3),
)
ends = st.sampled_from(TAGS).map("</{}>".format)
pages = st.lists(
    st.one_of(starts, starts, ends, ends, st.sampled_from(TEXTS), st.sampled_from((HIDES, "\r\n", "{% if a %}"))),
    max_size=40,
).map("".join)


@settings(deadline=None)
@given(pages, pages)
def test_tags_met_before_are_done_as_if_they_were_new(before: str, page: str) -> None:
    expected = read_afresh(page)
    told(before)
    assert told(page) == expected
    assert told(page) == expected


def test_what_is_remembered_stays_small() -> None:
    with patch.object(elements, "MOST", 30), patch.object(steps, "MOST", 20):
        for number in range(20):
            told("".join(f'<a class="c{number}-{one}">One <p lang="x-{number}-{one}">Two</p>' for one in range(9)))
            elements.outermost()
            assert len(elements._KNOWN) <= elements.MOST
            assert all(len(context.steps) <= steps.MOST for context in elements._KNOWN.values())


def read_afresh(page: str) -> list[object]:
    """Every tag is read as if it stood apart."""

    def unknown(_: object, __: str, tag: str, found: list[tuple[str, str]], *, is_empty: bool) -> steps.Step:
        return steps.Step(steps.Kind(steps.APART, tag, is_empty), "", dict(found))

    elements._KNOWN.clear()
    with patch.object(html, "known", unknown):
        return told(page)


def told(page: str) -> list[object]:
    """Everything that is read of a page."""
    document = parse(page.encode(), "text/html", kind="page")
    (part,) = document.parts
    runs = [
        (run.kind, run.text, tuple(run.segments), run.language, run.zone, run.hidden, around(run.element))
        for run in part.runs
    ]
    return [runs, part.links, part.anchors, part.images, part.meta, part.language, part.line_starts, plain(document)]


def around(element: Element | None) -> list[tuple[str, dict[str, str]]]:
    return [(one.tag, dict(one.attributes)) for one in element.ancestors()] if element else []


def plain(document: Document) -> tuple[str, bool]:
    return document.language, document.templated
