"""Names that are written wrong: near misses of the names that the client, the sender or the site itself goes by, and
names that one document writes in two ways. Evidence never leaves the delivery.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from preflight.checkers.spelling.known import Known, Miss, Near, known_names
from preflight.checkers.spelling.look import UNKNOWN
from preflight.checkers.spelling.names import DISAGREEMENT, PHRASE, english
from preflight.checkers.spelling.occupied import Occupied
from preflight.checkers.spelling.rules import NAME
from preflight.checkers.spelling.vouched import Vouched
from preflight.model import CONTEXT, Delivery, Fact, Facts, Finding, Fix, Location, Related, Severity
from preflight.patterns import regex
from preflight.reading import names
from preflight.reading.lexicon import Lexicon, Lexicons
from preflight.reading.names import Token
from preflight.reading.remembered import Remembered

POSSESSIVE = regex("['’ʼ][sS]?$")  # "Byrne’s", "James’"
NOT_INFLECTED = frozenset({"en", ""})
"""Languages in which a name ends in the same letters in every sentence."""
LONG_ALONE = 7
"""Letters from which on a lone word that is nearly a word of the client's facts is surely meant to be it."""
ESTABLISHED = 3
"""A spelling that stands so often, and as often as the known one, may be somebody else's name."""
SHORTEST_STRAY, USUAL = 6, 4
"""Letters of a word, and sightings of the other one, from which on a stray spelling is told from the usual one."""
WORD_BEFORE, WORD_AFTER = (
    regex("([^\\W\\d_]+)[.]?[ \u00a0-]$"),
    regex("[ \u00a0-]([^\\W\\d_]+)"),
)  # "Orla ", " Byrne"
SHOWN = 3
KINDS = {"person": "a person", "product": "a product", "place": "a place", "brand": "a brand"}
SOURCES = {"sender": "the sender's name", "title": "the site's own name", "words": "a name in the client's word list"}
ALLOW = "If that is another name, add it to the client's facts or words."


class _Sighting(Struct, frozen=True):
    """A near miss at its place, as it is written. ``exact`` when the place holds the text and nothing else."""

    miss: Miss
    place: Location
    text: str
    exact: bool = True


class _Phrase(Struct, frozen=True):
    """A run of capitalised words: the known names in it, and what is nearly one."""

    words: list[Token]
    right: tuple[str, ...]
    missed: tuple[Miss, ...]


