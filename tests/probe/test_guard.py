"""Whom the probe never talks to. The servers and sockets here are real, since a mock replaces what the guard guards."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from preflight.probe import guard

from .conftest import Names, Server, ask, look, page, redirect


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "198.18.0.1", "192.88.99.1", "240.0.0.1", "192.0.2.1", "203.0.113.9",
        "::", "::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "100::1", "64:ff9b:1::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::a00:1", "64:ff9b::7f00:1", "2002:a00:1::1",
        "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:f5ff:fffe", "2606:4700::5efe:10.0.0.1", "fe80::5efe:10.0.0.1",
    ],
)  # fmt: skip
def test_addresses_that_are_nobody_elses_business(address: str) -> None:
    assert not guard.is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_public_addresses(address: str) -> None:
    assert guard.is_public(ip_address(address))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1/", "inside a private network"),
        ("http://169.254.169.254/latest/meta-data/", "inside a private network"),
        ("http://[::1]/", "inside a private network"),
        ("http://[::ffff:127.0.0.1]/", "inside a private network"),
        ("http://[fe80::1%25eth0]/", "inside a private network"),
        ("http://2130706433/", "in disguise"),
        ("http://0x7f.1/", "in disguise"),
        ("http://0x7f000001/", "in disguise"),
        ("http://127.1/", "in disguise"),
        ("http://example.com.0x7f/", "in disguise"),
        ("http://localhost/", "a name inside"),
        ("http://LOCALHOST./", "a name inside"),
        ("http://app.localhost/", "a name inside"),
        ("http://printer.local/", "a name inside"),
        ("http://metadata.google.internal/", "a name inside"),
        ("http://intranet/", "a name inside"),
        ("http://anna:pw@127.0.0.1/", "inside a private network"),
        ("http://example.com@127.0.0.1/", "inside a private network"),
        ("http:\\\\127.0.0.1\\x", "inside a private network"),
        ("http://example.com:25/", "port 25"),
        ("https://example.com:6667/", "port 6667"),
        ("ftp://example.com/", "ftp:"),
        ("file:///etc/passwd", "file:"),
        ("gopher://example.com:70/", "gopher:"),
    ],
)
def test_addresses_are_refused_before_anybody_is_asked(url: str, why: str) -> None:
    names = Names({})
    answer = ask(url, resolver=names)
    assert (answer.outcome, why in answer.error) == ("refused", True), answer
    assert not names.asked


@pytest.mark.parametrize("found", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::ffff:127.0.0.1"]])
def test_a_public_name_with_a_private_address_is_refused(server: Server, found: list[str]) -> None:
    server.routes["/"] = page()
    names = Names({"trap.example.com": [found]})
    answer = ask(server.url("/", "trap.example.com"), resolver=names)
    assert answer.outcome == "refused"
    assert "leads inside a private network" in answer.error
    assert not server.hits


def test_the_connection_goes_to_the_address_that_was_checked(server: Server) -> None:
    """DNS rebinding: the second answer differs. There is no second question, and the Host header keeps the name."""
    server.routes["/"] = page()
    names = Names({"rebind.example.com": [["127.0.0.1"], ["10.0.0.1"]]})
    answer = ask(server.url("/", "rebind.example.com"), resolver=names, allow_hosts=("rebind.example.com",))
    assert answer.outcome == "alive"
    assert names.asked["rebind.example.com"] == 1
    assert server.requests[0]["host"] == f"rebind.example.com:{server.port}"


def test_a_name_that_turns_private_later_is_refused(server: Server) -> None:
    names = Names({"rebind.example.com": [["127.0.0.1"]]})
    server.routes["/"] = page()
    assert ask(server.url("/", "rebind.example.com"), resolver=names).outcome == "refused"
    assert not server.hits


def test_a_redirect_into_the_private_network_is_not_followed(server: Server) -> None:
    server.routes["/go"] = redirect("http://169.254.169.254/latest/meta-data/")
    server.routes["/self"] = redirect(server.url("/secret", "localhost"))
    server.routes["/secret"] = page()
    allowed = (f"127.0.0.1:{server.port}",)
    for path in ("/go", "/self"):
        answer = ask(server.url(path), allow_hosts=allowed)
        assert answer.outcome == "refused"
        assert "private network" in answer.error
    assert not server.hits["/secret"]


def test_an_exception_is_for_one_port_when_it_says_so(server: Server) -> None:
    server.routes["/"] = page()
    assert ask(server.url("/"), allow_hosts=(f"127.0.0.1:{server.port}",)).outcome == "alive"
    assert ask(server.url("/"), allow_hosts=("127.0.0.1",)).outcome == "alive"
    assert ask(server.url("/"), allow_hosts=(f"127.0.0.1:{server.port + 1}",)).outcome == "refused"


def test_exceptions_are_written_as_hosts_are() -> None:
    assert guard.allowed_hosts(["Staging.Example.com", "127.0.0.1:8000", "[::1]:8000", "::1"]) == {
        ("staging.example.com", ""), ("127.0.0.1", "8000"), ("::1", "8000"), ("::1", ""),
    }  # fmt: skip


def test_a_password_never_reaches_another_host(server: Server) -> None:
    server.routes["/a"] = redirect("/b")
    server.routes["/b"] = redirect(server.url("/c", "localhost"))
    server.routes["/c"] = redirect(server.url("/d", "eve:trick@127.0.0.1"))
    server.routes["/d"] = page()
    names = Names({"localhost": [["127.0.0.1"]]})
    look([server.url("/a", "anna:secret@127.0.0.1")], allow_hosts=("127.0.0.1", "localhost"), resolver=names)
    sent = {request["target"]: "authorization" in request for request in server.requests}
    assert sent == {"/a": True, "/b": True, "/c": False, "/d": False}


def test_cookies_are_kept_on_the_way_of_one_link_only(server: Server) -> None:
    server.routes["/a"] = redirect("/b", headers=["Set-Cookie: id=1"])
    server.routes["/b"] = redirect(server.url("/c", "localhost"))
    server.routes["/c"] = server.routes["/d"] = page()
    names = Names({"localhost": [["127.0.0.1"]]})
    look([server.url("/a"), server.url("/d")], allow_hosts=("127.0.0.1", "localhost"), resolver=names, per_host=1)
    sent = {request["target"]: request.get("cookie", "") for request in server.requests}
    assert sent == {"/a": "", "/b": "id=1", "/c": "", "/d": ""}
