"""What the client reads: plain sentences, without options, rules' names or paths."""

from __future__ import annotations

from datetime import datetime

import pytest

from preflight.model import Gap, Report, SendDate, Target
from preflight.trail import summary

WHEN = SendDate(datetime.fromisoformat("2026-11-24T00:00"), "option")


def report(*gaps: Gap, opened: int = 214, kind: str = "email", **checked: int) -> Report:
    target = Target("out/weekly.eml", kind, "final", "0", "PASS", WHEN, against="issues/last.eml", opened=opened)
    counts = {"documents": 1, "words": 1020, "links": 215, "dates": 6, "pages": 0, **checked}
    return Report("0", "", "", "PASS", (target,), counts, gaps, ())


def item(who: str, when: str, answer: str = "yes") -> dict[str, str]:
    return {"id": "a", "text": "Seen on a phone", "answer": answer, "who": who, "when": when}


def test_it_says_what_the_client_wants_to_know() -> None:
    checklist = {"items": [item("Jo", "2026-11-23T09:00:00+00:00"), item("Ann", "2026-11-24T08:00:00+00:00"),
                           {"id": "b", "text": "Sender", "answer": "yes", "who": "preflight"}]}  # fmt: skip
    assert list(summary.done(report(past_mistakes=7), checklist)) == [
        "1 email with 1,020 words read.",
        "214 links opened.",
        "6 dates checked against Tue 24 Nov 2026 00:00.",
        "7 past mistakes looked for again.",
        "Compared with what went out before (last.eml).",
        "Checklist signed by Jo and Ann on 24 Nov 2026.",
    ]


def test_what_nobody_signed_is_not_called_signed() -> None:
    assert summary.signed(None) == ""
    assert summary.signed({"items": [item("", "", "open")]}) == ""
    assert "215 links looked at." in list(summary.done(report(opened=0), None))


@pytest.mark.parametrize(
    ("gap", "told"),
    [
        (Gap("links", "a.eml", "2 external links", "not opened: the check ran offline", intended=True),
         "Links: not opened (2 external links)."),
        (Gap("links", "a.eml", "https://x.example/leave?id=1", "unsubscribe link: not opened on purpose",
             intended=True), "Links: unsubscribe link: not opened on purpose."),
        (Gap("dates", "a.eml", "", "the day it goes out is not known exactly: say it with --send-date", intended=True),
         "Dates: judged for the day above or later, since the day it goes out was not given."),
        (Gap("mail", "a.eml", "3 pictures", "words inside pictures are not read: look at them yourself", intended=True),
         "The email: words inside pictures are not read (3 pictures)."),
        (Gap("slugs", "a", "", "the site is not known: name it with --site FOLDER", intended=True),
         "Addresses of pages: the site is not known."),
    ],
)  # fmt: skip
def test_what_was_left_out_is_told_without_a_command_line(gap: Gap, told: str) -> None:
    sentences = list(summary.left_out(report(gap)))
    assert sentences == [told, *summary.UNSEEN]
    assert list(summary.left_out(report(gap, kind="site"))) == [told]
