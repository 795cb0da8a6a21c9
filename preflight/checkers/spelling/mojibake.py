"""Garbled characters: UTF-8 that was read as Windows-1252."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.checkers.spelling.rules import MOJIBAKE
from preflight.model import Finding, Fix, TextRun
from preflight.patterns import regex

_CONTINUATION = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
# "Ã©", "â€™", "ðŸ˜€", and the replacement character: a cheap test, so that ftfy (27 ms to import) is rarely needed
SUSPECT = regex(f"[\u00c2-\u00df]{_CONTINUATION}|[\u00e0-\u00ef]{_CONTINUATION}{{2}}|\u00f0{_CONTINUATION}{{2}}|\ufffd")
CONTROL = regex("[\x00-\x1f\x7f-\x9f]")  # what a wrong guess leaves behind
STRETCH = regex(r"\S+")
LONGEST_STRETCH = 200


def garbled(run: TextRun) -> Iterator[tuple[int, int, Finding]]:
    """Every garbled stretch of a run, with its place in the run's text."""
    if run.text.isascii() or not SUSPECT.search(run.text):
        return
    for stretch in STRETCH.finditer(run.text):
        text = stretch.group()
        if text.isascii() or len(text) > LONGEST_STRETCH or not SUSPECT.search(text):
            continue
        start, end = stretch.span()
        meant = _mended(text)
        if CONTROL.search(meant):
            continue  # not text at all: a body that nobody could decode
        if meant != text and "\ufffd" not in meant:
            message = f"“{text}” is garbled: it should read “{meant}”"
            remedy = "Paste the passage again from its source, or type the characters by hand."
            yield (
                start,
                end,
                Finding(MOJIBAKE.id, message, run.span(start, end), text, remedy, (meant,), Fix(meant, safe=True)),
            )
        elif "\ufffd" in meant:
            message = f"a character is lost in “{text}”: readers see a question mark or a box in its place"
            yield (
                start,
                end,
                Finding(
                    MOJIBAKE.id,
                    message,
                    run.span(start, end),
                    text,
                    "Type the missing character from the original text.",
                ),
            )


def _mended(text: str) -> str:
    import ftfy

    mended: str = ftfy.fix_encoding(text)
    return mended
