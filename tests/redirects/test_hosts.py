"""Redirects of nginx, GitLab Pages, and the lists that platforms export, answered as the host would."""

from __future__ import annotations

import json
import time

import pytest

from preflight import redirects
from preflight.model import Redirect
from preflight.redirects import limits
from preflight.redirects.declared import old_addresses
from preflight.redirects.table import NOT_EVALUATED, Outcome, Table

FILES = frozenset({"/", "/new/", "/kept/", "/news/today/"})


def rules(name: str, text: str, host: str = "") -> tuple[Redirect, ...]:
    return redirects.read({f"public/{name}": text.encode()}, host)


def follow(path: str, name: str, text: str, host: str = "") -> Outcome | None:
    return Table(rules(name, text, host)).follow(path, FILES.__contains__)


def ends(path: str, name: str, text: str, host: str = "") -> str | None:
    outcome = follow(path, name, text, host)
    return None if outcome is None else outcome.target


# --- nginx ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "text", "target"),
    [
        ("/old", "location = /old { return 301 /new/; }", "/new/"),
        ("/old/", "location = /old { return 301 /new/; }", None),
        ("/old/x", "location /old/ { return 301 /new/; }", "/new/"),
        ("/a/today/", "location ~ ^/a/(.*)$ { return 302 /news/$1; }", "/news/today/"),
        ("/A/today/", "location ~ ^/a/(.*)$ { return 302 /news/$1; }", None),
        ("/A/today/", "location ~* ^/a/(.*)$ { return 302 /news/$1; }", "/news/today/"),
        ("/a/today/", "rewrite ^/a/(.*)$ /news/$1 permanent;", "/news/today/"),
        ("/a/today/", "server { rewrite ^/a/(.*)$ /news/$1 permanent; }", "/news/today/"),
        ("/a b/", 'rewrite "^/a b/$" /new/ redirect;', "/new/"),
        ("/shop/x", "location /shop/ { return 301 https://shop.example$request_uri; }", "https://shop.example/shop/x"),
        ("/kept/", "location = /kept/ { return 301 /new/; }", "/new/"),  # a rule wins over a file
        ("/old", "# location = /old { return 301 /new/; }", None),
        ("/x", "location /x { return 301 /new/; } location = /x { return 301 /kept/; }", "/kept/"),  # the exact one
        ("/x/y", "location /x { return 301 /a; } location /x/ { return 301 /kept/; }", "/kept/"),  # the longest
        ("/x/y", "location /x/y { return 301 /a; } location ~ ^/x { return 301 /kept/; }", "/kept/"),  # a pattern first
        ("/x/y", "location ~ ^/x { return 301 /a; } location ^~ /x/ { return 301 /kept/; }", "/kept/"),  # unless ^~
    ],
)
def test_nginx(path: str, text: str, target: str | None) -> None:
    assert ends(path, "nginx.conf", text) == target


@pytest.mark.parametrize(
    "text",
    [
        "if ($host = oak.example) { return 301 /new/; }",
        "map $uri $new { /old /new/; }",
        "include redirects/*.conf;",
        "location /x { if ($args) { return 301 /new/; } }",
    ],
)
def test_what_nginx_does_and_we_do_not_evaluate_is_said(text: str) -> None:
    (rule,) = rules("nginx.conf", text)
    assert rule.status == NOT_EVALUATED
    assert "not evaluated" in rule.condition


def test_a_gone_page_in_nginx() -> None:
    outcome = follow("/job", "nginx.conf", "location = /job { return 410; }")
    assert outcome is not None
    assert outcome.gone


# --- dialects of _redirects -----------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["/a /new/ 308", "/a /new/ 301!", "/a id=:id /new/ 301", "/a /new/ 302 Country=de"])
def test_gitlab_leaves_out_what_only_netlify_knows(line: str) -> None:
    (rule,) = rules("_redirects", line, "gitlab")
    assert rule.status == 0
    assert "GitLab Pages" in rule.condition


def test_gitlab_follows_the_rest_and_files_win() -> None:
    assert ends("/blog/today/", "_redirects", "/blog/* /news/:splat", "gitlab") == "/news/today/"
    assert ends("/kept/", "_redirects", "/kept/ /new/ 301", "gitlab") is None


def test_an_asterisk_that_is_none() -> None:
    assert ends("/five*star/", "_redirects", "/five%2Astar/ /new/") == "/new/"
    assert ends("/five-and-a-half-star/", "_redirects", "/five%2Astar/ /new/") is None


