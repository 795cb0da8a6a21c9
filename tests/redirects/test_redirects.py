"""Redirect files answer as their hosts would: each row is a path, the rules, and where a visitor ends up."""

from __future__ import annotations

import time

import pytest

from preflight import redirects
from preflight.redirects.table import Outcome, Table

FILES = frozenset({"/", "/new/", "/news/today/", "/index.html", "/kept/", "/team.html", "/team"})


def follow(path: str, files: dict[str, str], hosts: tuple[str, ...] = ()) -> Outcome | None:
    table = Table(redirects.read({name: text.encode() for name, text in files.items()}), hosts)
    return table.follow(path, FILES.__contains__)


def ends(path: str, name: str, text: str, hosts: tuple[str, ...] = ()) -> str | None:
    outcome = follow(path, {name: text}, hosts)
    return None if outcome is None else outcome.target


@pytest.mark.parametrize(
    ("path", "text", "target"),
    [
        ("/old/", "/old/ /new/ 301", "/new/"),
        ("/old/", "/old /new/", "/new/"),
        ("/old", "/old/ /new/", "/new/"),
        ("/Old/", "/old/ /new/", None),
        ("/old/", "# /old/ /new/", None),
        ("/old/", "/old/ /new/ 301 # moved in May", "/new/"),
        ("/caf\u00e9/", "/caf%C3%A9/ /new/", "/new/"),
        ("/blog/today/", "/blog/* /news/:splat", "/news/today/"),
        ("/blog", "/blog/* /news/:splat", "/news/"),
        ("/blogs/x/", "/blog/* /news/:splat", None),
        ("/2024/05/hello/", "/:year/:month/:slug /news/:slug-:year", "/news/hello-2024"),
        ("/2024/05/", "/:year/:month/:slug /news/:slug", None),
        ("/old/", "/old/ https://other.example/old", "https://other.example/old"),
        ("/old/", "/old/ /new/?from=old#top 302", "/new/?from=old#top"),
        ("/kept/", "/kept/ /new/", None),
        ("/kept/", "/kept/ /new/ 301!", "/new/"),
        ("/anything/", "/* /index.html 200", "/index.html"),
        ("/store/", "/store id=:id /new/ 301", None),
        ("/a/", "/* /new/ 301\n/a/ /kept/ 301", "/new/"),
        ("/a/", "/a/ /kept/ 301\n/* /new/ 301", "/kept/"),
    ],
)
def test_netlify_lines(path: str, text: str, target: str | None) -> None:
    assert ends(path, "_redirects", text) == target


def test_a_netlify_rule_for_some_visitors_is_unsure() -> None:
    outcome = follow("/old/", {"_redirects": "/old/ /new/ 302 Country=de,at"})
    assert outcome is not None
    assert not outcome.sure


def test_a_rule_for_everybody_wins_over_one_for_some_visitors() -> None:
    outcome = follow("/old/", {"_redirects": "/old/ /kept/ 302 Language=de\n/old/ /new/ 302"})
    assert outcome is not None
    assert (outcome.target, outcome.sure) == ("/new/", True)


@pytest.mark.parametrize("line", ["old /new/ 301", "/old new 301", "/old", "/old /new/ moved"])
def test_a_line_that_cannot_be_read_says_why(line: str) -> None:
    (rule,) = redirects.read({"public/_redirects": b"# moved\n" + line.encode()})
    assert rule.status == 0
    assert rule.condition
    assert (rule.place.path, rule.place.line, rule.place.column) == ("public/_redirects", 2, 1)


def test_on_cloudflare_the_rule_wins_over_the_file_and_the_slash_counts() -> None:
    files = {"wrangler.toml": "", "_redirects": "/kept/ /new/"}
    outcome = follow("/kept/", files)
    assert outcome is not None
    assert (outcome.target, outcome.hops[0].status) == ("/new/", 302)
    assert follow("/old/", {"wrangler.toml": "", "_redirects": "/old /new/"}) is None


NETLIFY_TOML = """
[build]
publish = "site"

[[redirects]]
  from = "/old/*"
  to = "/new/:splat"
[[redirects]]
  from = "/kept/"
  to = "/new/"
  status = 302
  force = true
[[redirects]]
  from = "/members/"
  to = "/new/"
  conditions = {Role = ["admin"]}
"""


def test_netlify_toml() -> None:
    rules = redirects.read({"netlify.toml": NETLIFY_TOML.encode()})
    assert [(rule.source, rule.place.line) for rule in rules] == [("/old/*", 5), ("/kept/", 8), ("/members/", 13)]
    assert ends("/old/", "netlify.toml", NETLIFY_TOML) == "/new/"
    assert ends("/kept/", "netlify.toml", NETLIFY_TOML) == "/new/"
    members = follow("/members/", {"netlify.toml": NETLIFY_TOML})
    assert members is not None
    assert not members.sure


