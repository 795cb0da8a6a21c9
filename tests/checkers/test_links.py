"""What the case tables cannot show: answers from the web, large sites, hostile links."""

from __future__ import annotations

import time
from datetime import date

import pytest
from msgspec.structs import replace

from preflight import parse
from preflight.checkers import links
from preflight.checkers.links import form, mailboxes, networks, promise, staging
from preflight.model import Delivery, FactLink, Facts, Finding, Gap, Location, Probe, SendDate

SENT = SendDate(date(2026, 11, 24), "option")


def page(name: str, *urls: str, element: str = "a", anchors: tuple[str, ...] = (), **more: object) -> Facts:
    found = tuple(FactLink(url, "words", element, "href", Location(name, "", 1, 1)) for url in urls)
    return Facts(name, name, "text/html", "page", "", links=found, anchors=anchors, **more)  # type: ignore[arg-type]


def site(*pages: Facts, files: tuple[str, ...] = (), **more: object) -> Delivery:
    names = frozenset({*files, *(facts.name for facts in pages)})
    return Delivery("site", "site", "final", pages, SENT, files=names, **more)  # type: ignore[arg-type]


def reviewed(delivery: Delivery) -> list[Finding | Gap]:
    return list(links.review(delivery, links.Options()))


def findings(delivery: Delivery) -> list[Finding]:
    return [item for item in reviewed(delivery) if isinstance(item, Finding)]


def checked(source: str, media_type: str = "text/html") -> list[Finding]:
    return list(links.check(parse.parse(source.encode(), media_type), links.Options()))


# --- the web's answers ---


def probed(probe: Probe, *, element: str = "a", pages: tuple[Facts, ...] = (), **more: object) -> list[Finding]:
    delivery = site(
        page("index.html", probe.url, element=element), *pages, online=True, probes={probe.url: probe}, **more
    )
    return findings(delivery)


def test_a_dead_link_says_in_plain_words_what_the_site_answered() -> None:
    (found,) = probed(Probe("https://shop.test/x", "dead", 404))
    assert (found.rule, found.message) == ("links.broken", "https://shop.test/x does not open: the page is gone (404)")
    (found,) = probed(Probe("https://shop.test/x", "dead", error="there is no site of that name"))
    assert found.message.endswith("there is no site of that name")


def test_a_link_that_could_not_be_verified_is_never_red() -> None:
    (found,) = probed(Probe("https://shop.test/x", "unverified", 403, error="the site refuses programs"))
    assert (found.rule, found.severity) == ("links.unverified", "warning")


def test_a_page_that_this_build_brings_need_not_answer_yet() -> None:
    new = Probe("https://www.shop.test/new/", "dead", 404)
    assert not probed(new, pages=(page("new/index.html"),), hosts=("www.shop.test",))


def test_a_permanent_move_is_information_and_a_final_slash_is_none() -> None:
    moved = Probe("https://shop.test/a", "alive", 200, "https://shop.test/b", permanent=True)
    assert [found.rule for found in probed(moved)] == ["links.redirect"]
    assert not probed(Probe("https://shop.test/a", "alive", 200, "https://shop.test/a/", permanent=True))
    assert not probed(moved, element="img")


def test_a_fragment_is_looked_for_in_the_page_that_answered() -> None:
    missing = Probe("https://shop.test/a#b", "alive", 200, anchors=frozenset({"c"}))
    assert [found.rule for found in probed(missing)] == ["links.missing-anchor"]
    assert not probed(Probe("https://shop.test/a#c", "alive", 200, anchors=frozenset({"c"})))
    assert not probed(Probe("https://shop.test/a#b", "alive", 200, anchors=None))


def test_nothing_is_said_of_links_that_were_not_opened() -> None:
    assert not probed(Probe("https://shop.test/x", "refused", error="a private address"))
    assert not findings(site(page("index.html", "https://shop.test/x"), online=True))


# --- the delivery ---


def test_the_same_fault_is_listed_wherever_it_stands() -> None:
    delivery = site(*(page(f"{number}.html", "/gone/") for number in range(3)))
    assert [found.place.path for found in findings(delivery)] == ["0.html", "1.html", "2.html"]


def test_known_context_is_not_reported() -> None:
    delivery = site(page("a.html", "gone.html"), page("b.html", "gone.html", reported=False))
    assert len(findings(delivery)) == 1


def test_a_decomposed_file_name_is_told_from_a_missing_file() -> None:
    (found,) = findings(site(page("index.html", "caf\u00e9.html"), files=("cafe\u0301.html",)))
    assert "accents" in found.message


def test_an_inferred_host_is_less_certain_than_a_configured_one() -> None:
    canonical = {"canonical": ("https://www.shop.test/", Location())}
    delivery = site(page("index.html", "https://shop.test/menu/", meta=canonical))
    assert [found.severity for found in findings(delivery)] == ["warning"]


def test_a_prefix_that_all_links_share_is_where_the_build_will_be_served() -> None:
    delivery = site(page("index.html", "/docs/a.html", "/docs/b/"), page("a.html"), page("b/index.html"))
    assert not findings(delivery)


def test_a_folder_without_index_page_is_worth_a_look() -> None:
    (found,) = findings(site(page("index.html", "/files/"), files=("files/a.pdf",)))
    assert (found.severity, "no index page" in found.message) == ("warning", True)


