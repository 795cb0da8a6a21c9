"""From the tokens of a shape to its span."""

from __future__ import annotations

from itertools import pairwise

from preflight.reading.dates.lexer import Token
from preflight.reading.dates.spans import DateSpan


def tight(tokens: list[Token]) -> bool:
    return all(left.end == right.start for left, right in pairwise(tokens))


def span_of(tokens: list[Token], form: str, **fields: object) -> DateSpan:
    return DateSpan(tokens[0].start, tokens[-1].end, form, **fields)  # type: ignore[arg-type]
