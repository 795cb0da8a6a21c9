"""What a past mistake is known by, and whether a document has it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from preflight.model import FactLink, Facts, Location, TextRun
from preflight.model.past import Past
from preflight.patterns import regex
from preflight.reading import urls, wrappers

SENTENCE = regex(r"[.!?…][\"'”’)]{0,2}\s+|\n")
"""``The mill is open. Come by!``"""
WORDS = 4
"""A shorter sentence may stand anywhere."""
UNREAD = frozenset({"code", "meta"})


def sentences(text: str) -> list[str]:
    """The sentences of a text that are long enough to be told apart, in the form in which they are compared."""
    pieces = (" ".join(piece.casefold().split()).strip(" .!?…") for piece in SENTENCE.split(text))
    return [piece for piece in pieces if piece.count(" ") >= WORDS - 1]


def link(text: str, url: str) -> tuple[str, str]:
    """The words of a link and the page that it opens, whatever counts the click."""
    wrapped = wrappers.unwrap(url)
    return " ".join(text.casefold().split()), wrappers.page(wrapped.target if wrapped and wrapped.target else url)


def again(facts: Facts, past: Sequence[Past], hosts: Iterable[str]) -> Iterator[tuple[Past, Location, str]]:
    """The past mistakes that stand in a document: which, where, and the words. Each is told once."""
    told: set[str] = set()
    for one in past:
        if one.sha256 and one.sha256 == facts.sha256:
            told.add(one.name)
            yield one, Location(facts.path), ""
    texts = {text: one for one in past for text in one.texts}
    links = {(words, url): one for one in past for words, url in one.links}
    own = {host.removeprefix("www.") for host in hosts}
    for found, place, words in (*_texts(facts.runs, texts), *_links(facts.links if links else (), links, own)):
        seen_by_rule = found.own and any(other.rule == found.rule for other in facts.findings)
        if found.name not in told and not seen_by_rule:
            told.add(found.name)
            yield found, place, words


def _texts(runs: Iterable[TextRun], known: dict[str, Past]) -> Iterator[tuple[Past, Location, str]]:
    for run in runs if known else ():
        if run.kind in UNREAD or run.location is None:
            continue
        for text in sentences(run.text):
            if text in known:
                yield known[text], run.location, run.text


def _links(
    links: Iterable[FactLink], known: dict[tuple[str, str], Past], own: set[str]
) -> Iterator[tuple[Past, Location, str]]:
    """A link that was wrong for one client is right where it leads to another client's own pages."""
    for one in links:
        found = known.get(link(one.text, one.url))
        if found is not None and (found.own or urls.resolve(one.url).host.removeprefix("www.") not in own):
            yield found, one.location, one.url
