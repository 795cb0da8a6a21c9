"""What a site uses again and again and no dictionary holds: the client's first word list, for one review."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from msgspec import Struct, field

from preflight.checkers.spelling import weigh
from preflight.checkers.spelling.look import UNKNOWN
from preflight.checkers.spelling.rules import MISSPELLING, Options
from preflight.checkers.spelling.vouched import Vouched, stems
from preflight.model import Delivery, Fact, Finding
from preflight.reading.lexicon import Lexicons
from preflight.reading.words import plain

SURROUNDINGS = 12
OFTEN, PAGES = 3, 2
"""A word that stands in so many different surroundings, on so many pages, is in use rather than a slip."""
LARGE = 200
"""Of a site with more pages, a word has to be on one page in so many: its list is read by a person."""


class Used(Struct, frozen=True):
    """A word as it is written there, how often and on how many pages; ``resembles`` what the check takes it for."""

    text: str
    times: int
    pages: int
    resembles: str = ""


class _Sightings(Struct):
    written: Counter[str] = field(default_factory=Counter)
    contexts: set[tuple[str, str]] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)


def vocabulary(delivery: Delivery, options: Options, lexicons: Lexicons) -> tuple[list[Used], list[Used]]:
    """The words in use, and those that the check reports and that may be right nevertheless; each list sorted."""
    found = _sightings(delivery)
    reported = {
        plain(finding.match): finding
        for finding in weigh.review(delivery, options, lexicons)
        if isinstance(finding, Finding) and finding.suggestions
    }
    enough = max(PAGES, len(delivery.documents) // LARGE)
    used: list[Used] = []
    doubtful: list[Used] = []
    for form, seen in found.items():
        finding = next((reported[written] for written in (form, *sorted(seen.forms)) if written in reported), None)
        meant = finding.suggestions[0] if finding else ""
        word = Used(_text(seen.written), seen.written.total(), len(seen.paths), meant)
        sure = finding is not None and finding.rule == MISSPELLING.id
        if not sure and len(seen.contexts) >= OFTEN and len(seen.paths) >= enough:
            used.append(word)
        elif seen.forms & reported.keys():
            doubtful.append(word)
    return sorted(used, key=_order), sorted(doubtful, key=_order)


def _sightings(delivery: Delivery) -> Mapping[str, _Sightings]:
    """Every unknown word that the client does not vouch for yet, its plurals and possessives included."""
    known = Vouched(delivery)
    facts: dict[str, list[tuple[str, Fact]]] = defaultdict(list)
    for document in delivery.documents:
        for fact in document.facts.get(UNKNOWN, ()):
            if "meant" not in fact.value and not known(fact.value["form"]):
                facts[fact.value["form"]].append((document.path, fact))
    found: dict[str, _Sightings] = defaultdict(_Sightings)
    for form, sightings in facts.items():
        base = next((stem for stem in reversed(list(stems(form))) if stem in facts), form)
        base = base.removesuffix("'s")
        for path, fact in sightings:
            seen = found[base]
            seen.forms.add(form)
            seen.paths.add(path)
            seen.contexts.add((fact.location.before[-SURROUNDINGS:], fact.location.after[:SURROUNDINGS]))
            seen.written[fact.match[: len(base)]] += 1
    return found


def _text(written: Counter[str]) -> str:
    """In small letters as soon as they are used."""
    small = [text for text in written if text.islower()]
    return max(small or written, key=lambda text: (written[text], text))


def _order(word: Used) -> tuple[str, str]:
    return word.text.casefold(), word.text
