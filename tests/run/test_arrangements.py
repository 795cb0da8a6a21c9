"""What a client arranged for single hosts, proved on a real server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]


class Site(ThreadingHTTPServer):
    """Answers with the code that the path begins with; ``/members`` wants a header. Remembers what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[str] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Site)
        self.server.asked.append(self.path)
        number = self.path[1:4]
        code = int(number) if number.isdigit() else 200
        if self.path == "/members" and self.headers.get("X-Pass") != "sesame":
            code = 403
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        del args


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def checked(run: Run, write: Write, config: str, urls: list[str], *rest: str, named: bool = True) -> dict[str, Any]:
    links = "".join(f"<p><a href='{url}'>this one</a>" for url in urls)
    write({"preflight.toml": config, "news.html": f"<!doctype html><html lang=en><title>News</title>{links}"})
    how = ("--config", "preflight.toml") if named else ()
    common = (
        "--kind",
        "page",
        "--select",
        "links.*,waivers.*",
        "--ignore",
        "links.staging",
        "--no-cache",
        "--format",
        "json",
    )
    sent = () if "--send-date" in rest else ("--send-date", "2026-11-24")
    return run("check", "news.html", "--allow-host", "127.0.0.1", *how, *common, *sent, *rest).report


def host(lines: str) -> str:
    return f'[[host]]\nname = "127.0.0.1"\n{lines}\n'


def test_codes_are_accepted_where_and_as_long_as_arranged(preflight: Run, write: Write, site: Site) -> None:
    config = host('accept = [403]\npath = "/403*"\nreason = "turns programs away"\nexpires = 2099-01-01')
    report = checked(preflight, write, config, [site.url("/403"), site.url("/404"), site.url("/members")])
    assert [found["match"].rpartition("/")[2] for found in report["findings"]] == ["404", "members"]


def test_an_arrangement_that_has_run_out_counts_no_more(preflight: Run, write: Write, site: Site) -> None:
    config = host('accept = [404]\nreason = "coming soon"\nexpires = 2020-01-01')
    report = checked(preflight, write, config, [site.url("/404")])
    assert [(found["rule"], found["location"]["line"]) for found in report["findings"]] == [
        ("links.broken", 1),
        ("waivers.expired", 2),
    ]


def test_skipped_links_are_not_opened_and_told(preflight: Run, write: Write, site: Site) -> None:
    config = host('skip = true\npath = "/shop/*"\nreason = "the till is slow"\nexpires = 2099-01-01')
    report = checked(preflight, write, config, [site.url("/shop/1"), site.url("/other")])
    assert site.asked == ["/other"]
    assert [(gap["detail"], gap["why"]) for gap in report["not_checked"] if gap["detail"]] == [
        (site.url("/shop/1"), "skipped until 1 January 2099: the till is slow")
    ]


def test_pages_to_come_are_checked_again_at_send(preflight: Run, write: Write, site: Site) -> None:
    config = host('expected-live = 2099-01-01\nreason = "the launch"')
    report = checked(preflight, write, config, [site.url("/404")], "--send-date", "2099-02-01")
    assert not site.asked
    assert "check again at send: it is expected from 1 January 2099 (the launch)" in {
        gap["why"] for gap in report["not_checked"]
    }
    (found,) = checked(preflight, write, config, [site.url("/404")], "--send-date", "2098-12-31")["findings"]
    assert (
        found["severity"],
        "expected from 1 January 2099, and this goes out on 31 December 2098" in found["message"],
    ) == (
        "error",
        True,
    )
    config = config.replace("2099", "2020")
    (found,) = checked(preflight, write, config, [site.url("/404")])["findings"]
    assert "the page is gone" in found["message"]


def test_headers_count_where_the_user_named_the_file(
    preflight: Run, write: Write, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_PASS", "sesame")
    config = host('headers = { X-Pass = "$SHOP_PASS" }')
    assert not checked(preflight, write, config, [site.url("/members")])["findings"]
    (found,) = checked(preflight, write, config, [site.url("/members")], named=False)["findings"]
    assert found["rule"] == "links.unverified"


def test_a_rate_is_kept(preflight: Run, write: Write, site: Site) -> None:
    began = time.monotonic()
    checked(
        preflight, write, host("rate = 20.0\nconnections = 4"), [site.url(f"/{number}00") for number in range(7, 9)] * 3
    )
    assert time.monotonic() - began >= 0.05
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        ("", 1, "says nothing"),
        ("skip = true", 3, "needs a reason"),
        ('skip = true\nreason = "slow"', 3, "needs an end"),
        ("accept = [403]", 3, "needs a reason"),
        ('reason = "x"\naccept = ["403"]\nexpires = 2099-01-01', 4, "list of codes"),
        ("expected-live = 2099-01-01", 3, "needs a reason"),
        ('expected-live = "soon"\nreason = "x"', 3, "without quotation marks"),
        ("rates = 3", 3, "did you mean 'rate'"),
        ("rate = 0", 3, "from 0.01 to 1000"),
        ("connections = 1.5", 3, "whole number"),
        ('path = "shop"\nrate = 2', 3, "begins with a slash"),
        ('headers = { Host = "x" }', 3, "no header that can be added"),
        ('headers = { "X-A" = "$NO_SUCH_VARIABLE" }', 3, "no environment variable"),
        ('headers = { "X-A" = "a\\nb" }', 3, "line breaks"),
    ],
)  # fmt: skip
def test_a_wrong_arrangement_is_refused(write: Write, preflight: Run, lines: str, line: int, words: str) -> None:
    write({"preflight.toml": host(lines), "a.md": "Hello."})
    outcome = preflight("check", "a.md", "--offline", "--config", "preflight.toml")
    assert outcome.code == 2
    assert f"preflight.toml:{line}: " in outcome.err
    assert words in outcome.err


