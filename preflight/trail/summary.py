"""A check in sentences for the client: what was looked at, who signed, and what nobody can see from here.

The client never saw a command line and does not know the rules: no option, no path and no rule's name is in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from preflight.model import Gap, Report
from preflight.patterns import regex
from preflight.reporters import answer

OPTION = regex(r"[:;,.]?\s[^:;,.]*--[a-z][^:;.]*")
"""``the day is not known exactly: say it with --send-date``"""
ADVICE = regex(r"[:;] (?:look|name|say|install|save|check)\b[^.]*$")
"""``words inside pictures are not read: look at them yourself``, which is for whoever sends it"""
SUBJECTS = {
    "document": "A file", "links": "Links", "dates": "Dates", "issue": "Earlier issues",
    "mail": "The email", "slugs": "Addresses of pages", "meta": "Titles and descriptions", "tags": "Personal fields",
    "recipients": "The list of readers", "spelling": "Spelling", "amounts": "Prices and sums",
}  # fmt: skip
PLAIN = {
    "not opened: the check ran offline": "not opened",
    "the day it goes out is not known exactly: say it with --send-date": "judged for the day above or later, since the "
    "day it goes out was not given",
}
UNSEEN = ("Who receives it: the list or segment that is chosen in the sending platform.",
          "When it is scheduled in the sending platform.")  # fmt: skip
FEW = 4


def done(report: Report, checklist: Mapping[str, Any] | None) -> Iterator[str]:
    """``214 links opened.`` ``6 dates checked against Tue 24 Nov 2026.``"""
    checked = report.checked
    pages = answer.are_pages(report)
    read = [answer.counted(checked.get("documents", 0), "page" if pages else "email" if _is_mail(report) else "file")]
    read += [answer.counted(checked["words"], "word")] if checked.get("words") else []
    yield f"{' with '.join(read)} read."
    opened = sum(target.opened for target in report.targets)
    if opened:
        yield f"{answer.counted(opened, 'link')} opened."
    elif checked.get("links"):
        yield f"{answer.counted(checked['links'], 'link')} looked at."
    days = sorted({answer.day(target.send_date.value) for target in report.targets})
    if checked.get("dates") and len(days) == 1:
        yield f"{answer.counted(checked['dates'], 'date')} checked against {days[0]}."
    if past := checked.get(answer.PAST):
        yield f"{answer.counted(past, 'past mistake')} looked for again."
    if compared := sorted({target.against for target in report.targets if target.against}):
        yield f"Compared with what went out before ({answer.listed([one.rpartition('/')[2] for one in compared])})."
    if sentence := signed(checklist):
        yield sentence


def signed(checklist: Mapping[str, Any] | None) -> str:
    """``Checklist signed by Jo and Ann on 24 Nov 2026.``"""
    items: Sequence[Mapping[str, str]] = (checklist or {}).get("items", ())
    answered = [one for one in items if one.get("answer") not in ("", "open", None) and one.get("when")]
    names = list(dict.fromkeys(one["who"] for one in answered))
    if not names:
        return ""
    named = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    last = datetime.fromisoformat(max(one["when"] for one in answered))
    return f"Checklist signed by {named} on {last.day} {last:%b %Y}."


def left_out(report: Report) -> Iterator[str]:
    """What was not checked, and what no check of a file can see."""
    reasons: dict[tuple[str, str], list[Gap]] = {}
    for gap in report.not_checked:
        reasons.setdefault((gap.what, gap.why), []).append(gap)
    for (what, why), members in reasons.items():
        subject = SUBJECTS.get(what, what.capitalize())
        named = list(dict.fromkeys(gap.detail for gap in members if gap.detail and not gap.detail.startswith("http")))
        told = PLAIN.get(why) or ADVICE.sub("", OPTION.sub("", why))
        count = f" ({answer.listed(named)})" if named else f" ({len(members):,})" if len(members) > 1 else ""
        yield f"{subject}: {told}{count}."
    if _is_mail(report):
        yield from UNSEEN


def _is_mail(report: Report) -> bool:
    return any(target.kind == "email" for target in report.targets)
