"""British spelling in an American text, and the other way round, for clients who want one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from preflight.checkers.spelling.rules import VARIANT, Options
from preflight.model import Finding, Fix, TextRun
from preflight.reading import variants
from preflight.reading.lexicon import Lexicon
from preflight.reading.words import Word, in_case, plain, words

NAMES = {"british": "British", "american": "American"}
OTHER = {"british": "american", "american": "british"}


def variant(runs: Sequence[tuple[TextRun, frozenset[str]]], lexicon: Lexicon, options: Options) -> Iterator[Finding]:
    """Words of the side that is not wanted. ``runs`` are the English texts of one document, each with its tokens."""
    if options.variant != "either":
        yield from _strangers(runs, lexicon, options.variant)
    elif options.mixed_variants:
        found = {side: list(_strangers(runs, lexicon, side, mixed=True)) for side in NAMES}
        if all(found.values()):
            yield from min(found.values(), key=len)


def _strangers(
    runs: Sequence[tuple[TextRun, frozenset[str]]], lexicon: Lexicon, wanted: str, *, mixed: bool = False
) -> Iterator[Finding]:
    for run, tokens in runs:
        strange = {token for token in tokens if variants.other_form(token, wanted, lexicon)}
        if not strange:
            continue
        for word in words(run.text):
            form = plain(word.text)
            if form in strange and not _is_name(word):
                yield _finding(run, word, variants.other_form(form, wanted, lexicon), wanted, mixed=mixed)


def _is_name(word: Word) -> bool:
    """ "Kennedy Center", "the Labour Party"."""
    return word.capitalised and not word.begins and not word.shouted


def _finding(run: TextRun, word: Word, instead: str, wanted: str, *, mixed: bool) -> Finding:
    span = run.span(word.start, word.end)
    instead = in_case(word.text, instead)
    whole = span.end - span.start == len(word.text)
    why = f"the rest of the text is {NAMES[wanted]}" if mixed else f"this client writes {NAMES[wanted]} English"
    return Finding(
        VARIANT.id,
        f"“{word.text}” is {NAMES[OTHER[wanted]]} spelling, and {why}",
        span,
        word.text,
        f"Write “{instead}”.",
        (instead,),
        Fix(instead, safe=not mixed) if whole else None,
    )
