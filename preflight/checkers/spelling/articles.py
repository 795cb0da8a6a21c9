"""a or an, by how the next word sounds."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.checkers.spelling.rules import ARTICLE
from preflight.model import Finding, Fix, TextRun
from preflight.patterns import regex
from preflight.reading.lexicon import Lexicon
from preflight.reading.remembered import Remembered
from preflight.reading.words import without_template_tags

# "an perfect", "A overview"; not "vitamin-a is", "a.b", "a NASA", "an 8"
PAIR = regex(
    r"([Aa](?<![\w'’`./&@#*+=<\\-].)n?)([ \n\u00a0])([A-Za-z]?[a-z]+)"
    r"(?![A-Za-z0-9_@/=\\(]|[.:]\w|['’](?!s\b))"
)
NO_BREAK = "\u00a0"
VOWELS = frozenset("aeiouy")
SHORTEST = 3
"""Two letters are an abbreviation as often as a word."""
SENTENCE_START = regex(r"(?:^|[.!?:;\n“\"(‘—–-]\s*)$")
# "unit", "user", "utility", "European", "one": a vowel letter that sounds like a consonant
CONSONANT_SOUND = regex(
    r"(?:uni(?![nm]|dent|deal|ssu)|una(?:ni|ry)|us[aeu]|ut[eio]|ubi|ur(?:in|an[io]|ea|et)|ukr|ukul|uga|eu|ewe|ouij)"
    r"|(?:once|one(?:s|self|time)?)$"
)
# "hour", "honest", "heir"
SILENT_H = regex("(?:hour|hones|hono|heir)")
# "herb", "historic", "hotel": people differ
EITHER = regex("(?:herb|hist|hote|habit|hum|halluc|horr|uber|u[mh]|y)")
NO_NOUN_PHRASE = frozenset({
    "is", "and", "or", "in", "are", "as", "at", "of", "on", "it", "if", "an", "to", "was", "by", "the", "for",
    "with", "from", "our", "us", "un", "en", "al", "el", "et", "ou", "una", "uno", "be", "has", "into",
})  # fmt: skip
"""After these, "a" is a letter, a variable or another language's word."""


def may_be_wrong(found: list[str]) -> bool:
    """A quick look at the words of a text: whether an article stands before one that may not begin with its sound."""
    return ("a" in found and _clash("a", found, vowel=True)) or ("an" in found and _clash("an", found, vowel=False))


def wrong_article(run: TextRun, lexicon: Lexicon) -> Iterator[Finding]:
    """Every "a" before a vowel sound and "an" before a consonant sound, where the next word is an English one."""
    text = without_template_tags(run.text)
    for pair in PAIR.finditer(text):
        article, gap, word = pair.groups()
        form = word.lower()
        if gap == NO_BREAK and article == "A":
            continue  # "A attachment": a type and its parameter
        if article[0] == "A" and not SENTENCE_START.search(text[max(0, pair.start() - 3) : pair.start()]):
            continue  # "Plan A is", "vitamin A intake"
        vowel = begins_with_vowel_sound(form)
        if vowel is None or vowel == (len(article) == 2) or form in NO_NOUN_PHRASE:
            continue
        if len(form) < SHORTEST or not lexicon.curated(form):
            continue
        right = article[0] + ("n" if vowel else "")
        span = run.span(pair.start(), pair.end())
        match = run.text[pair.start() : pair.end()]
        whole = span.end - span.start == len(match)
        yield Finding(
            ARTICLE.id,
            f"“{article} {word}” should be “{right} {word}”: a {'vowel' if vowel else 'consonant'} sound follows",
            span,
            match,
            f"Write “{right} {word}”.",
            (f"{right}{gap}{word}",),
            Fix(f"{right}{gap}{word}", safe=True) if whole else None,
        )


def _clash(article: str, found: list[str], *, vowel: bool) -> bool:
    at = -1
    for _ in range(found.count(article)):
        at = found.index(article, at + 1)
        after = found[at + 1] if at + 1 < len(found) else ""
        if after and (not after.isascii() or _SOUNDS[after.partition("'")[0]] is vowel):
            return True
    return False


def begins_with_vowel_sound(word: str) -> bool | None:
    """None where usage differs.

    >>> begins_with_vowel_sound("hour"), begins_with_vowel_sound("university"), begins_with_vowel_sound("historic")
    (True, False, None)
    """
    if EITHER.match(word) or VOWELS.isdisjoint(word):
        return None  # "ssh" is spelt out, letter by letter
    if word[0] == "h":
        return SILENT_H.match(word) is not None
    return word[0] in "aeiou" and CONSONANT_SOUND.match(word) is None


_SOUNDS = Remembered(begins_with_vowel_sound)