def test_the_file_of_lines_comes_before_the_toml_file() -> None:
    outcome = follow("/old/", {"netlify.toml": NETLIFY_TOML, "_redirects": "/old/ /news/today/"})
    assert outcome is not None
    assert outcome.target == "/news/today/"


def vercel(entries: str, extra: str = "") -> str:
    return '{\n "redirects": [\n' + entries + "]" + extra + "}"


@pytest.mark.parametrize(
    ("path", "entries", "extra", "target"),
    [
        ("/old/", '{"source": "/old/", "destination": "/new/", "permanent": true}', "", "/new/"),
        ("/old/", '{"source": "/old", "destination": "/new/"}', "", "/new/"),
        ("/old/", '{"source": "/old", "destination": "/new/"}', ', "trailingSlash": true', None),
        ("/old/a/b", '{"source": "/old/:path*", "destination": "/new/:path*"}', "", "/new/a/b"),
        ("/old", '{"source": "/old/:path*", "destination": "/new/:path*"}', "", "/new/"),
        ("/old", '{"source": "/old/:path+", "destination": "/new/:path+"}', "", None),
        ("/post/12", '{"source": "/post/:id(\\\\d+)", "destination": "/news/:id"}', "", "/news/12"),
        ("/post/x", '{"source": "/post/:id(\\\\d+)", "destination": "/news/:id"}', "", None),
        ("/files/a/b", '{"source": "/files/(.*)", "destination": "/new/$1"}', "", "/new/a/b"),
        ("/team.html", "", ', "cleanUrls": true', "/team"),
        ("/kept/", '{"source": "/kept/", "destination": "/new/", "statusCode": 301}', "", "/new/"),
        ("/x/y", "", ', "rewrites": [{"source": "/(.*)", "destination": "/index.html"}]', "/index.html"),
        ("/kept/", "", ', "rewrites": [{"source": "/(.*)", "destination": "/index.html"}]', None),
    ],
)
def test_vercel(path: str, entries: str, extra: str, target: str | None) -> None:
    assert ends(path, "vercel.json", vercel(entries, extra)) == target


@pytest.mark.parametrize(
    "entry",
    [
        '{"source": "/:path((?!uk/).*)", "destination": "/new/"}',
        '{"source": "/old", "has": [{"type": "cookie", "key": "a"}], "destination": "/new/"}',
    ],
)
def test_what_only_vercel_can_tell_is_unsure(entry: str) -> None:
    outcome = follow("/old", {"vercel.json": vercel(entry)})
    assert outcome is not None
    assert not outcome.sure


def test_vercel_rules_know_their_lines() -> None:
    entries = '{"source": "/a", "destination": "/new/"},\n{"source": "/b", "destination": "/new/"}\n'
    rules = redirects.read({"vercel.json": vercel(entries).encode()})
    assert [rule.place.line for rule in rules] == [3, 4]


@pytest.mark.parametrize(
    ("path", "text", "target"),
    [
        ("/old/", "Redirect 301 /old/ /new/", "/new/"),
        ("/old/team", "Redirect permanent /old /new", "/new/team"),
        ("/older", "Redirect permanent /old /new", None),
        ("/old/a", "Redirect /old/ /new", "/newa"),
        ("/old", "RedirectPermanent /old https://other.example/", "https://other.example/"),
        ("/old/7/", 'RedirectMatch 301 "^/old/(\\d+)/$" /news/$1', "/news/7"),
        ("/very-old/", "RedirectMatch 301 old /new/", "/new/"),
        ("/old/", "RewriteEngine On\nRewriteRule ^old/?$ /new/ [R=301,L]", "/new/"),
        ("/old/", "RewriteRule ^old/?$ /new/ [R=301,L]", None),
        ("/OLD/", "RewriteEngine on\nRewriteRule ^old/$ /new/ [NC,R]", "/new/"),
        ("/old/x", "RewriteEngine on\nRewriteRule ^(?:old|gone)/(.*)$ new/ [R=301]", "/new/"),
        ("/kept/", "RewriteEngine on\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^(.*)$ /new/ [R]", None),
        ("/lost/", "RewriteEngine on\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^(.*)$ /new/ [R]", "/new/"),
        ("/old/", "RewriteEngine on\nRewriteCond %{REQUEST_URI} ^/old/$\nRewriteRule .* /new/ [R=301]", "/new/"),
        ("/x/", "RewriteEngine on\nRewriteCond %{HTTPS} off\nRewriteRule ^(.*)$ https://%{HTTP_HOST}/$1 [R=301]", None),
        ("/old/", "<IfModule mod_alias.c>\nRedirect 301 \\\n /old/ /new/\n</IfModule>", "/new/"),
        ("/kept/", "Redirect 301 /kept/ /new/", "/new/"),
    ],
)
def test_apache(path: str, text: str, target: str | None) -> None:
    assert ends(path, ".htaccess", text) == target


