"""Words that the client vouches for: its word list and its names, and which entries of the list nothing needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from preflight.checkers.spelling.look import UNKNOWN
from preflight.checkers.spelling.rules import UNUSED_WORD
from preflight.model import Delivery, Finding, Location, Related
from preflight.reading import language as languages
from preflight.reading.lexicon import Lexicons
from preflight.reading.words import WORD, is_word, plain, tokens

LONGEST_CLITIC = 4
"""Letters that hang on a word by an apostrophe: "Orla's", "they'll", "l'Orangerie", "qu'Orla"."""
NAMED = 3
"""Unused words that the message names; the others are counted."""


class Vouched:
    """Whether a form is one of the client's words, in any case, or its plural or possessive."""

    def __init__(self, delivery: Delivery) -> None:
        self._entries: dict[str, set[str]] = defaultdict(set)
        names = (text for name in delivery.names for text in (name.text, *name.aliases))
        for entry in (*delivery.words, *names):
            for piece in (entry, *tokens(entry)):
                self._entries[plain(piece).removesuffix("'s")].add(entry)

    def __call__(self, form: str) -> bool:
        return bool(self._entries) and any(stem in self._entries for stem in stems(form))

    def entries(self, form: str) -> set[str]:
        """The entries that a form is accepted for."""
        return set().union(*(self._entries.get(stem, ()) for stem in stems(form)))


def stems(form: str) -> Iterator[str]:
    """What a plain form may be an inflection of, itself first.

    >>> list(stems("byrne's")), list(stems("bramblies"))
    (["byrne's", 'byrne'], ['bramblies', 'bramblie', 'brambli', 'brambly'])
    """
    yield form
    if "'" in form:
        pieces = form.split("'")
        longest = max(pieces, key=len)
        if all(len(piece) <= LONGEST_CLITIC for piece in pieces if piece is not longest):
            form = longest
            yield form
    for ending, instead in (("s", ""), ("es", ""), ("ies", "y")):
        if form.endswith(ending):
            yield form.removesuffix(ending) + instead


def unused(delivery: Delivery, lexicons: Lexicons) -> Iterator[Finding]:
    """One finding for each file whose entries a whole site does not need. Only entries that could be seen are judged:
    no abbreviation, and nothing that a dictionary holds."""
    if delivery.kind != "site" or not delivery.words:
        return
    spoken = {languages.primary(document.language) for document in delivery.documents} | {"en"}
    opened = [lexicons[language] for language in sorted(spoken) if language in lexicons]
    vouched = Vouched(delivery)
    forms = {fact.value["form"] for document in delivery.documents for fact in document.facts.get(UNKNOWN, ())}
    used = set().union(*map(vouched.entries, forms))
    left: dict[str, list[tuple[str, Location]]] = defaultdict(list)
    for entry, place in delivery.words.items():
        pieces = WORD.findall(entry)
        visible = all(map(is_word, pieces)) and not any(
            lexicon.knows(plain(piece)) for lexicon in opened for piece in pieces
        )
        if place.path and entry not in used and pieces and visible:
            left[place.path].append((entry, place))
    for entries in left.values():
        yield _unused(sorted(entries, key=lambda entry: (entry[1].line or 0, entry[0])))


def _unused(entries: list[tuple[str, Location]]) -> Finding:
    words = [entry for entry, _ in entries]
    named = "”, “".join(words[:NAMED])
    more = f" and {len(words) - NAMED} more" if len(words) > NAMED else ""
    first, *others = entries
    return Finding(
        UNUSED_WORD.id,
        f"“{named}”{more} in the word list {'stand' if len(words) > 1 else 'stands'} nowhere on this site",
        first[1],
        first[0],
        "Delete what is no longer used, so that it cannot excuse a typo one day: preflight words remove WORD.",
        related=tuple(Related(place, entry, "unused as well") for entry, place in others),
    )
