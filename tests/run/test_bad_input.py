"""Bad input is normal input: a clear sentence, the right exit code, and nothing else loses its result."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight import collect

GOOD = "# Opening hours\n\nWe open at nine and close at five.\n"
Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]


def check(preflight: Run, *targets: str, **more: str) -> Any:
    return preflight("check", *targets, "--offline", "--no-config", "--no-cache", "--format", "json", *more.values())


def gaps(outcome: Any, target: str) -> list[str]:
    return [gap["why"] for gap in outcome.report["not_checked"] if gap["target"] == target and not gap["intended"]]


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "empty.html", "is empty"),
        (b" \n\n", "blank.md", "is empty"),
        (b"%PDF-1.7\x00\x01\x02", "leaflet.html", "is not text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture.html", "is not text"),
        (b"hello\x00\x01\x02 world, this is a binary file", "data.txt", "is not text"),
        (b"<rss><channel></channel></rss>", "feed.xml", "neither a sitemap nor a WordPress export"),
        (b"PK\x03\x04", "pages.xlsx", "no Excel workbook, or a damaged"),
        (b"PK\x03\x04", "build.zip", "no zip archive, or a damaged"),
        (b"id,slug\n", "pages.csv", "no row below its header"),
    ],
)
def test_a_file_that_cannot_be_checked_is_named(
    content: bytes, name: str, why: str, write: Write, preflight: Run
) -> None:
    write({name: content, "good.md": GOOD})
    outcome = check(preflight, name, "good.md")
    assert outcome.code == 3
    assert why in gaps(outcome, name)[0]
    assert {target["name"]: target["verdict"] for target in outcome.report["targets"]} == {
        name: "INCOMPLETE",
        "good.md": "PASS",
    }


def test_a_missing_file_costs_the_others_nothing(write: Write, preflight: Run) -> None:
    write({"good.md": GOOD})
    outcome = check(preflight, "missing.html", "good.md")
    assert outcome.code == 3
    assert gaps(outcome, "missing.html") == ["there is no such file or folder"]
    assert outcome.report["checked"]["documents"] == 1


def test_a_missing_previous_issue_is_not_said_to_have_been_compared(write: Write, preflight: Run) -> None:
    write({"new.md": GOOD})
    outcome = preflight("check", "new.md", "--against", "old.md", "--offline", "--no-config", "--no-cache")
    assert outcome.code == 3
    assert "compared with" not in outcome.out
    assert "the previous delivery: there is no such file or folder" in " ".join(outcome.out.split())


def test_nothing_to_check_is_never_a_pass(folder: Path, preflight: Run) -> None:
    (folder / "empty").mkdir()
    assert check(preflight, "empty").code == 3
    outcome = preflight("check", "--offline", "--no-config", "--format", "json")
    assert outcome.code == 3
    assert outcome.report["verdict"] == "INCOMPLETE"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(folder: Path, preflight: Run) -> None:
    os.mkfifo(folder / "pipe.html")
    outcome = check(preflight, "pipe.html")
    assert outcome.code == 3
    assert "not a file or folder" in gaps(outcome, "pipe.html")[0]


@pytest.mark.skipif(
    sys.platform == "win32" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="root may read everything"
)
def test_an_unreadable_file_is_named(write: Write, preflight: Run) -> None:
    (write({"secret.md": GOOD}) / "secret.md").chmod(0)
    assert "no permission" in gaps(check(preflight, "secret.md"), "secret.md")[0]


def test_a_huge_file_is_not_read(folder: Path, preflight: Run) -> None:
    with (folder / "huge.html").open("wb") as stream:
        stream.write(b"<p>hello</p>")
        stream.truncate(100_000_000)
    outcome = check(preflight, "huge.html")
    assert outcome.code == 3
    assert "is 100 MB" in gaps(outcome, "huge.html")[0]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_in_a_circle_and_links_that_lead_outside(write: Write, preflight: Run, tmp_path_factory: Any) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "private.html").write_text("<p>private</p>")
    folder = write({"site/index.html": "<!doctype html><html lang=en><title>Home</title><p>Welcome in.</p>"})
    (folder / "site" / "loop").symlink_to(folder / "site", target_is_directory=True)
    (folder / "site" / "self").symlink_to(folder / "site" / "self")
    (folder / "site" / "private.html").symlink_to(outside / "private.html")
    outcome = check(preflight, "site")
    assert outcome.code == 0
    assert outcome.report["checked"]["documents"] == 1
    assert [gap["target"] for gap in outcome.report["not_checked"]] == ["site/private.html"]


HOSTILE = {
    "unclosed tags": b"<a " * 20_000,
    "deep nesting": b"<div>" * 4_000 + b"deep" + b"</div>" * 4_000,
    "open tags": b"<p><b><i>" * 30_000,
    "entities": b"&" * 300_000,
    "comments": b"<!--" * 100_000,
    "brackets": b"[" * 200_000,
    "quotes": b"<a href='" * 50_000,
    "template": b"{{" * 100_000,
    "long line": b"<p>" + b"word " * 400_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("suffix", [".html", ".md", ".txt"])
def test_hostile_text_gets_a_verdict(name: str, suffix: str, write: Write, preflight: Run) -> None:
    write({f"hostile{suffix}": HOSTILE[name], "good.md": GOOD})
    outcome = check(preflight, f"hostile{suffix}", "good.md")
    assert outcome.code in (0, 1)
    assert not any(gap["what"] != "links" and not gap["intended"] for gap in outcome.report["not_checked"])


def nested_message(depth: int) -> bytes:
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(depth)
    )
    return b"From: a@example.com\r\nSubject: Deep\r\n" + head + b"Content-Type: text/plain\r\n\r\nHello.\r\n"


@pytest.mark.parametrize(
    "message",
    [
        nested_message(4_000),
        b"Subject: Cut\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>He",
        b"Subject: No boundary\r\nContent-Type: multipart/mixed\r\n\r\nHello.\r\n",
        b"Subject: Odd\r\nContent-Type: text/plain; charset=klingon\r\n\r\nHello, everyone.\r\n",
        b"Subject: Base\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!notbase64!!!\r\n",
        b"\xff\xfe\x00Subject: x\r\n\r\n\x80\x81",
    ],
    ids=["4,000 deep", "truncated", "no boundary", "unknown charset", "broken base64", "binary headers"],
)
def test_broken_messages_get_a_verdict(message: bytes, write: Write, preflight: Run) -> None:
    write({"mail.eml": message, "good.md": GOOD})
    outcome = check(preflight, "mail.eml", "good.md")
    assert outcome.code in (0, 1, 3)
    assert {target["name"] for target in outcome.report["targets"]} == {"mail.eml", "good.md"}
    assert [target["verdict"] for target in outcome.report["targets"] if target["name"] == "good.md"] == ["PASS"]


def test_control_characters_never_reach_the_terminal(write: Write, preflight: Run) -> None:
    evil = "\x1b]0;owned\x07\x1b[31m teh \u202e recieve \x9b31m"
    write({"evil.md": f"# {evil}\n\nWe recieve {evil} it. <{evil}>\n[x](http://exa mple.com/{evil})\n"})
    for form in ("console", "json"):
        outcome = preflight("check", "evil.md", "--offline", "--no-config", "--format", form)
        allowed = {"\n"}
        assert not [c for c in outcome.out + outcome.err if (ord(c) < 32 or 0x7F <= ord(c) < 0xA0) and c not in allowed]
        assert "\u202e" not in outcome.out


def test_a_file_name_cannot_act_either(folder: Path, preflight: Run) -> None:
    outcome = preflight("check", "no\x1b[31m.html", "--offline", "--no-config")
    assert "\x1b" not in outcome.out + outcome.err
    assert outcome.code == 3


def test_a_link_to_a_place_outside_the_site_reads_nothing(write: Write, preflight: Run) -> None:
    write(
        {
            "secret.txt": "secret",
            "site/index.html": '<!doctype html><html lang=en><title>Home</title><a href="../secret.txt">Our prices</a>',
        }
    )
    outcome = check(preflight, "site")
    assert outcome.rules == ["links.broken"]


def test_the_largest_size_is_above_real_pages() -> None:
    assert collect.LARGEST >= 20_000_000
