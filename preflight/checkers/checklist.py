"""What somebody must have looked at before it goes out: the items of the client's ``checklist.toml``.

The items, their answers and what preflight ticks by itself are weighed once everything else is found
(``preflight.checklist``); the rule lives here, like every other one.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from preflight.model import Delivery, Document, Finding, Rule

OPEN = Rule(
    "checklist.open",
    "an item of the client's checklist is not answered for this content",
    """Some things no program can see: whether the segment is right, when it is scheduled, how it looks on a phone. A
`checklist.toml` beside the client's `preflight.toml` names them, and somebody answers each of them, with a name and
perhaps a note: `preflight checklist TARGET`, or at once `preflight checklist TARGET --answer audience=yes --who Jo`.

An answer holds for the content that it was given for. When that changes, the items that it is about are open again, and
only those: the image item when an image was changed, the price item when a price was. What preflight can see by itself
it ticks, and says by what: that the first paragraph is not the previous issue's, that the sender is the client's.

Looked at: every item declared for this kind of delivery. An item answered “no” stays open unless the list says that any
answer will do. There is no certificate while an item that must be answered is open. Answer it, or take it off the
list.""",
    "warning",
)
RULES = (OPEN,)


class Options(Struct, frozen=True):
    """None: the items are in ``checklist.toml``."""


def doubts(document: Document, page: object) -> tuple[int, ...]:
    """Where it needs the text of a page: nowhere."""
    return ()


def review(delivery: Delivery, options: Options) -> Iterator[Finding]:
    """Nothing: see ``preflight.checklist.signed``, which knows what the other families found."""
    yield from ()
