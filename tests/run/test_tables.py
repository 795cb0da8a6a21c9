"""One table out of a TOML file; every other line stays."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.config import toml_text
from preflight.desk.tables import without

FIRST, SECOND = '[[waiver]]\nrule = "a" # why\n', '[[waiver]]\nrule = "b"\n'
TEXT = f"# top\nschema = 1\n\n# about a\n{FIRST}\n# about b\n{SECOND}\n[other]\nx = 1\n"


@pytest.mark.parametrize(
    ("text", "number", "left"),
    [
        (TEXT, 0, TEXT.replace(FIRST, "")),
        (TEXT, 1, TEXT.replace(SECOND, "")),
        (TEXT.replace("\n", "\r\n"), 1, TEXT.replace(SECOND, "").replace("\n", "\r\n")),
        ("\ufeff" + TEXT, 1, "\ufeff" + TEXT.replace(SECOND, "")),
        ('[[waiver]]\nrule = """\n[[waiver]]\n"""\n# end\n', 0, "# end\n"),
        ('[[waiver]]\nlist = [\n  ["a"],\n  [\n  "b" ],\n]\n[[waiver]]\nrule = "c"', 0, '[[waiver]]\nrule = "c"'),
        ('[["waiver"]]\nrule = "a"\n', 0, ""),
        ('[[waiver]]\nrule = "a"\n[waiver.more]\nx = 1\n', 0, ""),
        ('waiver = [{ rule = "a" }]\n', 0, None),
    ],
)
def test_one_table_goes(text: str, number: int, left: str | None) -> None:
    assert without(text, "waiver", number) == left


ROWS = st.lists(st.tuples(st.text(), st.booleans(), st.integers(0, 2)), min_size=1, max_size=5)


@given(ROWS, st.integers(0, 4))
def test_whatever_stands_there_the_others_stay(rows: list[tuple[str, bool, int]], number: int) -> None:
    number %= len(rows)
    text = "# head\nschema = 1\n"
    for reason, comment, blanks in rows:
        text += "\n" * blanks + ("# [[waiver]]\n" if comment else "") + f"[[waiver]]\nreason = {toml_text(reason)}\n"
    after = without(text, "waiver", number)
    assert after is not None
    kept = [{"reason": reason} for reason, *_ in rows]
    del kept[number]
    assert tomllib.loads(after).get("waiver", []) == kept
    ours = 1 + sum(comment for _, comment, _ in rows)
    assert after.count("#") - sum(row["reason"].count("#") for row in kept) == ours
