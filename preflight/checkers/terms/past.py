"""What went out wrong once and was written down, in any client's ``incidents/``: it must not go out again."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.model import Delivery, Finding, Rule
from preflight.reading import pastmistakes

PAST = Rule(
    "terms.past-mistake",
    "a mistake that went out once is back",
    """`preflight incident` keeps what went out wrong and what was right. A copied template, an old draft or a block
from another client's mail brings such a mistake back, and nobody looks for it any more. So every check of every client
in the workspace looks for it.

Looked at: whether the whole file is the sample that was wrong, and whether a sentence of four words or more, or a link
with the same words to the same page, stands in an email that only the wrong sample had. What the incident's own rule
finds in that client's mail is not told twice, and a link into a client's own site is not another client's mistake.

Put in what was right; the folder that is named says what that is. If the words are right by now, take them out of the
`texts` or `links` of that incident's `incident.toml`.""",
)


def findings(delivery: Delivery) -> Iterator[Finding]:
    for facts in delivery.documents if delivery.past else ():
        if not facts.reported:
            continue
        for past, place, words in pastmistakes.again(facts, delivery.past, delivery.hosts):
            where = "" if past.own else " with another client"
            what = f": {past.what}" if past.own and past.what else ""
            yield Finding(
                PAST.id,
                f"this went out wrong once{where}, on {past.day}{what}"[:300],
                place,
                words,
                f"Put in what was right: incidents/{past.name} says what that is."
                if past.own
                else "Put in what was right. Another client's incidents say what that is.",
            )
