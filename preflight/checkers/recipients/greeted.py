"""Without a list: a message that greets by name somebody else than the person its ``To`` names."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import getaddresses

from preflight.model import Facts, Finding
from preflight.patterns import regex
from preflight.reading import personal

ANSWERS = ("in-reply-to", "references", "list-post", "resent-from")
LETTERS = regex(r"[^\W\d_]+")


def findings(document: Facts) -> Iterator[Finding]:
    """One addressee with a first and a last name, and a greeting with another given name."""
    if document.kind != "email" or any(document.header(name) for name in (*ANSWERS, "cc")):
        return
    people = [(name, address) for name, address in getaddresses([document.header("to")]) if "@" in address]
    if len(people) != 1:
        return
    (name, address), *_ = people
    words = name.split()
    if not 2 <= len(words) <= 4 or not personal.is_given_name(words[0]):
        return
    from preflight.checkers.recipients.addressed import plain
    from preflight.checkers.recipients.messages import greeted
    from preflight.reading import likeness

    known = [*words, *LETTERS.findall(address.partition("@")[0])]
    for run, (start, end), said in greeted(document):
        first = said.split()[0]
        if not personal.is_name(first) or run.location is None:
            continue
        if any(likeness.fits(first, word) or plain(first) in plain(word) for word in known):
            return
        yield Finding(
            "recipients.mismatch",
            f"the message greets “{first}”, but it goes to {words[0]}",
            run.location,
            run.text[start:end],
            "Is it somebody else's message? Do not send before you know.",
            (words[0],),
            severity="warning",
        )
        return