@pytest.mark.parametrize("url", ["operator/.html", "/operator/.html#top"])
def test_a_page_without_a_name_is_worth_a_look(url: str) -> None:
    (found,) = findings(site(page("index.html", url), files=("operator/.html",)))
    assert (found.severity, "many hosts hide it" in found.message) == ("warning", True)


def test_a_page_that_could_not_be_read_may_have_any_place() -> None:
    gap = Gap("document", "b.html", "", "took longer than 10 seconds and was stopped", intended=False)
    pages = page("index.html", "b.html#prices"), page("b.html")
    assert [found.rule for found in findings(site(*pages))] == ["links.missing-anchor"]
    assert not findings(site(pages[0], replace(pages[1], gaps=(gap,))))


def test_a_moved_page_is_suggested() -> None:
    (found,) = findings(site(page("index.html", "/how-we-bake/"), page("about/how-we-bake/index.html")))
    assert found.suggestions == ("/about/how-we-bake/",)


def test_sources_of_a_site_are_no_site() -> None:
    source = Facts("a.md", "a.md", "text/markdown", "page", "", links=page("a.md", "/about/").links)
    (gap,) = reviewed(site(source))
    assert isinstance(gap, Gap)
    assert gap.intended


# --- speed, and input that means harm ---


def test_a_large_site_is_reviewed_in_a_moment() -> None:
    names = [f"s{number % 50}/p{number}.html" for number in range(2_000)]
    menu = [f"/s{number}/p{number}.html" for number in range(50)]
    pages = [
        page(name, *menu, *(f"p{(n + 50 * k) % 2_000}.html#a" for k in range(50)), anchors=("a",))
        for n, name in enumerate(names)
    ]
    began = time.process_time()
    assert not findings(site(*pages))
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "source",
    [
        "<a " * 200_000,
        "<a href=#x>" * 50_000,
        "<a href=''>" * 50_000,
        "<a href='http:// " + "a" * 600_000 + "'>x</a>",
        "<a href='" + "http://" * 90_000 + "'>x</a>",
        "<a href='https://" + "a." * 300_000 + "'>https://" + "a." * 300_000 + "</a>",
        "<p>" + "[" * 600_000,
        "<p>" + "a@" * 300_000,
        "<p>" + "a" * 300_000 + "@" * 300_000,
        "<p>" + "](" * 300_000,
    ],
)
def test_hostile_pages_take_no_time(source: str) -> None:
    document = parse.parse(source.encode(), "text/html")
    began = time.process_time()
    list(links.check(document, links.Options()))
    assert time.process_time() - began < 1.5


@pytest.mark.parametrize(
    "part", ["http", "://", "[", "@", ".", "%", "mailto:", "(", "a.", "-", " ", "1", "staging", "="]
)
def test_hostile_urls_take_no_time(part: str) -> None:
    url = part * 100_000
    began = time.process_time()
    form.fault(url)
    form.fault("https://" + url)
    mailboxes.link_fault("mailto:" + url)
    mailboxes.link_fault(url)
    staging.is_suspect("https://" + url + ".test/" + url)
    staging.fault("https://" + url, (), email=True, shown=False)
    promise.fault("www.shop.test", "https://other.test/" + url)
    promise.fault(url, "https://other.test/")
    promise.fault("tel " + url, "tel:" + url)
    networks.fault("https://facebook.com/" + url, "Instagram", profile=True)
    networks.said(url)
    assert time.process_time() - began < 1


def test_fixes_stand_only_where_the_source_says_the_same() -> None:
    plain, escaped = checked('<a href="http//shop.test">a</a><a href="http//shop.test?a=1&amp;b=2">b</a>')
    assert plain.fix is not None
    assert plain.fix.replacement == "http://shop.test"
    assert escaped.fix is None
    assert escaped.suggestions == ("http://shop.test?a=1&b=2",)


# --- sites that show nothing to programs ---


def test_sites_that_turn_programs_away_are_one_line_each() -> None:
    urls = [f"https://www.linkedin.com/company/{name}" for name in "abc"] + ["https://www.instagram.com/oak/"]
    answers = {url: Probe(url, "unverified", 999, error="no") for url in urls}
    gone = Probe("https://x.com/gone", "dead", 404)
    delivery = site(page("index.html", *urls, gone.url), online=True, probes={**answers, gone.url: gone})
    found = findings(delivery)
    assert [(one.rule, one.severity, len(one.related)) for one in found] == [
        ("links.broken", None, 0),
        ("links.unverified", "info", 2),
        ("links.unverified", "info", 0),
    ]
    assert found[1].message.startswith("3 links to LinkedIn could not be verified")


def test_a_login_that_such_a_site_shows_to_programs_is_folded_too() -> None:
    sent = Probe("https://www.facebook.com/oak", "alive", 200, "https://www.facebook.com/login/?next=x", "Log in")
    (found,) = probed(sent)
    assert (found.rule, found.severity) == ("links.unverified", "info")


def test_what_was_seen_earlier_says_when() -> None:
    (found,) = probed(Probe("https://a.test/x", "alive", 301, "https://a.test/y", permanent=True, age=3))
    assert found.message.endswith("(seen 3 days ago)")
