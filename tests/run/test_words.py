"""Word lists: layered, kept by the command line, read in any form of a word, and proposed from what a site repeats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]
PAGE = "<!doctype html><html lang=en><title>News</title><p>{}</p>"
TEXT = "# News\n\nWe recieve orders until Friday, and teh bakery is closed on Monday.\n"


def matches(outcome: Any) -> list[str]:
    return [finding["match"] for finding in outcome.report["findings"]]


def check(preflight: Run, *targets: str) -> Any:
    return preflight("check", *targets, "--offline", "--format", "json", "--select", "spelling")


# --- layers ---------------------------------------------------------------------------------------------


def test_the_lists_of_site_client_and_user_add_up(write: Write, preflight: Run) -> None:
    text = "# News\n\nWe recieve orders, and teh bakery definately sells untill Friday.\n"
    write({"client/site/page.md": text, "client/preflight.toml": "", "client/site/preflight.toml": ""})
    assert matches(check(preflight, "client/site/page.md")) == ["recieve", "teh", "definately", "untill"]
    write({"client/site/words.txt": "recieve\n", "client/words.txt": "teh\n", ".user/words.txt": "definately\n"})
    assert matches(check(preflight, "client/site/page.md")) == ["untill"]
    write({"client/site/preflight.toml": 'words = ["untill"]\n'})
    assert matches(check(preflight, "client/site/page.md")) == []
    named = preflight("check", "client/site/page.md", "--no-config", "--offline", "--format", "json")
    assert matches(named)[:4] == ["recieve", "teh", "definately", "untill"], "without any configuration at all"


def test_a_folder_without_a_configuration_lends_no_words(write: Write, preflight: Run) -> None:
    write({"words.txt": "recieve\nteh\n", "site/preflight.toml": "", "site/page.md": TEXT})
    assert matches(check(preflight, "site/page.md")) == ["recieve", "teh"]


def test_the_words_file_that_a_configuration_names_is_the_one(write: Write, preflight: Run) -> None:
    write({"page.md": TEXT, "preflight.toml": 'words-file = "lists/mine.txt"\n', "words.txt": "teh\n"})
    write({"lists/mine.txt": b"\xef\xbb\xbf# ours\r\nrecieve  # a brand\r\n"})
    assert matches(check(preflight, "page.md")) == ["teh"]
    write({"lists/mine.txt": b"recie\xff"})
    outcome = check(preflight, "page.md")
    assert outcome.code == 2
    assert "lists/mine.txt" in outcome.err
    assert "UTF-8" in outcome.err


def test_a_list_that_leads_out_of_the_checked_folder_is_refused(write: Write, preflight: Run) -> None:
    folder = write({"secret.txt": "hunter\n", "site/page.md": TEXT, "site/preflight.toml": ""})
    (folder / "site" / "words.txt").symlink_to(folder / "secret.txt")
    outcome = check(preflight, "site/page.md")
    assert outcome.code == 2
    assert "outside" in outcome.err


@pytest.mark.parametrize(
    "text",
    [
        "BREWSTERLY, brewsterly and Brewsterly.",
        "Brewsterly's shop, Brewsterly’s shop, and both Brewsterlys and the Brewsterlys' shops.",
        "A Brewsterly-style loaf, the Brewsterly/Orla mix and the post-Brewsterly years.",
        "PLEASE VISIT BREWSTERLY TODAY",
    ],
)
def test_an_entry_covers_the_forms_of_its_word(text: str, write: Write, preflight: Run) -> None:
    write({"page.md": f"# Shop\n\n{text}\n", "preflight.toml": '[spelling]\ntier = "strict"\n'})
    write({"words.txt": "Brewsterly\nOrla\n"})
    assert matches(check(preflight, "page.md")) == []


def test_a_new_word_does_not_make_anything_be_read_again(
    write: Write, preflight: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"page.md": TEXT, "preflight.toml": ""})
    assert matches(check(preflight, "page.md")) == ["recieve", "teh"]
    monkeypatch.setattr("preflight.parse.parse", None)
    write({"words.txt": "teh\n"})
    assert matches(check(preflight, "page.md")) == ["recieve"]


# --- preflight words add and remove ---------------------------------------------------------------------


def test_words_are_added_to_the_nearest_list_and_removed_again(write: Write, preflight: Run) -> None:
    folder = write({"preflight.toml": "", "page.md": TEXT})
    outcome = preflight("words", "add", "recieve", "Teh")
    assert outcome.code == 0
    assert outcome.out == "Added “recieve”, “Teh” to words.txt.\n"
    text = (folder / "words.txt").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert text.endswith("\nrecieve\nTeh\n")
    assert matches(check(preflight, "page.md")) == []
    assert preflight("words", "add", "RECIEVE").out == "“RECIEVE” was already in words.txt.\n"
    assert preflight("words", "remove", "Recieve", "never").out == "Removed “recieve” from words.txt.\n"
    assert matches(check(preflight, "page.md")) == ["recieve"]
    assert preflight("words", "remove", "never").out == "“never” is not in words.txt.\n"


def test_a_sorted_list_stays_sorted_and_everything_else_stays_as_it_is(write: Write, preflight: Run) -> None:
    folder = write({"preflight.toml": "", "words.txt": b"# ours\r\n\r\nalpha  # first\r\nDelta\r\n"})
    preflight("words", "add", "Charlie", "echo", "bravo")
    expected = b"# ours\r\n\r\nalpha  # first\r\nbravo\r\nCharlie\r\nDelta\r\necho\r\n"
    assert (folder / "words.txt").read_bytes() == expected
    write({"words.txt": "# people\nZoe\nAnna\n\n# products\nLoaf"})
    preflight("words", "add", "Mill")
    assert (folder / "words.txt").read_text(encoding="utf-8") == "# people\nZoe\nAnna\n\n# products\nLoaf\nMill\n"


def test_words_for_oneself_and_for_a_named_configuration(write: Write, preflight: Run) -> None:
    folder = write({"clients/rye/preflight.toml": 'words-file = "lists/rye.txt"\n'})
    outcome = preflight("words", "add", "Bramblewick", "--config", "clients/rye/preflight.toml")
    assert outcome.out == "Added “Bramblewick” to clients/rye/lists/rye.txt.\n"
    assert (folder / "clients/rye/lists/rye.txt").is_file()
    preflight("words", "add", "Bramblewick", "--user")
    assert (folder / ".user/words.txt").read_text(encoding="utf-8").endswith("Bramblewick\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", "Orla"], ["preflight init", "--user"]),
        (["add", "Orla # owner", "--user"], ["#"]),
        (["add", "", "--user"], ["not a word"]),
        (["add", "12", "--user"], ["not a word"]),
        (["add", "a\x1bb", "--user"], ["not a word"]),
        (["ad", "Orla"], ["ad"]),
    ],
)
def test_what_cannot_be_added_is_refused_in_one_line(arguments: list[str], words: list[str], preflight: Run) -> None:
    outcome = preflight("words", *arguments)
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert all(word in outcome.err for word in words)


# --- preflight words suggest, unused entries ------------------------------------------------------------


def test_a_first_list_comes_from_what_a_site_repeats(write: Write, preflight: Run) -> None:
    sentences = [
        "Plan your garden with Trillowby and its zibblemat.",
        "The zibblemat of Trillowby counts your zibblemats.",
        "Nobody waters better than Trillowby's zibblemat does, and we recieve no complaints.",
        "Ask about the zibblemat in our shop, or call Trillowby today; the quombat is new.",
    ]
    write({f"site/{number}.html": PAGE.format(text) for number, text in enumerate(sentences)})
    outcome = preflight("words", "suggest", "site", "--no-config")
    assert outcome.code == 0
    listed = [line.partition("  #")[0] for line in outcome.out.splitlines() if line and not line.startswith("#")]
    assert listed == ["Trillowby", "zibblemat"]
    assert "zibblemat  # 5 times on 4 pages\n" in outcome.out
    assert "# recieve  # once, “receive”?\n" in outcome.out
    write({"site/preflight.toml": "", "site/words.txt": outcome.out})
    assert preflight("words", "suggest", "site").out.count("Trillowby") == 0, "what is known is not proposed again"


def test_entries_that_a_whole_site_does_not_need_are_told_once(write: Write, preflight: Run) -> None:
    words = "# ours\nTrillowby\nQuombat\ngarden\nGmbH\nZibblemat\n"
    write({"site/index.html": PAGE.format("Trillowby plans your year."), "site/words.txt": words})
    write({"site/preflight.toml": "", "words.txt": "Wimbleton\n", "preflight.toml": "", ".user/words.txt": "Orlatte\n"})
    outcome = check(preflight, "site")
    [finding] = outcome.report["findings"]
    assert (finding["rule"], finding["severity"], finding["match"]) == ("spelling.unused-word", "info", "Quombat")
    assert (finding["location"]["path"], finding["location"]["line"]) == ("site/words.txt", 3)
    assert [other["match"] for other in finding["related"]] == ["Zibblemat"], "not what cannot be judged, nor of others"
    assert matches(check(preflight, "site/index.html")) == [], "a page is not the whole site"


# --- how it is told -------------------------------------------------------------------------------------


def test_a_typo_on_three_pages_is_told_once_with_its_pages(write: Write, preflight: Run) -> None:
    for page in ("index", "about", "shop"):
        write({f"site/{page}.html": PAGE.format(f"We recieve orders on the {page} page. Recieve more of it.")})
    outcome = preflight("check", "site", "--offline", "--no-config", "--select", "spelling")
    assert outcome.out.count("spelling.misspelling") == 1
    assert "on 3 pages (6 times): about.html, index.html, shop.html" in outcome.out
    assert "1 thing to fix" in outcome.out
