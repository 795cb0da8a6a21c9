"""The patterns that stop at markup find what the tokenizer finds."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from preflight.parse import markup, tokens

PIECES = [
    "<p>", "</p>", "<a href=x>", "</a>", "<b title='>'>", '<b title="a > b">', "<", ">", "</", "<!", "<!-- - -- > -->",
    "<!--",
    "-->", "--!>", "<?x y?>", "</ x>", "</>", "=", '"', "'", "/", " ", "\n", "a", "<a b = c>", "<a =b>", "<a b=>",
    "<br/>",
    "<a/b/c=d/>", "<a b=c'd\"e>", "<a b='c'd=e>", "text", "&amp;", "<a\tb\fc\r\nd>", "<!doctype html>", "<a<b>",
    "<A HREF=x>",
    "<p class=\"x\">", "<wbr>", "</span >", "<a href=x><b>y</b></a>", "1", "\x0b", "\xa0",
]  # fmt: skip


def tokenized(source: str) -> list[tuple[int, int]]:
    """Kind and place of each tag and comment."""
    kinds = {tokens.START: markup.START, tokens.EMPTY: markup.START, tokens.END: markup.END}
    return [
        (kinds.get(kind, markup.COMMENT), start)
        for kind, start, _, _, _ in tokens.tokenize(source)
        if kind != tokens.TEXT
    ]


def walked(source: str) -> tuple[list[tuple[int, int]], int]:
    """The same by pattern, and where it gave up."""
    found, at = [], 0
    while match := markup.ANY.search(source, at):
        kind = match.lastindex
        assert kind is not None
        if kind == markup.ODD:
            return found, match.start()
        at = match.end()
        if match[0][:3] != "</>" and match[0][:2] != "<?" and match[0][:9].lower() != "<!doctype":
            found.append((markup.COMMENT if kind == markup.BOGUS else kind, match.start()))
    return found, len(source)


@example("<!--a--!><p>")
@example("<a b = 'c'><p>")
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=1000, deadline=None)
def test_any_markup(source: str) -> None:
    found, until = walked(source)
    assert found == [token for token in tokenized(source) if token[1] < until]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=500, deadline=None)
def test_what_is_passed_by_says_nothing(source: str) -> None:
    found, until = walked(source)
    stopped = {match.start() for match in markup.NOTABLE.finditer(source)}
    for kind, start in found:
        if start not in stopped and start < until:
            tag = source[start:]
            inside = any(m.lastindex is None and m.start() < start < m.end() for m in markup.NOTABLE.finditer(source))
            assert inside or kind != markup.COMMENT
            assert inside or tag.startswith(("</", "<p>", "<b>", '<p class="x">', "<wbr>"))