# --- lists ----------------------------------------------------------------------------------------------

REDIRECTION = "source,target,regex,code,type,hits,title,status\n"


@pytest.mark.parametrize(
    ("path", "name", "text", "target"),
    [
        ("/old/", "redirection.csv", REDIRECTION + "/old/,/new/,0,301,url,3,,active\n", "/new/"),
        ("/old", "redirection.csv", REDIRECTION + "/old/,/new/,0,301,url,3,,active\n", "/new/"),
        ("/a/today/", "redirection.csv", REDIRECTION + "^/a/(.*),/news/$1,1,301,url,0,,active\n", "/news/today/"),
        ("/old/", "redirection.csv", REDIRECTION + "/old/,/new/,0,301,url,0,,disabled\n", None),
        ("/old/", "my-redirects.csv", "Origin,Target,Type,Format\nold/,new/,301,plain\n", "/new/"),
        ("/a/today/", "my-redirects.csv", "Origin,Target,Type,Format\n/a/(.*),/news/$1,301,regex\n", "/news/today/"),
        ("/old", "redirects.csv", "Redirect from,Redirect to\n/old,/new/\n", "/new/"),
        ("/kept/", "redirects.csv", "Redirect from,Redirect to\n/kept/,/new/\n", None),  # on Shopify the page wins
        ("/a/today/", "webflow-redirects.csv", "Old Path;Redirect to\n/a/(.*);/news/%1\n", "/news/today/"),
        ("/old/", "redirects.csv", "Name,Price\nold,3\n", None),  # another kind of sheet
        ("/old", "url-mappings.txt", "/old -> /new/ 301\n", "/new/"),
        ("/a/today/", "url-mappings.txt", "/a/[name] -> /news/[name] 302\n", "/news/today/"),
        ("/kept/", "url-mappings.txt", "/kept/ -> /new/ 301\n", None),
    ],
)
def test_exported_lists(path: str, name: str, text: str, target: str | None) -> None:
    assert ends(path, name, text) == target


def test_redirections_json() -> None:
    entries = [
        {"url": "/old/", "action_data": {"url": "/new/"}, "action_code": 301, "regex": False, "enabled": True},
        {"url": "/off/", "action_data": {"url": "/new/"}, "action_code": 301, "enabled": False},
        {"url": "/login/", "action_data": {"url_from": "/a"}, "match_type": "login", "action_type": "url"},
    ]
    found = rules("redirection.json", json.dumps({"redirects": entries}))
    assert [rule.status for rule in found] == [301, NOT_EVALUATED, NOT_EVALUATED]
    assert "login" in found[2].condition


def test_an_address_with_a_query_is_for_some() -> None:
    outcome = follow("/old/", "redirection.csv", REDIRECTION + "/old/?id=3,/new/,0,301,url,0,,active\n")
    assert outcome is not None
    assert not outcome.sure


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ("redirect_from: /old/\n", ["/old/"]),
        ("redirect_from:\n  - /old/\n  - '/older/'\ntitle: x\n", ["/old/", "/older/"]),
        ('aliases = ["/old/", "/older/"]\n', ["/old/", "/older/"]),
        ("aliases: [former]\n", ["/guide/former"]),
        ("title: redirect_from nowhere\n", []),
    ],
)
def test_front_matter(front: str, found: list[str]) -> None:
    assert list(old_addresses(front, "/guide/setup/")) == found


# --- limits and hostile files ---------------------------------------------------------------------------


def test_limits_of_hosts() -> None:
    cloudflare = limits.OF_HOST["cloudflare"]
    plain = [Redirect(f"/{n}", "/", 301, place=None, host="cloudflare") for n in range(2001)]  # type: ignore[arg-type]
    assert [(rule.source, what[:5]) for rule, what in limits.exceeded(plain, cloudflare)] == [("/2000", "2,000")]
    assert list(limits.exceeded(plain[:2000], cloudflare)) == []


@pytest.mark.parametrize("name", ["nginx.conf", "redirects.csv", "redirection.json", "url-mappings.txt", "_redirects"])
@pytest.mark.parametrize(
    "piece", ["{", "location ~ (((( {", '"', "/a -> ", "[", "a,b;c\t", "^/(a+)+$ /x permanent;", "/*:a"]
)
def test_hostile_files_take_no_time(name: str, piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    Table(rules(name, text)).follow("/a", FILES.__contains__)
    assert time.process_time() - started < 3
