"""The documentation as a whole: every page can be reached, every link within it leads somewhere."""

from __future__ import annotations

import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from preflight import pipeline
from preflight.cli import main

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SITE = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def pages(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    for inner in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from pages(inner)


def test_every_page_is_in_the_navigation() -> None:
    there = {file.relative_to(DOCS).as_posix() for file in DOCS.rglob("*.md")}
    named = list(pages(SITE["nav"]))
    assert set(named) == there, "run make docs, and name new guides and recipes in mkdocs.yml"
    assert len(named) == len(set(named))


def test_nothing_is_fetched() -> None:
    assert SITE["plugins"] == ["search"]
    assert SITE["theme"]["font"] is False
    assert not {"repo_url", "extra_javascript", "extra_css", "extra"} & SITE.keys()


def test_every_link_between_the_pages_leads_somewhere(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Seen with preflight's own eyes."""
    monkeypatch.chdir(ROOT)
    documents = {one.name: one for one in pipeline.facts(pipeline.Options(targets=("docs",), offline=True))}
    followed = 0
    for name, document in documents.items():
        for link in document.links:
            if re.match(r"[a-z]+:", link.url):
                continue
            path, _, anchor = link.url.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert (DOCS / target).is_file(), f"{name}:{link.location.line}: {link.url}"
            assert not anchor or anchor in documents[target].anchors, f"{name}:{link.location.line}: {link.url}"
            followed += 1
    assert followed > 50


def test_preflight_lets_its_own_documentation_pass(
    monkeypatch: pytest.MonkeyPatch, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["check", "README.md", "CHANGELOG.md", "SECURITY.md", "docs", "--offline"]) == 0, (
        capsys.readouterr().out
    )


def test_the_own_hook_is_the_one_that_others_use() -> None:
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    (used,) = repository["hooks"]
    shipped = next(hook for hook in HOOKS if hook["id"] == used["id"])
    assert used["entry"] == f"python -m {shipped['entry']}"
    assert (used["files"], used["require_serial"]) == (shipped["files"], shipped["require_serial"])
    assert not re.search(used["exclude"], "docs/recipes/github.md")
    assert re.search(used["exclude"], "tests/golden/email-fail.txt")


@pytest.mark.skipif(find_spec("mkdocs") is None, reason="the extra [docs] is not installed")
def test_it_builds(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
