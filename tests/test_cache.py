import os
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from preflight import cache as caches
from preflight import examine
from preflight.cache import Cache, key, may_be_kept

SETTINGS = examine.Settings({})


def row(text, media_type="text/html"):
    return examine.examine(text.encode(), media_type, SETTINGS)


@pytest.fixture
def cache(tmp_path):
    with Cache(tmp_path) as cache:
        yield cache


def keys(number):
    return [bytes([index]) * 32 for index in range(number)]


def test_what_was_put_is_found_again_by_the_next_run(tmp_path):
    rows = {key(str(number), "text/html", "x"): row(f"<p>Page {number}, naïve 🎉") for number in range(3)}
    with Cache(tmp_path) as first:
        first.put_many(rows.items())
    with Cache(tmp_path) as second:
        assert second.get_many([*rows, b"another"]) == rows


def test_more_rows_than_one_question_can_hold(cache):
    rows = {number.to_bytes(32, "big"): row("<p>A") for number in range(1_200)}
    cache.put_many(iter(rows.items()))
    assert cache.get_many(iter(rows)) == rows


def test_text_that_is_no_text_survives(cache):
    odd = row("Subject: a\n\nb", "message/rfc822") | {"headers": [["Subject", "broken \udcff"]]}
    cache.put_many([(b"k", odd)])
    assert cache.get_many([b"k"]) == {b"k": odd}


@pytest.mark.parametrize("part", ["sha256", "media_type", "settings_digest"])
def test_bytes_reading_and_settings_each_change_the_key(part):
    same = {"sha256": "a", "media_type": "b", "settings_digest": "c"}
    assert key(**same) != key(**same | {part: "other"})


def test_partial_rows_are_not_kept(cache):
    cache.put_many([(b"k", examine.failed(b"", "text/html", "took longer than 10 seconds and was stopped"))])
    assert cache.get_many([b"k"]) == {}


@pytest.mark.parametrize("header", ["To", "cc", "Delivered-To"])
def test_a_message_that_names_its_recipient_is_not_kept(header):
    assert not may_be_kept(row(f"{header}: Dana <dana@example.com>\nSubject: Hi\n\nHi Dana", "message/rfc822"))


def test_columns_of_numbers_are_no_address_whatever_they_look_like(cache):
    """The lengths of links are bytes: sixty to ninety characters wide, they read as letters."""
    looks = b"//anna:s3cret9@shop?token=zebra4711"
    links = "".join(f'<a href="/{"x" * (length - 1)}">Go on</a>' for length in looks)
    page = row(f"<html lang=en><title>A</title>{links}")
    assert looks in page["links"][2]
    cache.put_many([(b"k", page)])
    assert b"k" in cache.get_many([b"k"])


def test_a_newsletter_that_is_addressed_to_nobody_is_kept():
    assert may_be_kept(row("From: news@example.com\nSubject: Hi\n\nHi", "message/rfc822"))


# --- a cache never breaks a run -------------------------------------------------------------------------


def test_a_broken_file_is_begun_again(tmp_path, cache):
    cache.path.write_bytes(b"this is no database " * 500)
    cache.put_many([(b"k", row("<p>A"))])
    assert cache.get_many([b"k"])
    assert not cache.trouble


