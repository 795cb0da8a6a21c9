"""Alive, dead, or not for a program to say. Outcomes are mocked here; what needs a socket is in the files beside."""

from __future__ import annotations

import ssl

import httpx
import pytest
import respx

from preflight.probe import answers
from preflight.probe.journey import MOST_HOPS

from .conftest import Names, ask, look

PAGE = httpx.Response(200, html="<title>Oak &amp; Ash</title><h1 id='top'>Tables</h1>")


@pytest.mark.parametrize(
    ("status", "outcome", "word"),
    [
        (200, "alive", ""),
        (204, "alive", ""),
        (404, "dead", "does not exist"),
        (410, "dead", "for good"),
        (400, "dead", "does not understand"),
        (418, "unverified", "unusual code (418)"),
        (401, "unverified", "password"),
        (403, "unverified", "programs"),
        (429, "unverified", "fewer requests"),
        (451, "unverified", "legal"),
        (500, "dead", "fault of its own"),
        (503, "dead", "closed for the moment"),
        (999, "unverified", "programs"),
        (304, "unverified", "unusual"),
    ],
)
def test_statuses(status: int, outcome: str, word: str) -> None:
    with respx.mock:
        respx.get("https://example.com/x").respond(status)
        answer = ask("https://example.com/x")
    assert (answer.outcome, answer.status) == (outcome, status)
    assert word in answer.error
    assert bool(answer.error) == (outcome != "alive")


@pytest.mark.parametrize(
    ("error", "outcome", "word"),
    [
        (httpx.ReadTimeout("slow"), "unverified", "no answer within 30 seconds"),
        (httpx.ReadError("reset"), "unverified", "broke off"),
        (httpx.RemoteProtocolError("nonsense"), "unverified", "not a web page"),
        (httpx.ConnectError("no route"), "unverified", "cannot be reached"),
    ],
)
def test_faults_of_the_connection(error: httpx.HTTPError, outcome: str, word: str) -> None:
    with respx.mock:
        route = respx.get("https://example.com/x").mock(side_effect=error)
        respx.get("https://other.example.com/").respond(200)
        answer = look(["https://example.com/x", "https://other.example.com/"])["https://example.com/x"]
    assert answer.outcome == outcome
    assert word in answer.error
    assert route.call_count == 2


@pytest.mark.parametrize(
    ("code", "outcome", "word"),
    [
        (answers.WRONG_NAME, "dead", "another site"),
        (answers.EXPIRED, "dead", "expired"),
        (answers.SELF_SIGNED, "dead", "home-made"),
        (20, "unverified", "could not be verified from here"),
    ],
)
def test_certificates_in_plain_words(code: int, outcome: str, word: str) -> None:
    cause = ssl.SSLCertVerificationError(1, "certificate verify failed")
    cause.verify_code = code
    error = httpx.ConnectError("certificate verify failed")
    error.__cause__ = cause
    found, why = answers.of_error(error, 15)
    assert found == outcome
    assert word in why
    assert "SSL" not in why


def test_a_passing_fault_is_asked_about_once_more() -> None:
    with respx.mock:
        route = respx.get("https://example.com/x").mock(side_effect=[httpx.Response(503), PAGE])
        answer = ask("https://example.com/x")
    assert (answer.outcome, answer.title, route.call_count) == ("alive", "Oak & Ash", 2)


def test_a_page_that_is_gone_is_not_asked_about_twice() -> None:
    with respx.mock:
        route = respx.get("https://example.com/x").respond(404)
        ask("https://example.com/x")
    assert route.call_count == 1


def test_each_page_is_requested_once_whatever_its_fragments() -> None:
    spellings = [
        "https://example.com/x",
        "https://example.com/x#top",
        " https://example.com/x#gone\n",
        "https://example.com/x#",
    ]
    with respx.mock:
        route = respx.get("https://example.com/x").mock(return_value=PAGE)
        found = look(spellings)
    assert route.call_count == 1
    assert list(found) == spellings
    assert {answer.anchors for answer in found.values()} == {frozenset({"top"})}
    assert all(answer.url == url for url, answer in found.items())


def test_a_site_that_says_when_it_will_be_back_is_not_broken() -> None:
    with respx.mock:
        respx.get("https://example.com/x").respond(503, headers={"Retry-After": "3600"})
        answer = ask("https://example.com/x")
    assert (answer.outcome, "will be back" in answer.error) == ("unverified", True)


@pytest.mark.parametrize(("status", "outcome"), [(400, "unverified"), (500, "unverified"), (404, "dead")])
def test_sites_that_turn_programs_away_are_believed_about_missing_pages_only(status: int, outcome: str) -> None:
    names = Names({"www.linkedin.com": [["93.184.216.34"]], "example.com": [["93.184.216.34"]]})
    with respx.mock:
        respx.get("https://www.linkedin.com/company/oak").respond(status)
        answer = ask("https://www.linkedin.com/company/oak", resolver=names)
    assert (answer.outcome, answer.status) == (outcome, status)


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [((301,), True), ((301, 308), True), ((302,), False), ((301, 302), False), ((307,), False)],
)
def test_moved_for_good_when_every_hop_says_so(statuses: tuple[int, ...], permanent: bool) -> None:
    with respx.mock:
        for number, status in enumerate(statuses):
            respx.get(f"https://example.com/{number}").respond(status, headers={"Location": f"/{number + 1}"})
        respx.get(f"https://example.com/{len(statuses)}").respond(200)
        answer = ask("https://example.com/0")
    assert answer.outcome == "alive"
    assert answer.permanent is permanent
    assert answer.final_url == f"https://example.com/{len(statuses)}"


