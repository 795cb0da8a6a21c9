"""Rules that would have told the wrong sample from the right one, the most telling first.

==========  ===========================================================================================================
date        the date that stands after certain words is this issue's (``terms.date``)
link        these words do not open that page (``terms.link``)
field       a greeting does not stand there without its name (``terms.pattern``)
phrase      these words are not used, those are (``terms.swap``, ``terms.phrase``), or they must be there
            (``terms.required``)
slug        these addresses of the site stay (``terms.address``)
checklist   somebody looks at it every time (an item of ``checklist.toml``)
==========  ===========================================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from preflight import pipeline
from preflight.checklist import aspects
from preflight.config import toml_text
from preflight.learning import wording
from preflight.learning.samples import Sample
from preflight.model import Facts, PreflightError
from preflight.reading import pastmistakes, records

KINDS = ("date", "link", "field", "phrase", "slug", "checklist")
FEW = 12
"""Proposals of one kind that are tried."""
MOST_ADDRESSES = 50
WEEK = 7
CHANGING = ("subject", "sender", "opening", "images", "links", "prices", "text", "all")
"""What a checklist item may be about, the most particular first."""


class Proposal(Struct, frozen=True):
    """``rule`` is its id, ``toml`` the block that declares it. ``summary`` says what was wrong, ``right`` what was
    right, ``prevents`` what happens from now on: sentences for people. ``item`` when it is one for the checklist, and
    ``tells_apart`` then says whether an answer for the right sample does not hold for the wrong one."""

    kind: str
    rule: str
    toml: str
    summary: str
    right: str
    prevents: str
    item: bool = False
    tells_apart: bool = True


def proposals(bad: Sample, good: Sample, rule: str, kind: str, phrase: str, what: str) -> Iterator[Proposal]:
    """Of one kind, or of all that preflight can see by itself. Raises PreflightError for a kind that there is not."""
    if kind and kind not in KINDS:
        raise PreflightError(f"there is no kind of rule {kind!r}: choose from {', '.join(KINDS)}")
    if phrase:
        if kind not in ("", "phrase"):
            raise PreflightError(f"--phrase names words: that is a rule of the kind phrase, not {kind}")
        yield _phrase(rule, wording.Change(phrase, ""))
        return
    makers: Mapping[str, Callable[[], Iterator[Proposal]]] = {
        "date": lambda: _dates(bad, good, rule),
        "link": lambda: _links(bad, good, rule),
        "field": lambda: _fields(bad, good, rule),
        "phrase": lambda: (_phrase(rule, change) for change in wording.changes(bad.document, good.document)),
        "slug": lambda: _addresses(bad, good, rule),
        "checklist": lambda: _items(bad, good, rule, what),
    }
    for name in (kind,) if kind else KINDS[:-1]:
        for _, proposal in zip(range(FEW), makers[name](), strict=False):
            yield proposal


# --- words ----------------------------------------------------------------------------------------------


def _phrase(rule: str, change: wording.Change) -> Proposal:
    bad, good = change
    if not bad:
        fields = {"id": rule, "uses": "terms.required", "phrases": [good], "severity": "error",
                  "message": f"“{good}” is missing, as it was in an earlier mistake"}  # fmt: skip
        return Proposal(
            "phrase", rule, _table("rule", fields), f"“{good}” was missing", f"“{good}” stands in it",
            f"Every check stops the sending when “{good}” is missing.",
        )  # fmt: skip
    words: dict[str, Any] = {"swap": {bad: good}} if good else {"phrases": [bad]}
    instead = f" instead of “{good}”" if good else ""
    fields = {"id": rule, "uses": "terms.swap" if good else "terms.phrase", **words, "severity": "error",
              "message": f"“{{match}}” went out once by mistake{f': it is “{good}”' if good else ''}"}  # fmt: skip
    return Proposal(
        "phrase", rule, _table("rule", fields), f"“{bad}” went out{instead}", f"“{good}”" if good else "",
        f"Every check stops the sending when “{bad}” stands in the text.",
    )  # fmt: skip


def _fields(bad: Sample, good: Sample, rule: str) -> Iterator[Proposal]:
    """A greeting without a name."""
    for greeting in wording.bare_greetings(bad.document, good.document):
        fields = {"id": rule, "uses": "terms.pattern", "pattern": rf"^{greeting}\s*[,!.:–-]", "severity": "error",
                  "message": "the greeting has no name in it, as once before"}  # fmt: skip
        yield Proposal(
            "field", rule, _table("rule", fields), f"the greeting “{greeting}” went out without a name",
            "the reader's name, or a word that stands for it", "Every check stops a greeting that has no name in it.",
        )  # fmt: skip


# --- links ----------------------------------------------------------------------------------------------


def _links(bad: Sample, good: Sample, rule: str) -> Iterator[Proposal]:
    """What opened another page than the right sample does, with any words, or else with these."""
    ours = {(*pastmistakes.link(link.text, link.url), link.element) for link in bad.document.links}
    right: dict[tuple[str, str], list[str]] = {}
    every: dict[tuple[str, str], list[str]] = {}
    theirs = set()
    for link in good.document.links:
        words, page = pastmistakes.link(link.text, link.url)
        theirs.add((words, page, link.element))
        every.setdefault((words, link.element), []).append(link.url)
        if (words, page, link.element) not in ours:
            right.setdefault((words, link.element), []).append(link.url)
    pages = {page for _, page, _ in theirs}
    for link in bad.document.links:
        words, page = pastmistakes.link(link.text, link.url)
        place = (words, link.element)
        if not page or (words, page, link.element) in theirs or place not in every:
            continue
        known = right[place].pop(0) if right.get(place) else every[place][0]
        name = " ".join(link.text.split())[:80]
        fields: dict[str, Any] = {"id": rule, "uses": "terms.link", "links": [link.url]}
        if page in pages:
            fields["text"] = " ".join(link.text.split())
        behind = f" behind the words “{name}”" if page in pages and name else ""
        fields |= {"severity": "error", "message": f"this opened the wrong page once: right was {known}"}
        yield Proposal(
            "link", rule, _table("rule", fields), f"“{name or 'a picture'}” opened {link.url}",
            f"it opens {known}", f"Every check stops a link to {link.url}{behind}.",
        )  # fmt: skip


# --- dates ----------------------------------------------------------------------------------------------


def _dates(bad: Sample, good: Sample, rule: str) -> Iterator[Proposal]:
    """The words before a date that was another one in the right sample."""
    right = {slot: (day, match) for slot, day, match in _slots(good)}
    sent = _sent(good)
    for slot, day, match in _slots(bad):
        known = right.get(slot)
        if known is None or known[0] == day:
            continue
        ahead = (known[0] - sent).days if sent and known[0] >= sent else WEEK
        days = max(2 * WEEK, -(-ahead // WEEK) * WEEK)
        fields = {"id": rule, "uses": "terms.date", "after": [slot], "days": days, "severity": "error",
                  "message": f"the date after “{slot}” is not this issue's, as once before"}  # fmt: skip
        yield Proposal(
            "date", rule, _table("rule", fields), f"“{slot} {match}” went out", f"“{slot} {known[1]}”",
            f"Every check compares the date after “{slot}” with the day of sending: before it, or more than {days} days"
            " later, it stops.",
        )  # fmt: skip


def _slots(sample: Sample) -> Iterator[tuple[str, date, str]]:
    for facts in _facts(sample):
        for fact in facts.facts.get("date", ()):
            slot = wording.before(fact.location.before)
            try:
                day = date.fromisoformat(str(fact.value["value"]).rpartition("/")[2])
            except ValueError:
                continue
            if slot:
                yield slot, day, fact.match


def _sent(sample: Sample) -> date | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(sample.document.header("date")).date()
    except (TypeError, ValueError):
        return None


def _facts(sample: Sample) -> list[Facts]:
    return pipeline.facts(pipeline.Options(targets=(sample.path,), no_config=True, offline=True, no_cache=True, jobs=1))


# --- addresses ------------------------------------------------------------------------------------------


def _addresses(bad: Sample, good: Sample, rule: str) -> Iterator[Proposal]:
    """What the right sheet has and the wrong one has no more."""
    there, here = _paths(bad), _paths(good)
    lost = [path for path in here if path not in there][:MOST_ADDRESSES]
    if lost and there:
        fields = {"id": rule, "uses": "terms.address", "addresses": lost, "severity": "error",
                  "message": "{match} is gone, as once before: this address has to stay"}  # fmt: skip
        names = ", ".join(lost[:3]) + (f" and {len(lost) - 3} more" if len(lost) > 3 else "")
        yield Proposal(
            "slug", rule, _table("rule", fields), f"the addresses {names} were lost", f"{names} stay",
            f"Every check of a build or a sheet stops when one of these addresses is gone: {names}.",
        )  # fmt: skip


def _paths(sample: Sample) -> list[str]:
    options = pipeline.Options(targets=(sample.path,), no_config=True, offline=True, no_cache=True, jobs=1)
    sheets = [records.sheet_of(delivery, {}) for _, delivery in pipeline.delivered(options)]
    return list(dict.fromkeys(row.slug for sheet in sheets if sheet for row in sheet.rows if row.slug))


# --- the checklist --------------------------------------------------------------------------------------


def _items(bad: Sample, good: Sample, rule: str, what: str) -> Iterator[Proposal]:
    one, other = (aspects.of_document(sample.data, sample.media_type) for sample in (bad, good))
    about = next((name for name in CHANGING if list(one[name]) != list(other[name])), "")
    text = " ".join((what or f"What is in {bad.name} is right").split())[:240]
    identity = rule.removeprefix("terms.incident-")
    fields = {"id": identity, "text": f"Not again: {text}", "about": about or "all"}
    yield Proposal(
        "checklist", "checklist.open", _table("item", fields), text, "",
        f"The checklist asks every time before it goes out: “{text}”", item=True, tells_apart=bool(about),
    )  # fmt: skip


# --- TOML -----------------------------------------------------------------------------------------------


def _table(name: str, fields: Mapping[str, Any]) -> str:
    return "\n".join([f"[[{name}]]", *(f"{key} = {_value(value)}" for key, value in fields.items())]) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, str):
        return toml_text(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{toml_text(key)} = {_value(one)}" for key, one in value.items()) + " }"
    return str(value)