def test_a_file_broken_in_the_middle_is_begun_again_or_read_in_part(tmp_path):
    rows = [(one, row("<p>" + "word " * 900)) for one in keys(40)]
    with Cache(tmp_path) as cache:
        cache.put_many(rows)
    content = bytearray(cache.path.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    cache.path.write_bytes(content)
    with Cache(tmp_path) as cache:
        found = cache.get_many(keys(40))
        assert all(found[one] == expected for one, expected in rows if one in found)
        cache.put_many(rows)
        assert cache.get_many(keys(40)) == dict(rows)


def test_a_damaged_row_is_a_missing_row(cache):
    cache.put_many([(b"k", row("<p>A"))])
    with sqlite3.connect(cache.path) as connection:
        connection.execute("UPDATE documents SET row = substr(row, 1, length(row) - 2)")
    connection.close()
    assert cache.get_many([b"k"]) == {}
    assert not cache.trouble


def test_a_locked_file_is_no_cache(tmp_path):
    with Cache(tmp_path) as cache:
        cache.put_many([(b"k", row("<p>A"))])
    lock = sqlite3.connect(cache.path, isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    with Cache(tmp_path, patience=0.05) as waiting:
        assert waiting.get_many([b"k"]) == {}
        waiting.put_many([(b"k", row("<p>A"))])
        assert "locked" in waiting.trouble
    lock.close()


def test_a_folder_that_cannot_be_made_is_no_cache(tmp_path):
    (tmp_path / "file").write_text("")
    with Cache(tmp_path / "file" / "folder") as cache:
        cache.put_many([(b"k", row("<p>A"))])
        assert cache.get_many([b"k"]) == {}
        assert cache.trouble


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions")
def test_a_read_only_cache_is_read(tmp_path):
    with Cache(tmp_path) as cache:
        cache.put_many([(b"k", row("<p>A"))])
    cache.path.chmod(0o400)
    tmp_path.chmod(0o500)
    with Cache(tmp_path) as cache:
        cache.put_many([(b"l", row("<p>B"))])
    with Cache(tmp_path) as cache:
        assert list(cache.get_many([b"k", b"l"])) == [b"k"]
    tmp_path.chmod(0o700)


def test_a_cache_that_takes_nothing_more_is_read_day_after_day(tmp_path, monkeypatch):
    with Cache(tmp_path) as cache:
        cache.put_many([(b"k", row("<p>A")), (b"l", row("<p>B"))])
        cache.put_files([(b"stamp", "00" * 32)])
    monkeypatch.setattr(caches, "time", lambda: 4_000_000_000)
    with Cache(tmp_path) as cache:
        cache.get_many([b"k"])
        cache._connected().execute("PRAGMA query_only = ON")
        for one in (b"k", b"l"):
            assert cache.get_many([one])
            cache._connected().execute("PRAGMA query_only = ON")
        assert cache.get_files([b"stamp", b"other"]) == {b"stamp": "00" * 32}
        assert not cache.trouble
        cache.put_files([(b"other", "00" * 32)])
        assert cache.trouble


def test_stamps_of_files_that_are_gone_are_forgotten(tmp_path, monkeypatch):
    now = 1_800_000_000
    monkeypatch.setattr(caches, "time", lambda: now)
    with Cache(tmp_path) as cache:
        cache.put_files([(b"early", "00" * 32)])
        now += 31 * caches.DAY
        cache.put_files([(b"late", "11" * 32)])
        assert cache.get_files([b"early", b"late"]) == {b"late": "11" * 32}
        cache.clear()
        assert not cache.get_files([b"late"])


TWO_AT_ONCE = """
    import sys
    from pathlib import Path
    from preflight import examine
    from preflight.cache import Cache
    settings = examine.Settings({})
    start = int(sys.argv[2])
    with Cache(Path(sys.argv[1])) as cache:
        for number in range(start, start + 60):
            row = examine.examine(f"<p>Page {number}".encode(), "text/html", settings)
            cache.put_many([(number.to_bytes(4, "big"), row)])
            assert cache.get_many([number.to_bytes(4, "big")])
        assert not cache.trouble, cache.trouble
"""


def test_two_runs_at_once_keep_everything(tmp_path):
    script = textwrap.dedent(TWO_AT_ONCE)
    runs = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path), str(start)]) for start in (0, 40)]
    assert [run.wait(60) for run in runs] == [0, 0]
    with Cache(tmp_path) as cache:
        assert len(cache.get_many(number.to_bytes(4, "big") for number in range(100))) == 100


# --- size, privacy, forgetting --------------------------------------------------------------------------


def test_the_longest_unused_rows_go_when_it_is_full(tmp_path, monkeypatch):
    big = row("<p>A") | {"anchors": ["x" * 20_000]}
    now = 1_800_000_000
    monkeypatch.setattr(caches, "time", lambda: now)
    with Cache(tmp_path, limit=1_000_000) as cache:
        for start in range(0, 100, 10):
            cache.put_many((one, big) for one in keys(100)[start : start + 10])
            now += caches.DAY
            cache.get_many(keys(1))  # the first row is in use every day
        found = cache.get_many(keys(100))
    assert keys(1)[0] in found
    assert keys(100)[1] not in found
    assert keys(100)[99] in found
    assert cache.path.stat().st_size < 1_500_000


@pytest.mark.skipif(sys.platform == "win32", reason="permissions")
def test_only_its_owner_can_read_it(cache):
    cache.put_many([(b"k", row("<p>A"))])
    assert cache.path.stat().st_mode & 0o077 == 0


def test_clearing_forgets_everything(cache):
    cache.put_many((one, row("<p>" + "word " * 5_000)) for one in keys(50))
    cache.clear()
    assert cache.get_many(keys(50)) == {}
    assert cache.path.stat().st_size < 20_000


def test_clearing_what_was_never_there_makes_nothing(tmp_path):
    cache = Cache(tmp_path / "never")
    cache.clear()
    assert not Path(cache.path.parent).exists()
