"""Whole reports, compared with files in ``tests/golden`` (``UPDATE_GOLDEN=1`` rewrites them; then read the change)."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from msgspec.structs import replace

from preflight.model import Finding, Gap, Judged, Location, Report, SendDate, Severity, Target
from preflight.reporters import answer, console, excerpt

GOLDEN = Path(__file__).parents[1] / "golden"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def compare(name: str, text: str) -> None:
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")


def finding(path: str, line: int, match: str, severity: Severity = "error", **values: object) -> Judged:
    place = Location(
        path, "", line, 5, line, 5 + len(match), str(values.pop("before", "")), str(values.pop("after", ""))
    )
    values = {"rule": "links.broken", "message": f"the link opens {match}, and there is no such page", **values}
    return Judged(Finding(place=place, match=match, **values), severity, "v1:0")  # type: ignore[arg-type]


SITE = Target(
    "site/build", "site", "final", "cd" * 32, "FAIL", SendDate(date(2026, 11, 24), "today"), against="site/live",
    assumed=("its own address is taken to be example.com",),
)  # fmt: skip


@pytest.fixture
def site(failing: Report) -> Report:
    """A bulk edit took the menu's link down, on every page; one page has a fault of its own."""
    everywhere = [finding(f"site/build/p{number:03}/index.html", 9, "/prices/") for number in range(212)]
    twice = [finding("site/build/p000/index.html", line, "Kernwood Lane", "warning", rule="spelling.unknown-word",
                     message="“Kernwood” is in no word list", before="Visit us at 7 ", after=", Bristol")
             for line in (20, 31)]  # fmt: skip
    gone = Judged(Finding("meta.title", "the page has no title", Location("site/build/empty.html")), "info", "v1:1")
    return replace(
        failing, targets=(SITE,), findings=(gone, *twice, *everywhere), not_checked=(),
        checked={"documents": 213, "words": 61_204, "links": 9_870, "dates": 1, "pages": 213},
    )  # fmt: skip


def test_an_email_with_faults(failing: Report) -> None:
    compare("email-fail", console.render(failing))


def test_an_email_without(clean: Report) -> None:
    compare("email-pass", console.render(clean, width=80))


def test_a_site_tells_once_what_is_the_same_on_every_page(site: Report) -> None:
    compare("site-fail", console.render(site))


def test_several_targets_share_a_line_when_the_same_is_known_of_them(failing: Report) -> None:
    first = failing.targets[0]
    others = tuple(replace(first, name=f"mail-{number}.eml", verdict="PASS") for number in range(6))
    draft = replace(first, name="draft.html", state="source", send_date=SendDate(date(2026, 11, 24), "config"))
    compare("targets", console.render(replace(failing, targets=(*others, draft), findings=failing.findings[:1])))


def test_nothing_certain_can_be_said(clean: Report) -> None:
    gaps = (
        Gap("links", "weekly.eml", "", "no name could be looked up: this computer seems to be offline", False),
        Gap("spelling", "weekly.eml", "part 2", "Japanese is not covered", True),
        *(Gap("links", "weekly.eml", f"https://example.com/u/{n}", "unsubscribe link: not opened on purpose", True)
          for n in range(1204)),
    )  # fmt: skip
    compare("incomplete", console.render(replace(clean, verdict="INCOMPLETE", not_checked=gaps)))


def test_colour_paints_the_same_words(failing: Report, site: Report) -> None:
    for report in (failing, site):
        painted = console.render(report, colour=True)
        assert ANSI.sub("", painted) == console.render(report)
    compare("email-fail-colour", console.render(failing, colour=True))


def test_terminal_control_characters_never_reach_the_terminal(failing: Report) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egpj.exe\r\n\x08"
    hostile = finding(
        f"in{evil}dex.html", 3, f"match{evil}", message=f"message {evil}", help=evil, before=evil, after=evil,
        suggestions=(f"new{evil}",), rule="terms.swap",
    )  # fmt: skip
    gap = Gap(f"links{evil}", evil, evil, evil, False)
    target = replace(failing.targets[0], name=f"we{evil}ekly.eml", against=evil, assumed=(evil,), recipients=evil)
    text = console.render(replace(failing, targets=(target,), findings=(hostile,), not_checked=(gap,)))
    assert not set(text) & set("\x1b\x07\x9b\u202e\r\x08")
    assert r"\x1b" in text
    assert r"\u202e" in text


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_lines_keep_to_the_width(failing: Report, site: Report, width: int) -> None:
    for report in (failing, site):
        for line in console.render(report, width=width).splitlines():
            assert len(line) <= width or " " not in line.strip(), line


@pytest.mark.parametrize(
    ("before", "match", "after"),
    [
        ("Join us on ", "Thursday", ", at the mill."),
        ("価格は", "一万円", "です"),
        ("Cafe\u0301 de\u0301ja\u0300 ", "vu\u0308", " again"),
        ("🎄🎁 ", "Chrismas", " 🎄"),
        ("a\n   b ", "c\td", "\u00a0e"),
        ("word " * 9 + "end ", "typo", " and " + "more " * 9),
        ("x" * 48, "y" * 300, "z" * 48),
        ("", "https://example.com/" + "a" * 200, ""),
        ("", "", " at the start"),
    ],
)
def test_carets_stand_under_the_match(before: str, match: str, after: str) -> None:
    for width in (40, 56, 96):
        found = excerpt.lines(Location("a", "", 1, 1, 1, 2, before, after), match, width)
        assert found is not None
        text, carets = found
        assert excerpt.cells(text) <= width
        assert "\n" not in text
        start, length = len(carets) - len(carets.lstrip()), len(carets.strip())
        shown, column = "", 0
        for sign in text:
            if start <= column < start + length:
                shown += sign
            column += excerpt.cells(sign)
        expected = " ".join(match.split())
        if excerpt.cells(expected) < width // 3:
            assert shown.rstrip("\u0301\u0300\u0308") == expected.rstrip("\u0308") or not match
        else:
            head, _, tail = shown.partition("…")
            assert expected.startswith(head)
            assert expected.endswith(tail)


def test_an_empty_place_has_no_excerpt() -> None:
    assert excerpt.lines(Location("a"), "", 80) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 11, 24), "Tue 24 Nov 2026"),
        (datetime(2026, 3, 1, 7, 5), "Sun 1 Mar 2026 07:05"),
        (datetime(2026, 11, 24, 9, tzinfo=UTC), "Tue 24 Nov 2026 09:00 UTC"),
        (datetime(2026, 11, 24, 9, tzinfo=timezone(timedelta(hours=1))), "Tue 24 Nov 2026 09:00 +0100"),
    ],
)
def test_days_are_written_the_same_everywhere(value: date, expected: str) -> None:
    assert answer.day(value) == expected


def test_what_the_help_says_already_is_not_said_again(failing: Report) -> None:
    text = console.render(failing)
    assert "→ write receive" not in text
    assert "→ write Saturday, 21 November 2026" in text


def test_a_message_of_a_mailbox_is_named(failing: Report) -> None:
    judged = failing.findings[1]
    place = replace(judged.location, part="3:2")
    text = console.render(replace(failing, findings=(replace(judged, finding=replace(judged.finding, place=place)),)))
    assert "weekly.eml (message 3, part 2):20:3  error" in text
