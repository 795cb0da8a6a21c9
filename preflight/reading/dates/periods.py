"""Months, quarters, seasons, years, and days that need no number: "every Friday", "tomorrow"."""

from __future__ import annotations

from preflight.reading.dates.built import span_of
from preflight.reading.dates.lexer import Token
from preflight.reading.dates.spans import DateSpan, Day, written


def month(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    months = [token.number for token in tokens if token.kind == "M"]
    years = [token.number for token in tokens if token.kind == "y"]
    if len(years) < len(months):
        years = [years[0] - 1 if months[0] > months[-1] else years[0], *years]
    value = "/".join(f"{year:04d}-{month:02d}" for year, month in zip(years, months, strict=False))
    return span_of(tokens, "month", value=value, years=tuple(years))


def quarter(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    quarter = next(token.number for token in tokens if token.kind == "q")
    year = next(token.number for token in tokens if token.kind == "y")
    return span_of(tokens, "quarter", value=f"{year}-Q{quarter}", years=(year,))


def season(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    year = next(token.number for token in tokens if token.kind == "y")
    season = ["WI", "SP", "SU", "AU"][tokens[0].number]
    return span_of(tokens, "season", value=f"{year}-{season}", years=(year,))


def the_day(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    """ "by the 30th": a day of an unnamed month."""
    day = tokens[-1]
    if not day.ordinal or not 1 <= day.number <= 31 or text[day.end : day.end + 2].strip().isalpha():
        return None
    named = Day(day.number, None, None, tokens[-2].start, day.end, ordinal=day.ordinal)
    return DateSpan(tokens[-2].start, day.end, "the-day", value=written(named), days=(named,))


def years(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    first = tokens[0]
    if len(tokens) == 3 and not _pair(first, tokens[2]):
        tokens = tokens[:1] if tokens[1].kind != "/" else []
    if not tokens or signature[:2] in ("yt", "yy"):
        tokens = tokens[:1]
    if not tokens or (
        len(tokens) == 1
        and text[first.end : first.end + 1] in ("/", ".")
        and text[first.end + 1 : first.end + 2].isdigit()
    ):
        return None
    if len(tokens) == 1:
        return span_of(tokens, "year", value=f"{first.number}", years=(first.number,))
    last = tokens[2].number if tokens[2].kind == "y" else first.number // 100 * 100 + tokens[2].number
    if last < first.number:
        last += 100
    return span_of(tokens, "year", value=f"{first.number}/{last}", years=(first.number, last))


def _pair(first: Token, last: Token) -> bool:
    """Two years, the second perhaps short: 2019–2024, 2025/26."""
    if last.kind == "y":
        return last.number > first.number
    return last.digits == 2 and 0 < (last.number - first.number) % 100 <= 30


def recurring(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    return span_of(tokens, "recurring", value="R", role="recurring")


def relative(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    return span_of(tokens, "relative", value="REL")
