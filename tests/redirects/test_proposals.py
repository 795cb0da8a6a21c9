"""`preflight redirects OLD NEW`: the moves it finds, and lists that every host reads as they were meant."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.cli import main
from preflight.collect import Collected
from preflight.moved.lines import written
from preflight.moved.merging import joined, merged
from preflight.moved.side import Side
from preflight.redirects.table import Table
from preflight.redirects.writing import FORMATS, Line
from preflight.renames import Move
from preflight.sources.source import Source

LIST = (
    "flour water salt oven crust morning village river stone bridge market window ladder garden apple kettle paper "
    "letter pencil carpet winter summer harbour engine copper candle basket button saddle hammer bottle feather"
)
WORDS = LIST.split()


def prose(seed: int, words: int = 90) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) for _ in range(words))


def page(title: str, seed: int) -> str:
    return f"<title>{title} | Ovenbird</title><nav><a href='/'>Home</a></nav><h1>{title}</h1><p>{prose(seed)}</p>"


def build(root: Path, pages: dict[str, str]) -> Path:
    for name, text in pages.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def builds(tmp_path: Path) -> tuple[Path, Path]:
    """A site whose stories moved to /library/ but for one, whose prices moved alone, and whose job page was deleted."""
    stories = {f"stories/tale-{n}/index.html": page(f"Tale {n}", n) for n in range(6)}
    before = {
        "index.html": page("Home", 100),
        "prices/index.html": page("Prices", 101),
        "job/index.html": page("Job", 102),
    }
    now = {"index.html": page("Home", 100), "what-it-costs/index.html": page("Prices", 101)}
    moved = {name.replace("stories", "library"): text for name, text in stories.items() if "tale-3" not in name}
    moved["best-of/the-third/index.html"] = stories["stories/tale-3/index.html"]
    return build(tmp_path / "old", before | stories), build(tmp_path / "new", now | moved)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["redirects", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def test_json_names_every_old_address_once(builds: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, *builds, "--format", "json"))
    moves = {move["from"]: (move["to"], move["tier"]) for move in found["moves"]}
    assert moves["/prices/"] == ("/what-it-costs/", "auto")
    assert moves["/stories/tale-3/"] == ("/best-of/the-third/", "auto")
    assert moves["/stories/tale-1/"] == ("/library/tale-1/", "auto")
    assert [one["from"] for one in found["removed"]] == ["/job/"]
    assert found["kept"] == 1
    assert len(moves) == len(found["moves"]) == 7


def test_a_folder_is_one_line_and_its_exception_stands_before_it(
    builds: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = run(capsys, *builds, "--format", "netlify").splitlines()
    assert lines == [
        "/prices/ /what-it-costs/ 301",
        "/stories/tale-3/ /best-of/the-third/ 301",
        "/stories/* /library/:splat 301",
    ]


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_host_brings_every_old_address_home_in_one_step(
    builds: tuple[Path, Path], capsys: pytest.CaptureFixture[str], form: str
) -> None:
    text = run(capsys, *builds, "--format", form)
    table = Table(FORMATS[form].read(text))
    for n in range(6):
        outcome = table.follow(f"/stories/tale-{n}/", lambda path: False)
        assert outcome is not None
        assert outcome.target == ("/best-of/the-third/" if n == 3 else f"/library/tale-{n}/")
        assert outcome.redirects == 1
    for kept in ("/", "/library/tale-1/", "/what-it-costs/", "/job/"):
        assert table.follow(kept, lambda path: False) is None


def test_a_wildcard_never_hides_a_page_that_stayed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = {f"a/p{n}/index.html": page(f"P{n}", n) for n in range(5)}
    new = {f"b/p{n}/index.html": page(f"P{n}", n) for n in range(4)} | {"a/p4/index.html": page("P4", 4)}
    sides = build(tmp_path / "old", old), build(tmp_path / "new", new)
    assert "/a/* /b/:splat 301" in run(capsys, *sides, "--format", "netlify")  # there a page wins over a redirect
    lines = run(capsys, *sides, "--format", "cloudflare").splitlines()  # and here it loses
    assert not any("*" in line for line in lines)
    assert not any(line.startswith("/a/p4") for line in lines)


def test_a_folder_that_moved_into_itself_gets_no_wildcard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = {f"docs/p{n}/index.html": page(f"P{n}", n) for n in range(5)}
    new = {f"docs/v2/p{n}/index.html": page(f"P{n}", n) for n in range(5)}
    text = run(capsys, build(tmp_path / "old", old), build(tmp_path / "new", new), "--format", "netlify")
    assert "*" not in text
    assert len(text.splitlines()) == 5


def test_what_is_redirected_already_is_not_proposed_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = build(
        tmp_path / "old", {"index.html": page("Home", 1), "a/index.html": page("A", 2), "b/index.html": page("B", 3)}
    )
    new = build(
        tmp_path / "new",
        {
            "index.html": page("Home", 1),
            "a2/index.html": page("A", 2),
            "a/index.html": '<meta http-equiv="refresh" content="0; url=/a2/">',
            "b2/index.html": page("B", 3),
            "_redirects": "/b/ /b2/ 301\n",
        },
    )
    found = json.loads(run(capsys, old, new, "--format", "json"))
    assert found["moves"] == found["removed"] == []
    assert found["kept"] == 3


def test_sources_of_a_site_are_known_by_path_or_permalink(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = {
        "guide/setup.md": f"---\ntitle: Setting up\n---\n{prose(1)}\n",
        "guide/index.md": f"---\ntitle: Guide\n---\n{prose(2)}\n",
        "about.md": f"---\ntitle: About\npermalink: /who-we-are/\n---\n{prose(3)}\n",
    }
    new = {
        "manual/setup.md": f"---\ntitle: Setting up\n---\n{prose(1)}\n",
        "manual/index.md": f"---\ntitle: Guide\nredirect_from: [/older/]\n---\n{prose(2)}\n",
        "pages/about.md": f"---\ntitle: About\npermalink: /who-we-are/\n---\n{prose(3)}\n",
    }
    found = json.loads(run(capsys, build(tmp_path / "old", old), build(tmp_path / "new", new), "--format", "json"))
    assert {move["from"]: move["to"] for move in found["moves"]} == {
        "/guide/setup": "/manual/setup",
        "/guide/": "/manual/",
    }
    assert found["kept"] == 1


def test_pages_that_look_alike_are_not_taken_for_one_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = "<p>We bake every morning and deliver within the village, by bicycle, before eight.</p>" * 3
    old = {f"team/{name}/index.html": f"<title>{name}</title><h1>{name}</h1>{template}<p>{prose(n, 8)}" for n, name in
           enumerate(("anna", "boris", "carla"))}  # fmt: skip
    new = {"team/dora/index.html": f"<title>dora</title><h1>dora</h1>{template}<p>{prose(40, 8)}"}
    home = {f"p{n}/index.html": page(f"P{n}", n) for n in range(8)}
    found = json.loads(
        run(capsys, build(tmp_path / "old", old | home), build(tmp_path / "new", new | home), "--format", "json")
    )
    assert not [move for move in found["moves"] if move["tier"] == "auto"]


def test_text_that_went_into_another_page_is_suggested(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = {"hours/index.html": page("Hours", 7), "visit/index.html": page("Visit us", 8)}
    new = {"visit/index.html": page("Visit us", 8) + f"<h2>Hours</h2><p>{prose(7)}</p>"}
    found = json.loads(run(capsys, build(tmp_path / "old", old), build(tmp_path / "new", new), "--format", "json"))
    (move,) = found["moves"]
    assert (move["from"], move["to"], move["tier"]) == ("/hours/", "/visit/", "suggest")


# --- lists that are merged ------------------------------------------------------------------------------


def test_a_merged_list_has_no_chain_and_keeps_what_others_wrote(
    builds: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    existing = tmp_path / "_redirects"
    existing.write_text(
        "# ours since 2019\n/price-list /prices/ 301\n/prices/ /old-prices/ 301\n/shop https://shop.example/ 302\n"
        "/what-it-costs/ /prices/ 301\n",
        encoding="utf-8",
    )
    text = run(capsys, *builds, "--format", "netlify", "--merge", existing)
    assert "# ours since 2019\n/price-list /what-it-costs/ 301\n" in text
    assert "/shop https://shop.example/ 302" in text
    assert "/old-prices/" not in text
    assert "\n/what-it-costs/ " not in text
    assert text.count("/prices/ /what-it-costs/ 301") == 1


def test_a_merged_vercel_file_keeps_its_other_settings(
    builds: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    existing = tmp_path / "vercel.json"
    existing.write_text(
        json.dumps({"cleanUrls": False, "redirects": [{"source": "/old", "destination": "/prices/"}]}), encoding="utf-8"
    )
    found = json.loads(run(capsys, *builds, "--format", "vercel", "--merge", existing))
    assert found["cleanUrls"] is False
    assert {"source": "/old", "destination": "/what-it-costs/"} in found["redirects"]
    assert {"source": "/stories/(.*)", "destination": "/library/$1", "permanent": True} in found["redirects"]


def test_a_merged_sheet_has_one_header(
    builds: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    existing = tmp_path / "webflow.csv"
    existing.write_text("Old Path,Redirect to\n/x,/prices/\n", encoding="utf-8")
    lines = run(capsys, *builds, "--format", "webflow", "--merge", existing).splitlines()
    assert lines[0] == "Old Path,Redirect to"
    assert "/prices/,/what-it-costs/" in lines
    assert lines[-1] == "/x,/what-it-costs/"
    assert lines.count(lines[0]) == 1


# --- properties -----------------------------------------------------------------------------------------

SEGMENT = st.text("abcxyz019-_.~é ß(+)%:&'*[]$", min_size=1, max_size=8).filter(lambda text: text.strip(". ") == text)
PATH = st.lists(SEGMENT, min_size=1, max_size=3).map(lambda parts: "/" + "/".join(parts) + "/")


def side(paths: list[str]) -> Side:
    names = [f"{path[1:]}index.html" for path in paths]
    sources = [Source("", name, "text/html", content=b"x") for name in names]
    return Side(Collected("build", "site", sources, frozenset(names)))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(PATH, PATH, min_size=1, max_size=8), st.sampled_from(sorted(FORMATS)))
def test_what_is_written_reads_back_as_it_was_meant(moves: dict[str, str], form: str) -> None:
    pages = sorted(set(moves.values()) - moves.keys())
    moves = {old: new for old, new in moves.items() if new in pages}
    new_side, old_side = side(pages), side(list(moves))
    wanted = [Move(old, new, 0.99, "auto", ()) for old, new in moves.items()]
    result = written(wanted, old_side, new_side, FORMATS[form])
    left_out = {move.old for move, _ in result.left_out}
    table = Table(FORMATS[form].read(result.text))
    for old in moves.keys() - left_out:
        outcome = table.follow(old, lambda path: False)
        assert outcome is not None, (old, result.text)
        assert outcome.redirects == 1
        assert not outcome.loop
    for path in pages:
        outcome = table.follow(path, new_side.exists)
        assert outcome is None or not outcome.loop


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"jekyll", "shopify"}))
def test_a_folder_line_reads_back_as_a_folder(form: str) -> None:
    text = FORMATS[form].write([Line("/old news/", "/news/", folder=True)])
    outcome = Table(FORMATS[form].read(text)).follow("/old news/2024/may.html", lambda path: False)
    assert outcome is not None
    assert outcome.target == "/news/2024/may.html"


@pytest.mark.parametrize(
    ("form", "text", "said"),
    [
        ("nginx", "server {\n  listen 80;\n}\n", "holds a whole server"),
        ("redirection", "source,target\n/a,/b\n", "has other columns"),
        ("jekyll", "redirect_from: /a\n", "cannot be merged"),
        ("vercel", "no json", "cannot be read"),
    ],
)
def test_a_list_that_cannot_be_merged_is_told(
    builds: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, text: str, said: str
) -> None:
    existing = tmp_path / "list"
    existing.write_text(text, encoding="utf-8")
    assert main(["redirects", *map(str, builds), "--format", form, "--merge", str(existing)]) == 2
    assert said in capsys.readouterr().err


SHORT = st.sampled_from(["/a/", "/b/", "/c/", "/d/", "/e/", "/f/"])


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(SHORT, SHORT, min_size=1), st.dictionaries(SHORT, SHORT), st.sampled_from(["netlify", "apache"]))
def test_a_merged_list_brings_every_moved_page_home_in_one_step(
    moves: dict[str, str], existing: dict[str, str], form: str
) -> None:
    pages = sorted(set(moves.values()) - moves.keys())
    wanted = [Move(old, new, 0.99, "auto", ()) for old, new in moves.items() if new in pages]
    host = FORMATS[form]
    before = host.write([Line(source, target) for source, target in existing.items() if source != target])
    new_side, old_side = side(pages), side([move.old for move in wanted])
    kept = merged(before, wanted, new_side, host)
    text = joined(written(wanted, old_side, new_side, host, kept.text).text, kept.text, host)
    table = Table(host.read(text))
    for move in wanted:
        outcome = table.follow(move.old, new_side.exists)
        assert outcome is not None
        assert (outcome.path, outcome.redirects) == (move.new, 1)
    for page_of_today in pages:
        assert table.follow(page_of_today, new_side.exists) is None
