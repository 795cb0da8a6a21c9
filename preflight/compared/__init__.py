"""``preflight compare APPROVED RECEIVED``: what the sending platform wrapped around a message, and what is another one.

Platforms send every link through a counter, fill merge tags in, add a footer, a web version and a picture of one pixel,
serve pictures from their own hosts and put “[Test]” before the subject: none of that is a change. A word, a price, a
link that opens another page or a picture that is another one is. Nothing is opened: what a counter hides is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from preflight import parse
from preflight.collect import collect
from preflight.compared import links, pictures, texts
from preflight.compared.places import MOST, Difference, main_part, plain
from preflight.model import Document, Location, PreflightError

__all__ = ["Difference", "compare", "differences"]

ANOTHER = 0.3
"""Share of the texts in common below which the two are different messages."""


def compare(approved: str, received: str) -> tuple[Difference, ...]:
    """The differences of two files, in the order of the message that arrived. Raises PreflightError."""
    return tuple(differences(_read(approved), _read(received)))


def differences(old: Document, new: Document) -> Iterator[Difference]:
    """The subject and the sender, then texts, links and pictures."""
    before, after = main_part(old), main_part(new)
    written, shown = texts.texts(before), texts.texts(after)
    start = Location("", after.name)
    keys = [plain(run.text) for run in written], [plain(run.text) for run in shown]
    matched = SequenceMatcher(None, keys[0][:MOST], keys[1][:MOST], autojunk=False)
    same = sum(block.size for block in matched.get_matching_blocks())
    if written and same < ANOTHER * min(len(written), len(shown)) and not texts.resembles(written, shown):
        yield Difference("changed", "these are two different messages: hardly a text is the same", start)
        return
    yield from texts.of_headers(old, new)
    footer: list[str] = []
    yield from texts.reworded(new, written, shown, matched.get_opcodes(), footer)
    if keys[0][MOST:] != keys[1][MOST:]:
        yield Difference("changed", f"what follows the first {MOST:,} texts is not the same", start)
    yield from links.of_links(new, links.clicked(before), links.clicked(after), " ".join(footer))
    yield from pictures.of_pictures(old, new, before.images, after.images)


def _read(name: str) -> Document:
    collected = collect(name, kind="email")
    if len(collected.sources) != 1 or collected.files:
        why = collected.gaps[0].why if collected.gaps else "is not one message: name a file with one"
        raise PreflightError(why, name)
    source = collected.sources[0]
    try:
        return parse.parse(source.read(), source.media_type, kind="email")
    except OSError as error:
        raise PreflightError(f"cannot be read ({error.strerror or error})", name) from error