@pytest.mark.parametrize("name", ["", "shop", "https://shop.test/", "*", "shop.test/path"])
def test_an_arrangement_names_a_host(write: Write, preflight: Run, name: str) -> None:
    write({"preflight.toml": f'[[host]]\nname = "{name}"\nrate = 2\n', "a.md": "Hello."})
    outcome = preflight("check", "a.md", "--offline", "--config", "preflight.toml")
    assert (outcome.code, outcome.err.count("name =")) == ((0, 0) if name == "shop" else (2, 1))


def test_hosts_that_the_user_named_are_no_test_copies(preflight: Run, write: Write, site: Site) -> None:
    write({"news.html": f"<!doctype html><html lang=en><title>News</title><p><a href='{site.url('/')}'>Book</a>"})
    common = ("--kind", "page", "--select", "links.staging", "--no-config", "--format", "json", "--offline")
    assert preflight("check", "news.html", *common).rules == ["links.staging"]
    assert not preflight("check", "news.html", *common, "--allow-host", "127.0.0.1").rules
    port = str(site.server_address[1])
    assert not preflight("check", "news.html", *common, "--allow-host", f"127.0.0.1:{port}").rules
    assert preflight("check", "news.html", *common, "--allow-host", "127.0.0.1:1").rules == ["links.staging"]


@pytest.mark.parametrize(
    ("variable", "value", "link", "missing"),
    [
        (
            "DEPLOY_PRIME_URL",
            "https://preview-7--oak.netlify.app",
            "https://preview-7--oak.netlify.app",
            "",
        ),
        ("VERCEL_URL", "oak-git-main-anna.vercel.app", "https://oak-git-main-anna.vercel.app", ""),
        (
            "CI_PAGES_URL",
            "https://oak.gitlab.io/site",
            "https://oak.gitlab.io/site",
            "https://oak.gitlab.io/other/",
        ),
    ],
)
def test_a_build_is_at_home_where_it_is_put_for_a_look(
    preflight: Run, write: Write, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, link: str, missing: str
) -> None:
    page = "<!doctype html><html lang=en><title>Oak</title><p><a href='{}'>Menu</a>"
    links = page.format(f"{link}/menu/") + f"<a href='{link}/lost/'>Lost</a><a href='{missing}'>Else</a>"
    write({"site/index.html": links, "site/menu/index.html": page.format("/")})
    arguments = ("--offline", "--no-config", "--format", "json", "--select", "links.broken,links.staging")
    monkeypatch.setenv(variable, value)
    report = preflight("check", "site", *arguments).report
    assert [(found["rule"], found["match"]) for found in report["findings"]] == [("links.broken", f"{link}/lost/")]


def test_links_that_were_fine_are_remembered_in_a_file(preflight: Run, write: Write, site: Site, folder: Path) -> None:
    def run(words: str = "our menu") -> Any:
        links = "".join(f"<p><a href='{site.url(path)}'>{words}</a>" for path in ("/fine", "/404", "/b?token=x1"))
        write({"news.html": f"<!doctype html><html lang=en><title>News</title>{links}"})
        arguments = ("--kind", "page", "--allow-host", "127.0.0.1", "--format", "json", "--send-date", "2026-11-24")
        return preflight("check", "news.html", *arguments).report

    write({"preflight.toml": 'link-record = "links.txt"\n'})
    run()
    (line,) = (folder / "links.txt").read_text("utf-8").splitlines()[1:]
    assert line.split("  ")[1::2] == ["200", site.url("/fine")]
    site.asked.clear()
    report = run()
    assert "/fine" not in site.asked
    assert site.asked.count("/404") == 1
    assert not any("earlier run" in gap["why"] for gap in report["not_checked"])
    day = (date.today() - timedelta(3)).isoformat()
    (folder / "links.txt").write_text((folder / "links.txt").read_text("utf-8").replace(line[:10], day), "utf-8")
    site.asked.clear()
    assert any("up to 3 days ago" in gap["why"] for gap in run()["not_checked"])
    assert "/fine" not in site.asked
    assert day in (folder / "links.txt").read_text("utf-8")
    # other words, an old line and a line that is none: asked again
    (folder / "links.txt").write_text((folder / "links.txt").read_text("utf-8") + "<<<<<<< ours\n", "utf-8")
    run("our other menu")
    assert (folder / "links.txt").read_text("utf-8").count("\n") == 2


@pytest.mark.parametrize("name", ["../links.txt", "index.html", ".git/links.txt"])
def test_a_record_is_a_text_file_of_its_own(preflight: Run, write: Write, name: str) -> None:
    write({"site/preflight.toml": f'link-record = "{name}"\n', "site/a.md": "Hello."})
    assert preflight("check", "site/a.md").code == 2


def test_a_file_that_is_no_record_is_left_alone(preflight: Run, write: Write, folder: Path) -> None:
    write({"preflight.toml": 'link-record = "words.txt"\n', "words.txt": "Bramblewick\n", "a.md": "Hello."})
    outcome = preflight("check", "a.md")
    assert (outcome.code, "no record of links" in outcome.err) == (2, True)
    assert (folder / "words.txt").read_text("utf-8") == "Bramblewick\n"
