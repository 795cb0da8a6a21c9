"""What is kept of a join: findings come back as they were, and every question that a file answers is named."""

from __future__ import annotations

from typing import Any

import msgpack
from hypothesis import given
from hypothesis import strategies as st

from preflight.checkers.links import questions
from preflight.model import Delivery, Facts, Finding, Fix, Location, Related, SendDate
from preflight.packed import texts
from preflight.reading import urls
from preflight.reading.packedfindings import Pages, pack
from preflight.reading.rejoining import FEWEST, Found, Join, Offer

words = st.text(max_size=4)
counts = st.none() | st.integers(1, 300)


def places(path: str) -> st.SearchStrategy[Location]:
    return st.builds(Location, st.just(path), words, counts, counts, counts, counts, words, words)


def findings(path: str) -> st.SearchStrategy[Finding]:
    return st.builds(
        Finding, words, words, places(path), words, words, st.lists(words, max_size=2).map(tuple),
        st.none() | st.builds(Fix, words, st.booleans()),
        st.lists(st.builds(Related, places("old.html"), words, words), max_size=2).map(tuple),
        st.sampled_from((None, "error", "info")), words, st.integers(0, 9),
    )  # fmt: skip


@given(st.lists(st.lists(findings("a.html"), max_size=4), max_size=4))
def test_findings_come_back_as_they_were_kept(pages: list[list[Finding]]) -> None:
    kept = msgpack.unpackb(msgpack.packb(pack(pages), unicode_errors="surrogatepass"), unicode_errors="surrogatepass")
    again = Pages(kept)
    assert [again.of(number, "a.html") for number in range(len(pages))] == pages


segments = st.sampled_from(("a", "A", "index.html", "b.htm", "c.html.html", "é", "50%", ".html"))


@given(
    st.lists(segments, min_size=1, max_size=3).map("/".join),
    st.sampled_from(("", "/", ".html", "%2e", "?x=1", "#y")),
    st.integers(0, 12),
)
def test_a_file_answers_all_that_links_ask_for_it(name: str, ending: str, cut: int) -> None:
    """Whatever address finds the file: the file's coming and going, and its other face, answer that question."""
    address = "/" + urls.page_address(name)[1:].removesuffix(".html")[: 12 - cut] + ending
    if urls.site_file(address, {name}):
        question = questions.of_address(address)
        assert question in set(questions.answered((name,), (), ()))
        assert question in set(questions.answered((), (name,), ()))
    else:
        near = {question for question in questions.of_absent(address) if question[0] in "~>%"}
        answers = set(questions.answered((name,), (), ()))
        if any(urls.loose(other) == urls.loose(name) for other in urls.candidates(urls.decoded(address).lstrip("/"))):
            assert near & answers


def _site(count: int, changed: tuple[int, ...] = (), *, reported: bool = True) -> Delivery:
    pages = tuple(
        Facts(
            path=f"site/{number}.html",
            name=f"{number}.html",
            media_type="text/html",
            kind="page",
            sha256=f"{number + 1000 * (number in changed):064x}"[::-1],
            reported=reported,
        )
        for number in range(count)
    )
    return Delivery("site", "site", "final", pages, SendDate(None, "today"), files=frozenset(one.name for one in pages))  # type: ignore[arg-type]


def _join(
    delivery: Delivery, kept: dict[str, Any], face: bytes = b"", *, secret: str = ""
) -> tuple[list[str], dict[str, Any] | None]:
    """Each page asks for the one before it; what is judged, and what is to be kept."""
    join = Join(lambda: kept)
    join.begin(delivery, Offer("here", lambda _: face, questions.answered))
    asked = {(questions.of_name(f"{number}.html"),): number + 1 for number in range(len(delivery.documents))}
    judged = []
    for number, facts in enumerate(delivery.documents):
        found = join.of(facts)
        if found is None:
            judged.append(facts.name)
            match = "/x?access_token=zebra4711" if facts.name == secret else "/x"
            found = Found([Finding("links.broken", "gone", Location(facts.path, line=1), match)], {number}, [number])
        join.add(facts, found)
        assert (found.findings[0].place, found.sum) == (Location(facts.path, line=1), [number])
    join.done(asked)
    return judged, join.fresh


def test_only_what_changed_and_who_asked_for_it_is_judged() -> None:
    count = FEWEST
    judged, kept = _join(_site(count), {})
    assert kept
    assert len(judged) == count
    assert list(texts(kept))  # columns and all: what keeps the cache free of private addresses can read it
    assert _join(_site(count), kept) == ([], None)
    assert _join(_site(count, (7,)), kept) == (["7.html"], None)
    assert _join(_site(count, (7,)), kept, b"new")[0] == ["7.html", "8.html"]
    assert _join(_site(count + 1), kept)[0] == [f"{count}.html"]
    judged, fresh = _join(_site(count, tuple(range(count // 2))), kept)
    assert fresh
    assert len(judged) == count


def test_small_sites_and_parts_of_sites_are_not_kept() -> None:
    assert _join(_site(FEWEST - 1), {})[1] is None
    assert _join(_site(FEWEST, reported=False), {})[1] is None


def test_a_page_with_a_private_address_is_judged_each_time() -> None:
    _, kept = _join(_site(FEWEST), {}, secret="9.html")
    assert kept
    assert "zebra4711" not in repr(kept)
    assert _join(_site(FEWEST), kept)[0] == ["9.html"]
