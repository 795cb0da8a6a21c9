"""The sender, the subject and the texts, as they were approved and as they arrived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email.utils import parseaddr

from preflight.checkers.mail import bulk, testsend
from preflight.compared.places import MOST, Difference, near, place_of, plain
from preflight.model import Document, Location, Part, TextRun
from preflight.reading import alignment

UNREAD = frozenset({"code", "meta", "title", "label", "subject", "alt"})


def of_headers(old: Document, new: Document) -> Iterator[Difference]:
    start = Location("", "header")
    written, shown = old.header("subject").strip(), new.header("subject").strip()
    bare = testsend.without_prefix(shown)
    if written and shown and plain(written) != plain(shown):
        if testsend.fits(written, bare) or testsend.fits(testsend.without_prefix(written), bare):
            yield Difference("wrapped", f"the subject arrived as “{shown[:100]}”", start)
        else:
            yield Difference("changed", f"the subject is “{shown[:100]}”, approved was “{written[:100]}”", start)
    sender, other = (parseaddr(document.header("from"))[1].lower() for document in (old, new))
    if sender and other and sender != other:
        yield Difference("changed", f"it comes from {other}, approved was {sender}", start)


def texts(part: Part) -> list[TextRun]:
    return [run for run in part.runs if run.kind not in UNREAD and (not run.hidden or run.kind == "preheader")]


def resembles(written: Sequence[TextRun], shown: Sequence[TextRun]) -> bool:
    """A short message in which every text was touched is still the same message."""
    pairs = list(zip(written, shown, strict=False))[:MOST]
    return any(alignment.alike(one.text, other.text) for one, other in pairs)


def reworded(
    new: Document, written: Sequence[TextRun], shown: Sequence[TextRun],
    steps: Sequence[tuple[str, int, int, int, int]], footer: list[str],
) -> Iterator[Difference]:  # fmt: skip
    for what, old_start, old_end, start, end in steps:
        if what == "equal":
            continue
        old, added = list(written[old_start:old_end]), list(shown[start:end])
        for run in list(old):
            if filled := next((one for one in added if _is_filled(run.text, one.text)), None):
                old.remove(run)
                added.remove(filled)
                yield Difference("wrapped", f"a merge tag was filled in: “{filled.text[:100]}”", place_of(new, filled))
        for run in old:
            like = next((one for one in added if alignment.alike(run.text, one.text)), None)
            like = like or (added[0] if len(old) == len(added) == 1 and added[0].kind == run.kind else None)
            if like is not None:
                added.remove(like)
                if not (bulk.is_system_text(run.text) and bulk.is_system_text(like.text)):
                    yield Difference("changed", _said(like.text, run.text), place_of(new, like))
                    continue
            if like is None and not bulk.is_system_text(run.text):
                yield Difference(
                    "changed",
                    f"a text did not arrive: “{run.text[:100]}”",
                    near(new, shown, min(start, len(shown) - 1)),
                )
            else:
                yield Difference(
                    "wrapped",
                    "the platform's own words for leaving the list or the web version",
                    near(new, shown, start),
                )
        at_edge = start == 0 or end == len(shown)
        is_frame = at_edge and any(bulk.is_system_text(run.text) for run in added)
        for run in added:
            if is_frame or bulk.is_system_text(run.text):
                footer.append(run.text)
                yield Difference("wrapped", f"added by the platform: “{run.text[:100]}”", place_of(new, run))
            else:
                yield Difference("changed", f"a text was added: “{run.text[:100]}”", place_of(new, run))


def _is_filled(written: str, shown: str) -> bool:
    return bool(testsend.TAG.search(written)) and testsend.fits(written, shown)


def _said(now: str, then: str) -> str:
    """The two texts, from where they begin to differ."""
    one, other = plain(now), plain(then)
    at = next((index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    at = max(0, one.rfind(" ", 0, max(0, at - 20)) + 1)
    dots = "… " if at else ""
    return f"the text is “{dots}{one[at : at + 100]}”, approved was “{dots}{other[at : at + 100]}”"
