"""The words of a text that no list holds, and stretches that a space in the wrong place has made of known ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, count

from msgspec import Struct

from preflight.patterns import regex
from preflight.reading import language as languages
from preflight.reading import lookalikes, spaces
from preflight.reading.foreign import BORROWED
from preflight.reading.lexicon import Lexicon
from preflight.reading.ownwords import OwnWords
from preflight.reading.prosaic import prosaic
from preflight.reading.words import SHOUTING, Word, plain, words

MARKS = ("capitalised", "begins", "hyphenated", "borrowed")

# "meet [unknown]", "[unknown] you": the neighbour that a space parts from a word
WORD_BEFORE = regex(r"(?<![\w'’./@&-])([A-Za-z]+) \Z")
WORD_AFTER = regex(r" ([a-z]+)(?![\w'’/@&-]|\.\w)")

# "weeee're back", "soooo good": written as it is said
DRAWN_OUT = regex(r"([^\W\d_])\1{3}")


class Strange(Struct, frozen=True, gc=False):
    """A word at ``text[start:end]`` that no list holds, its plain ``form`` and what that is without what hangs on it by
    an apostrophe (``base``); one of ``of`` words. ``marks``: out of MARKS. Where only a space is out of place, the
    stretch, and ``meant`` says what was meant with how much ``evidence``. ``mixed``: of two alphabets."""

    start: int
    end: int
    form: str
    base: str
    of: int
    marks: tuple[str, ...]
    meant: str = ""
    evidence: int = 0
    mixed: bool = False


def strange_words(text: str, unique: set[str], lexicon: Lexicon, broken: list[tuple[int, int]]) -> tuple[Strange, ...]:
    """The strange words of a text, but for garbled ones. ``unique``: its words, lower-cased."""
    fragments = spaces.FRAGMENTS if lexicon.language == "en" else frozenset()
    suspects = lexicon.unknown(unique) | (unique & fragments)
    if not (suspects and _worth_reading(text, suspects)):
        return ()
    if (row := prosaic(text)) is not None:
        return tuple(_strange(text, row, row.forms, lexicon, fragments, broken))
    found = list(words(text))
    return tuple(_strange(text, found, [plain(word.text) for word in found], lexicon, fragments, broken))


def _worth_reading(text: str, unknown: set[str]) -> bool:
    """Whether one of the unknown forms is written like a word: "sql" is not where the text says SQL or PostgreSQL."""
    return any(form in text or form.capitalize() in text for form in unknown) or SHOUTING.search(text) is not None


def _strange(
    text: str,
    found: Sequence[Word],
    forms: list[str],
    lexicon: Lexicon,
    fragments: frozenset[str],
    broken: list[tuple[int, int]],
) -> Iterator[Strange]:
    unique = set(forms)
    unknown = lexicon.unknown(unique)
    suspects = unknown | (unique & fragments)
    done = -1
    for at in compress(count(), map(suspects.__contains__, forms)) if suspects else ():
        word, form = found[at], forms[at]
        if form not in unknown and (not word.text.islower() or word.joined):
            continue  # a fragment, and not one that a space has torn off
        if word.start < done or any(start <= word.start < end for start, end in broken):
            continue
        if not form.isascii() and lookalikes.is_mixed(form):
            yield Strange(word.start, word.end, form, form, len(found), (), mixed=True)
            continue
        if not languages.is_written_in(lexicon.language, (form,)) or DRAWN_OUT.search(form):
            continue
        moved = _moved_space(text, word, lexicon) if lexicon.language == "en" else None
        if moved is not None:
            start, done, meant, evidence = moved
            yield Strange(start, done, form, form, len(found), _marks(found, forms, at, lexicon), meant, evidence)
        elif form in unknown and not _excused(word, form, text, lexicon.own):
            if lexicon.language == "en" and form not in lexicon.own.misspellings and lexicon.foreign.spoken(forms, at):
                continue
            yield Strange(word.start, word.end, form, lexicon.base(form), len(found), _marks(found, forms, at, lexicon))


def _marks(found: Sequence[Word], forms: list[str], at: int, lexicon: Lexicon) -> tuple[str, ...]:
    word = found[at]
    if lexicon.language == "en":
        borrowed = lexicon.foreign.beside(forms, at)
    else:
        borrowed = at > 0 and found[at - 1].text in BORROWED
    values = (word.capitalised, word.begins, word.joined, borrowed)
    return tuple(name for name, is_so in zip(MARKS, values, strict=True) if is_so)


def _excused(word: Word, form: str, text: str, own: OwnWords) -> bool:
    """Whether an entry of the word list that we do not trust is right here: a name, part of something longer, or in
    its phrase ("to and fro")."""
    if form in own.rejected:
        return word.capitalised or word.joined
    phrase = own.doubted.get(form)
    if phrase is None:
        return False
    return word.capitalised or word.joined or (bool(phrase) and text[: word.end].lower().endswith(phrase))


def _moved_space(text: str, word: Word, lexicon: Lexicon) -> tuple[int, int, str, int] | None:
    """Where a neighbouring space explains the word better than anything: the stretch, what was meant, the evidence."""
    best: tuple[int, int, str, int] | None = None
    if word.joined:
        return None
    before = WORD_BEFORE.search(text, max(0, word.start - spaces.LONGEST_JOINED), word.start)
    after = WORD_AFTER.match(text, word.end)
    for start, end in ((before.start(1) if before else -1, word.end), (word.start, after.end(1) if after else -1)):
        if start < 0 or end < 0:
            continue
        left, _, right = text[start:end].partition(" ")
        if not right.islower() or not (left.islower() or left[1:].islower()):
            continue
        if _typed_twice(left.lower(), lexicon) and lexicon.listed(right):
            continue  # "suchh as"
        meant = spaces.rejoined(left.lower(), right, lexicon)
        if meant is not None and meant[1] >= spaces.WORTH_A_LOOK and (best is None or meant[1] > best[3]):
            best = start, end, *meant
    return best


def _typed_twice(form: str, lexicon: Lexicon) -> bool:
    """Whether only the last letter is one too many."""
    return form[-1:] == form[-2:-1] and lexicon.listed(form[:-1])