@pytest.mark.parametrize(
    "text",
    [
        "RewriteEngine on\nRewriteCond %{HTTP_COOKIE} beta\nRewriteRule ^old/$ /new/ [R]",
        "RewriteEngine on\nRewriteRule . /index.php [L]",
        '<If "%{TIME_HOUR} > 20">\nRedirect /old/ /new/\n</If>',
        "RedirectMatch ^/(?!kept).*$ /new/",
    ],
)
def test_what_only_apache_can_tell_is_unsure(text: str) -> None:
    table = Table(redirects.read({".htaccess": text.encode()}))
    outcome = table.follow("/old/", lambda path: path == "/index.php")
    assert outcome is not None
    assert not outcome.sure


def test_gone_on_purpose() -> None:
    outcome = follow("/old/", {".htaccess": "Redirect gone /old/"})
    assert outcome is not None
    assert outcome.gone


def test_chains_and_loops() -> None:
    text = "/a/ /b/\n/b/ /new/\n/c/ /d/\n/d/ /c/\n/self/ /self/"
    chain = follow("/a/", {"_redirects": text})
    assert chain is not None
    assert (chain.redirects, chain.target, chain.loop) == (2, "/new/", False)
    for path in ("/c/", "/d/", "/self/"):
        loop = follow(path, {"_redirects": text})
        assert loop is not None
        assert loop.loop


def test_an_endless_redirect_ends() -> None:
    outcome = follow("/x", {"_redirects": "/* /x/:splat 301!"})
    assert outcome is not None
    assert outcome.loop


def test_a_rule_for_a_host_counts_only_for_the_own_host() -> None:
    text = "https://bakery.example/old/ /new/ 301!"
    assert ends("/old/", "_redirects", text) is None
    assert ends("/old/", "_redirects", text, ("bakery.example",)) == "/new/"


@pytest.mark.parametrize(
    ("host", "name"), [("netlify", "_redirects"), ("vercel", "vercel.json"), ("apache", ".htaccess")]
)
def test_a_proposed_line_does_what_it_says(host: str, name: str) -> None:
    line = redirects.proposal(host, "/old.page/", "/new/")
    text = vercel(line) if host == "vercel" else line
    assert ends("/old.page/", name, text) == "/new/"
    assert ends("/oldxpage/", name, text) is None
    assert ends("/old.page/below/", name, text) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("vercel.json", "{"),
        ("vercel.json", "[" * 100_000),
        ("vercel.json", '{"redirects": {"source": 1}, "rewrites": 7}'),
        (
            "vercel.json",
            '{"redirects": [{"source": "/(((", "destination": "/"}, {"source": ":a(:b", "destination": []}]}',
        ),
        ("netlify.toml", "[[redirects]"),
        ("netlify.toml", "redirects = 1"),
        ("netlify.toml", "a = " + "[" * 100_000),
        (".htaccess", "RedirectMatch ((((( /x\nRewriteEngine on\nRewriteRule\nRedirect\nRewriteRule ((?=(( x [R]"),
        (".htaccess", "RewriteEngine on\nRewriteRule " + "[" * 300_000 + " /x"),
        (".htaccess", "Redirect " + '"' * 300_000),
        (".htaccess", "RedirectMatch (a{1000}){1000}$ /x"),
        ("_redirects", "/" + "*" * 100_000 + " /new/"),
        ("_redirects", "/" + ":a" * 100_000 + " /new/"),
        ("_redirects", "\x00\ufffd / / /"),
    ],
)
def test_hostile_files_cost_nothing(name: str, text: str) -> None:
    started = time.process_time()
    follow("/" + "a" * 5000, {name: text})
    assert time.process_time() - started < 1


def test_thousands_of_rules_are_asked_quickly() -> None:
    lines = [f"/old-{number}/ /new-{number}/ 301" for number in range(4000)]
    lines += [f"/folder-{number}/* /new/:splat 301" for number in range(1000)]
    table = Table(redirects.read({"_redirects": "\n".join(lines).encode()}))
    started = time.process_time()
    for number in range(10_000):
        table.follow(f"/old-{number}/", lambda path: False)
    assert time.process_time() - started < 5