def test_no_redirect_no_final_url() -> None:
    with respx.mock:
        respx.get("https://example.com/x").mock(return_value=PAGE)
        answer = ask("https://example.com/x")
    assert (answer.final_url, answer.permanent) == ("", False)


def test_a_redirect_to_a_dead_page_is_dead() -> None:
    with respx.mock:
        respx.get("https://example.com/a").respond(301, headers={"Location": "https://example.com/b"})
        respx.get("https://example.com/b").respond(404)
        answer = ask("https://example.com/a")
    assert (answer.outcome, answer.status, answer.final_url) == ("dead", 404, "https://example.com/b")


def test_circles_and_endless_chains_end() -> None:
    with respx.mock:
        respx.get("https://example.com/a").respond(302, headers={"Location": "/b"})
        respx.get("https://example.com/b").respond(302, headers={"Location": "/a"})
        circle = ask("https://example.com/a")
        chain = respx.get(path__regex="/chain/").mock(
            side_effect=lambda request: httpx.Response(302, headers={"Location": f"{request.url.path}x"})
        )
        endless = ask("https://example.com/chain/")
    assert (circle.outcome, endless.outcome) == ("dead", "dead")
    assert "in circles" in circle.error
    assert chain.call_count == MOST_HOPS + 1


def test_a_page_that_insists_on_cookies_gets_them_and_ends_all_the_same() -> None:
    with respx.mock:
        route = respx.get("https://example.com/a")
        route.respond(302, headers={"Location": "/a", "Set-Cookie": "seen=1"})
        answer = ask("https://example.com/a")
    assert (answer.outcome, "in circles" in answer.error) == ("dead", True)
    assert route.calls[1].request.headers["cookie"] == "seen=1"


@pytest.mark.parametrize(
    ("location", "outcome"),
    [
        ("/über", "alive"),
        ("//example.com/%C3%BCber", "alive"),
        ("itms-apps://example.com/app", "refused"),
        ("http://[", "refused"),
        ("http://exa mple.com/", "unverified"),
        ("", "dead"),
    ],
)
def test_odd_redirects(location: str, outcome: str) -> None:
    with respx.mock:
        respx.get("https://example.com/a").mock(
            return_value=httpx.Response(302, headers=[(b"Location", location.encode())])
        )
        respx.get("https://example.com/%C3%BCber").respond(200)
        assert ask("https://example.com/a").outcome == outcome


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/unsubscribe?u=7",
        "https://example.com/confirm/7",
        "https://example.com/{{ token }}",
        "https://lists.example.com/?action=optout",
    ],
)
def test_action_links_are_not_even_requested_when_asked_for(url: str) -> None:
    with respx.mock(assert_all_called=False) as mock:
        answer = ask(url)
        assert not mock.calls
    assert (answer.outcome, "not opened on purpose" in answer.error) == ("refused", True)


def test_a_redirect_to_an_action_is_not_followed() -> None:
    with respx.mock(assert_all_called=False) as mock:
        mock.get("https://example.com/c/7f3a").respond(302, headers={"Location": "/unsubscribe?u=7"})
        action = mock.get(path="/unsubscribe").respond(200)
        answer = ask("https://example.com/c/7f3a")
    assert (answer.outcome, action.called) == ("refused", False)
    assert "unsubscribe link" in answer.error


@pytest.mark.parametrize(
    "url",
    [
        "http://", "https:///", "http://[", "http://exa mple.com/", "http://example.com:99999/", "http://☃..test/",
        "https://example.com/" + "x" * 70_000, "http://0177.0.0.1/", "https://example.com/\x07bell",
    ],
)  # fmt: skip
def test_addresses_that_are_none_are_left_open(url: str) -> None:
    with respx.mock:
        assert ask(url).outcome in ("unverified", "refused")


def test_a_name_that_does_not_exist_is_dead() -> None:
    names = Names({"example.com": [["93.184.216.34"]]})
    answer = ask("https://exampel.example.com/", resolver=names)
    assert (answer.outcome, answer.error) == ("dead", "there is no website called “exampel.example.com”")
    assert ask("https://shop.invalid/", resolver=Names({}, silent=True)).outcome == "dead"


def test_one_sentence_when_this_computer_is_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    found = look([f"https://{name}.example.com/" for name in "abc"], resolver=Names({}, silent=True))
    assert not found
    assert "seems to be offline" in found.network_down
    assert "a proxy is set" in found.network_down


def test_one_sentence_when_nothing_gets_through() -> None:
    with respx.mock:
        respx.get(host__regex="example.com").mock(side_effect=httpx.ConnectError("unreachable"))
        found = look([f"https://{name}.example.com/" for name in "abc"])
        assert "none of 3 websites" in found.network_down
        assert not found
        two = look([f"https://{name}.example.com/" for name in "ab"])
    assert not two.network_down
    assert {answer.outcome for answer in two.values()} == {"unverified"}


def test_refusals_are_told_even_when_the_network_is_down() -> None:
    urls = ["https://a.example.com/", "http://127.0.0.1/", "https://b.example.com/unsubscribe"]
    found = look(urls, resolver=Names({}, silent=True))
    assert list(found) == urls[1:]
    assert found.network_down


def test_control_characters_in_a_title_are_gone() -> None:
    with respx.mock:
        respx.get("https://example.com/x").respond(200, html="<title>\x1b]0;owned\x07\u202eevil\n  two</title>")
        assert ask("https://example.com/x").title == "]0;owned evil two"


def test_progress_is_told() -> None:
    seen: list[tuple[int, int]] = []
    with respx.mock:
        respx.get(host="example.com").respond(200)
        look([f"https://example.com/{n}" for n in range(3)], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_nothing_to_do_opens_nothing() -> None:
    assert look([]) == {}
