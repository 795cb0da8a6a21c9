"""What the family says, where case tables cannot look: wording, languages, certainty, and whole sites."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from msgspec.structs import replace

from preflight import model
from preflight.checkers import dates
from preflight.model import Delivery, Document, Fact, Facts, Finding, SendDate


def facts_of(text: str, *, name: str = "index.html", kind: str = "page", language: str = "en") -> Facts:
    document = model.plain_document(text, kind=kind, language=language)
    items = list(resolved(document, name))
    return Facts(
        name, name, "text/plain", kind, "", language,
        facts=model.by_kind(item for item in items if isinstance(item, Fact)),
        findings=tuple(item for item in items if isinstance(item, Finding)),
    )  # fmt: skip


def resolved(document: Document, name: str) -> Iterable[Fact | Finding]:
    for item in dates.check(document, dates.Options()):
        yield replace(item, place=replace(document.resolve(item.place), path=name))


def said(
    *documents: Facts, kind: str = "email", sent: date = date(2026, 11, 24), source: str = "option"
) -> list[Finding]:
    delivery = Delivery("x", kind, "final", documents, SendDate(sent, source))  # type: ignore[arg-type]
    return [finding for document in documents for finding in document.findings] + list(
        dates.review(delivery, dates.Options())
    )


def rules(findings: Iterable[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


def test_a_wrong_weekday_names_both_repairs_and_the_year_it_fits() -> None:
    (finding,) = said(facts_of("The breakfast: Thursday, 21 November 2026."))
    assert finding.message == "21 November 2026 is a Saturday, not a Thursday (Thursday fits 2024)"
    assert finding.help == "Change the weekday to Saturday, or the date to Thursday 19 or 26 November 2026."
    assert finding.suggestions == ("Saturday, 21 November 2026",)


@pytest.mark.parametrize(
    ("language", "wrong", "right"),
    [
        ("en", "Thursday, 21 November 2026", "Saturday, 21 November 2026"),
        ("de", "Donnerstag, 21. November 2026", "Samstag, 21. November 2026"),
        ("fr", "jeudi 21 novembre 2026", "samedi 21 novembre 2026"),
        ("es", "jueves, 21 de noviembre de 2026", "sábado, 21 de noviembre de 2026"),
    ],
)
def test_one(language: str, wrong: str, right: str) -> None:
    (finding,) = said(facts_of(f"– {wrong} –", language=language))
    assert (finding.rule, finding.severity, finding.match, finding.suggestions) == (
        "dates.weekday", None, wrong, (right,)
    )  # fmt: skip
    assert said(facts_of(f"– {right} –", language=language)) == []


def test_a_suggestion_keeps_the_writers_style_and_language() -> None:
    assert said(facts_of("Fri. 26 Nov 2026"))[0].suggestions == ("Thu. 26 Nov 2026",)
    assert said(facts_of("FRIDAY 26 NOVEMBER 2026"))[0].suggestions == ("THURSDAY 26 NOVEMBER 2026",)
    assert said(facts_of("Freitag, 26. November 2026", language="de"))[0].suggestions == (
        "Donnerstag, 26. November 2026",
    )


def test_another_language_is_said_not_to_be_covered_once() -> None:
    facts = facts_of("Donderdag 21 november 2026\n\nVrijdag 31 juni 2026", language="nl")
    assert [fact.value for fact in facts.facts["dates-not-covered"]] == [{"language": "nl"}]
    assert not facts.findings


def test_an_undeclared_language_is_recognised() -> None:
    text = "Wir laden Sie zu einem Abend mit der Autorin ein und freuen uns auf Sie: Freitag, 26. November 2026."
    assert rules(said(facts_of(text, language=""))) == ["dates.weekday"]


@pytest.mark.parametrize(
    ("source", "severity"), [("option", None), ("config", None), ("header", "warning"), ("today", "warning")]
)
def test_a_weekday_without_its_year_is_sure_only_when_the_day_is(source: str, severity: str | None) -> None:
    (finding,) = said(facts_of("Join us on Wednesday, 26 November."), source=source)
    assert (finding.rule, finding.severity) == ("dates.weekday", severity)


def test_a_deadline_that_has_passed_stays_an_error_when_it_goes_out_later() -> None:
    (finding,) = said(facts_of("Register by 3 May 2026."), source="today")
    assert (finding.rule, finding.severity) == ("dates.past", "error")


def test_an_old_post_is_judged_on_its_own_day() -> None:
    post = facts_of("Register by 3 May 2021.", name="blog/2021/04/20/camp.html")
    offers = facts_of("Book by 3 May 2021.", name="offers.html")
    home = facts_of("Hurry: register by 3 May 2021.")
    assert said(post, kind="site") == []
    assert [finding.severity for finding in said(post, offers, home, kind="site")] == ["warning", "error"]


def test_what_the_template_repeats_is_judged_everywhere() -> None:
    pages = [facts_of("Summer sale: order by 3 May 2021.", name=f"blog/2021/0{month}/sale.html") for month in (1, 2, 3)]
    assert rules(said(*pages, kind="site")) == ["dates.past"] * 3


def test_a_recap_of_last_year_is_quiet_and_an_invitation_is_not() -> None:
    assert said(facts_of("Friday, 13 March")) == []  # a Friday in 2026, months before
    assert rules(said(facts_of("Join us on Friday, 28 November."))) == ["dates.weekday"]  # a Friday in 2025


def test_a_weekday_that_fits_next_year_only_is_worth_a_look() -> None:
    (finding,) = said(facts_of("Join us on Friday, 26 November."))  # a Friday in 2027, but who would guess?
    assert (finding.rule, finding.severity) == ("dates.weekday", "warning")


def test_facts_carry_value_and_role() -> None:
    (fact,) = facts_of("Join us on 3 December 2026.").facts["date"]
    assert (fact.match, fact.value["value"], fact.value["role"]) == ("3 December 2026", "2026-12-03", "event")