def review(delivery: Delivery, lexicons: Lexicons) -> Iterator[Finding]:
    """One finding for every place of a name that is nearly right."""
    lexicon = english(lexicons)
    listed = Vouched(replace(delivery, names=()))
    known = known_names(delivery)
    near = Near(known, lexicon)
    told: Occupied[None] = Occupied()
    for finding in _near_misses(delivery, near, listed, lexicon) if near else ():
        told.add(location(finding), None)
        yield finding
    vouched = Vouched(delivery)
    right = frozenset(word for one in known for word in one.words)
    for document in delivery.documents:
        pairs: dict[int, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
        for fact in document.facts.get(DISAGREEMENT, ()):
            pairs[fact.value["pair"]][fact.value["form"]].append(fact)
        for spellings in pairs.values():
            if not any(map(listed, spellings)) and not all(map(vouched, spellings)):
                for finding in _disagreement(*_two(spellings), right):
                    if location(finding) not in told:
                        told.add(location(finding), None)
                        yield finding
    for finding in _strays(delivery, vouched, right):
        if location(finding) not in told:
            yield finding


# --- near misses of known names -------------------------------------------------------------------------


def _near_misses(delivery: Delivery, near: Near, listed: Vouched, lexicon: Lexicon | None) -> Iterator[Finding]:
    written: Counter[str] = Counter()
    found: list[_Sighting] = []
    seen: dict[str, _Phrase] = {}
    alone = Remembered(lambda match: near.alone(names.comparable(POSSESSIVE.sub("", match))))
    for document in delivery.documents:
        in_phrases = list(_in_phrases(document, near, written, seen))
        in_names: Occupied[None] = Occupied()
        for one in in_phrases:
            in_names.add(one.place, None)
        found += in_phrases
        found += (one for one in _alone(document, alone) if one.place not in in_names)
    written.update(one.text.casefold() for one in found)
    for one in found:
        if not (one.miss.written and listed(one.miss.written)):
            times, right_times = (written[text.casefold()] for text in (one.text, one.miss.known.text))
            if level := _severity(one.miss, times, right_times, lexicon):
                yield _near_miss(one, level)


def _in_phrases(document: Facts, near: Near, written: Counter[str], seen: dict[str, _Phrase]) -> Iterator[_Sighting]:
    """Near misses in the document's runs of capitalised words. Right ones are counted on the way. ``seen``: pages
    repeat the same runs, and each is looked at once."""
    for fact in document.facts.get(PHRASE, ()):
        if fact.match not in seen:
            phrase = names.tokens(fact.match)
            seen[fact.match] = _Phrase(phrase, tuple(near.rightly(phrase)), tuple(near.in_phrase(phrase, fact.match)))
        looked_at = seen[fact.match]
        if looked_at.right:
            written.update(looked_at.right)
        for miss in looked_at.missed:
            if miss.how == "ending" and fact.value not in NOT_INFLECTED:
                continue
            start, end = looked_at.words[miss.first].start, looked_at.words[miss.last - 1].end
            text = POSSESSIVE.sub("", fact.match[start:end])
            yield _Sighting(miss, *_within(fact, start, text))


def _alone(document: Facts, near: Mapping[str, Miss | None]) -> Iterator[_Sighting]:
    """Near misses among the words that no dictionary holds; ``near``: what each of them is nearly."""
    for fact in document.facts.get(UNKNOWN, ()):
        if "capitalised" in fact.value["marks"] and "meant" not in fact.value:
            miss = near[fact.match]
            if miss is None or (miss.how == "ending" and fact.value["language"] not in NOT_INFLECTED):
                continue
            if miss.known.source == "facts" or _alone_at(fact):  # with another surname it is another person
                yield _Sighting(miss, *_within(fact, 0, POSSESSIVE.sub("", fact.match)))


def _within(fact: Fact, start: int, text: str) -> tuple[Location, str, bool]:
    """The place of a part of a fact's match; the whole place where tags or line breaks lie in between."""
    place, end = fact.location, start + len(text)
    whole = place.line == place.end_line and place.column is not None and place.end_column is not None
    if not whole or place.end_column - place.column != len(fact.match):  # type: ignore[operator]
        return place, text, False
    column: int = place.column  # type: ignore[assignment]
    before, after = place.before + fact.match[:start], fact.match[end:] + place.after
    return (
        replace(place, column=column + start, end_column=column + end, before=before[-CONTEXT:], after=after[:CONTEXT]),
        text,
        True,
    )


def _severity(miss: Miss, times: int, right_times: int, lexicon: Lexicon | None) -> Severity | None:
    """How sure we are that the known name is meant; None when something else is as likely."""
    known, how = miss.known, miss.how
    client = known.source == "facts"
    doubtful = times >= ESTABLISHED and times >= right_times
    if doubtful and not client:
        return None
    strange = lexicon is not None and how != "space" and not lexicon.knows(miss.written)
    if len(known.words) == 1 or miss.last - miss.first == 1:
        if how in ("initial", "ending", "two slips") and not (client and strange and len(miss.right) >= LONG_ALONE):
            return None
        sure = client and how in ("slip", "sound") and strange and len(miss.right) >= LONG_ALONE
    elif how in ("slip", "sound"):
        sure = strange or (client and (how == "sound" or known.kind == "person"))
    elif how == "space":
        sure = False
    elif strange:
        sure = client and how != "two slips"
    elif client and known.kind == "person":
        sure = False
    else:
        return None
    return "error" if sure and not doubtful else "warning"


def _near_miss(one: _Sighting, level: Severity) -> Finding:
    known, miss = one.miss.known, one.miss
    right = known.text if miss.last - miss.first > 1 else _word_of(known, miss.right)
    source = SOURCES.get(known.source) or f"{KINDS[known.kind]} in the client's facts"
    of = "" if right == known.text else f" in “{known.text}”"
    fact = f"is “{right}” with a space" if miss.how == "space" else f"is nearly, but not quite, “{right}”"
    meant = right.upper() if one.text.isupper() else right
    ask = f"Change it to “{meant}”." if level == "error" else f"Read it once more: did you mean “{meant}”?"
    return Finding(
        NAME.id,
        f"“{one.text}” {fact}{of}, {source}",
        one.place,
        one.text,
        f"{ask} {ALLOW}",
        (meant,),
        Fix(meant) if level == "error" and one.exact else None,
        (Related(known.name.location, known.text, "the name as the client writes it"),) if known.name else (),
        level,
    )


def _word_of(known: Known, form: str) -> str:
    """A word of a name as the name writes it."""
    return next(known.text[word.start : word.end] for word in names.tokens(known.text) if word.form == form)


def location(finding: Finding) -> Location:
    assert isinstance(finding.place, Location)  # review has no spans
    return finding.place


# --- names written in two ways --------------------------------------------------------------------------


def _two(spellings: dict[str, list[Fact]]) -> tuple[list[Fact], list[Fact]]:
    one, other = spellings.values()
    return one, other


def _disagreement(one: list[Fact], other: list[Fact], known: frozenset[str]) -> Iterator[Finding]:
    """One finding for every place of the spelling that is probably wrong: the one that is no known name, or stands
    less often, or is the rarer word, or stands later."""
    sound = one[0].value.get("how") == "sound"
    if sound and _side_by_side(one, other):
        return
    wrong, right = sorted((one, other), key=lambda spelling: _weight(spelling, known))
    names_right = Counter(_text(fact) for fact in right)
    meant = names_right.most_common(1)[0][0]
    for fact in wrong:
        place, text, exact = _within(fact, 0, _text(fact))
        meant_here = meant.upper() if text.isupper() else meant
        yield Finding(
            NAME.id,
            f"“{text}” is written “{meant}” {_places(right)}",
            place,
            text,
            f"Make them the same: is it “{meant_here}”? If they are two names, add one to the client's facts or words.",
            (meant_here,),
            Fix(meant_here) if exact else None,
            tuple(Related(other.place, _text(other), f"written “{meant}”") for other in right[:SHOWN]),
            "warning",
        )


def _strays(delivery: Delivery, vouched: Vouched, right: frozenset[str]) -> Iterator[Finding]:
    """A capitalised word that no dictionary holds, seen once, beside one that the delivery uses again and again:
    "Bramblewyck". Only words that stand alone: with another surname it is another person."""
    seen: dict[str, list[Fact]] = defaultdict(list)
    comparable = Remembered(lambda match: names.comparable(POSSESSIVE.sub("", match)))
    for fact in chain.from_iterable(document.facts.get(UNKNOWN, ()) for document in delivery.documents):
        if "capitalised" in fact.value["marks"] and len(fact.value["form"]) >= SHORTEST_STRAY and _alone_at(fact):
            seen[comparable[fact.match]].append(fact)
    usual: dict[str, list[str]] = defaultdict(list)
    for form, facts in seen.items():
        if len(facts) >= USUAL:
            for signature in names.signatures(form):
                usual[signature].append(form)
    for form, facts in seen.items():
        if usual and len(facts) == 1 and not vouched(form):
            near = {other for signature in names.signatures(form) for other in usual.get(signature, ())}
            for other in sorted(near):
                if names.difference(form, other) == "slip":
                    yield from _disagreement(facts, seen[other], right)
                    break


def _alone_at(fact: Fact) -> bool:
    """Whether no other capitalised word stands beside it, but for one that begins a sentence."""
    place = fact.location
    before, after = WORD_BEFORE.search(place.before), WORD_AFTER.match(place.after)
    return not (before and before[1][0].isupper() and before[1].lower() not in names.OPENERS) and not (
        after and after[1][0].isupper()
    )


def _side_by_side(one: list[Fact], other: list[Fact]) -> bool:
    """Whether both are named in one breath: "Jon Hale and John Hale"."""
    texts = {_text(fact) for fact in other}
    return any(text in fact.location.before + fact.location.after for fact in one for text in texts)


def _weight(spelling: list[Fact], known: frozenset[str]) -> tuple[bool, int, int, int, int]:
    """Which of two spellings is the likelier one: higher is likelier."""
    first = spelling[0].location
    return (
        spelling[0].value["form"] in known,
        len(spelling),
        -spelling[0].value.get("rarity", 0),
        -(first.line or 0),
        -(first.column or 0),
    )


def _text(fact: Fact) -> str:
    return POSSESSIVE.sub("", fact.match)


def _places(facts: list[Fact]) -> str:
    return "in another place" if len(facts) == 1 else f"in {len(facts)} other places"
