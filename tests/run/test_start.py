"""What a start may load: most of the time that one newsletter takes is spent on importing and compiling, so nothing may
come back that somebody once made unnecessary. Counts, not times: those are in ``benchmarks/startup.py``."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples" / "newsletter"
SCRIPT = """
import sys
from preflight.cli import main
main(sys.argv[1:])
modules = sorted(sys.modules)
used = []
if "preflight.patterns" in modules:
    import gc
    from preflight import patterns
    used = [one.pattern for one in gc.get_objects() if isinstance(one, patterns._Pattern) and "search" in vars(one)]
print([modules, used], file=sys.stderr)
"""
NEWSLETTER = (str(EXAMPLES / "2026-11-24.eml"), "--no-config", "--offline", "--send-date", "2026-11-24")
NEVER = {
    "ast", "asyncio", "bs4", "bz2", "concurrent.futures", "csv", "dataclasses", "difflib", "dis", "ftfy", "gzip",
    "http", "httpx", "importlib.metadata", "importlib.resources", "inspect", "json", "logging", "lzma",
    "markdown_it", "multiprocessing", "openpyxl", "pickle", "platform", "platformdirs", "random", "rapidfuzz", "re2",
    "selectors", "shutil", "slugify", "socket", "spellchecker", "ssl", "statistics", "subprocess", "tempfile",
    "tokenize", "tomllib", "traceback", "typing_extensions", "wordfreq", "xml", "zipfile",
}  # fmt: skip
"""What no check of one newsletter needs."""
OF_OTHERS = {
    "checkers.issue.frame", "checkers.meta.head", "checkers.meta.pages", "checkers.recipients.sheets",
    "checkers.slugs.build", "checkers.slugs.records", "checkers.terms.finder", "cluster", "desk", "fix", "fleet",
    "learning", "manual", "moved", "opening", "parse.markdown", "parse.sheet", "parse.skim", "parse.wordpress",
    "probe", "render", "replay", "reporters.html", "reporters.json", "schema",
    "supervise.processes", "trail",
}  # fmt: skip
"""Parts of ours that speak of sites, sheets, other commands and other reports."""
MOST_MODULES = 290
"""Of ours, for one newsletter. More of them is a decision, not an accident."""
MOST_PATTERNS = 260
"""Of ours, compiled for one newsletter, the patterns of some seven hundred."""


class Start(NamedTuple):
    """The modules that were loaded, and the patterns of ours that were used."""

    modules: set[str]
    patterns: list[str]

    @property
    def ours(self) -> set[str]:
        return {name.removeprefix("preflight.") for name in self.modules if name.startswith("preflight.")}


def _start(*words: str, cache: Path, home: Path) -> Start:
    environment = {**os.environ, "PREFLIGHT_CACHE": str(cache), "PREFLIGHT_USER": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words], env=environment, cwd=home, capture_output=True, text=True, check=True
    )
    modules, used = ast.literal_eval(done.stderr.splitlines()[-1])
    return Start(set(modules), used)


@pytest.fixture(scope="module")
def newsletter(lexicon_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """The second run: the first one makes what is kept, and the second finds all of it."""
    home = tmp_path_factory.mktemp("home")
    _start("check", *NEWSLETTER, "--no-cache", cache=lexicon_cache, home=home)
    made = {file: file.stat().st_mtime_ns for file in lexicon_cache.glob("*.msgpack")}
    second = _start("check", *NEWSLETTER, "--no-cache", cache=lexicon_cache, home=home)
    assert made
    assert made == {file: file.stat().st_mtime_ns for file in lexicon_cache.glob("*.msgpack")}
    return second


def test_help_loads_next_to_nothing(lexicon_cache, tmp_path):
    seen = _start("--help", cache=lexicon_cache, home=tmp_path)
    assert seen.ours == {"arguments", "cli", "output", "start", "subcommands", "usage", "writing"}
    assert seen.modules & {*NEVER, "datetime", "email", "locale", "msgspec", "pathlib", "sqlite3", "typing"} == set()


def test_one_newsletter_loads_nothing_that_it_does_not_need(newsletter):
    assert newsletter.modules & NEVER == set()
    assert newsletter.ours & OF_OTHERS == set()
    assert len(newsletter.ours) <= MOST_MODULES


def test_one_newsletter_uses_few_patterns(newsletter):
    assert 100 < len(newsletter.patterns) <= MOST_PATTERNS


def test_what_was_put_off_is_there_when_it_is_asked_for(tmp_path):
    script = (
        "from preflight import start; start.begin(); start.load_mail()\n"
        "import sys, uuid, email.utils\n"
        "assert not {'calendar', 'platform', 'random', 'socket'} & set(sys.modules)\n"
        "assert email.utils.make_msgid(domain='letters.example').endswith('@letters.example>')\n"
        "assert email.utils.mktime_tz(email.utils.parsedate_tz('Tue, 24 Nov 2026 09:00:00 +0000')) == 1795510800\n"
        "import calendar, platform, random, socket\n"
        "assert socket.socket is sys.modules['socket'].socket and socket.AF_INET and random.random() < 1\n"
        "assert uuid._LINUX == (platform.system() == 'Linux')\n"
    )
    environment = {**os.environ, "PREFLIGHT_CACHE": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], env=environment, cwd=tmp_path, check=True)
