"""The client's word list at the command line: words added, words removed, and a first list from what a site repeats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from preflight import config, pipeline, plugins
from preflight.collect import shown_path
from preflight.config import wordlist
from preflight.config.wordlist import WordList
from preflight.folders import user_folder
from preflight.model import Delivery, PreflightError

INTRODUCTION = """\
# Words that no dictionary holds and that are used again and again in {name}.
# Read them once, delete what is a typo, and keep the rest as words.txt beside preflight.toml.
"""
DOUBTFUL = """\

# Reported as possible typos, and not used often enough to be sure. Take the # away from the words that are right.
"""


def add(words: Sequence[str], *, user: bool, config_file: str | None) -> str:
    """Put words into a list, and say what was done. Raises PreflightError for what is no word, or no list to be had."""
    entries = [wordlist.entry_of(word) for word in words]
    old = _list(user=user, config_file=config_file)
    new, added = old.with_words(entries)
    if added:
        new.write()
    present = [entry for entry in entries if entry not in added]
    said = [f"Added {_listed(added)} to {old.shown}."] if added else []
    if present:
        said.append(f"{_listed(present)} {'was' if len(present) == 1 else 'were'} already in {old.shown}.")
    return " ".join(said)


def remove(words: Sequence[str], *, user: bool, config_file: str | None) -> str:
    """Take words out of a list, and say what was done."""
    old = _list(user=user, config_file=config_file)
    new, gone = old.without_words(words)
    if gone:
        new.write()
        return f"Removed {_listed(gone)} from {old.shown}."
    return f"{_listed(words)} {'is' if len(words) == 1 else 'are'} not in {old.shown}."


def suggest(options: pipeline.Options) -> str:
    """A word list for what the targets use, as the text of a file."""
    return "\n".join(_suggested(*found) for found in pipeline.delivered(options))


def _suggested(ruleset: config.Ruleset, delivery: Delivery) -> str:
    from preflight.checkers import spelling
    from preflight.checkers.spelling.vocabulary import vocabulary

    options = plugins.options_for(spelling, ruleset.checkers["spelling"])
    used, doubtful = vocabulary(delivery, options, spelling.prepare(options))
    lines = [f"{word.text}  # {_count(word.times, word.pages)}\n" for word in used]
    text = INTRODUCTION.format(name=delivery.name) + "\n" + "".join(lines)
    if doubtful:
        text += DOUBTFUL
        for word in doubtful:
            meant = f", “{word.resembles}”?" if word.resembles else ""
            text += f"# {word.text}  # {_count(word.times, word.pages)}{meant}\n"
    return text


def _count(times: int, pages: int) -> str:
    if times == 1:
        return "once"
    return f"{times:,} times" + (f" on {pages:,} pages" if pages > 1 else "")


def _list(*, user: bool, config_file: str | None) -> WordList:
    """The list to change: the user's own, that of a named configuration, or that of the nearest one."""
    if user:
        file = user_folder() / wordlist.FILE_NAME
        shown = str(file)
    else:
        found = Path(config_file) if config_file else config.find(Path.cwd())
        if found is None:
            raise PreflightError(
                "there is no preflight.toml here or above: write one (preflight init), or say --user for your own list"
            )
        file, shown = config.word_file_of(found, shown_path(found), trusted=bool(config_file))
    try:
        return WordList.read(file, shown)
    except FileNotFoundError:
        return WordList(file, shown)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
