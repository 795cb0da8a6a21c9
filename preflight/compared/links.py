"""The links: does each open what was approved, whatever counts the click on the way?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from preflight.checkers.mail import bulk, testsend
from preflight.compared.places import MOST, Difference, at, main_part, plain
from preflight.model import Document, Link, Location, Part
from preflight.reading import wrappers


def clicked(part: Part) -> list[Link]:
    return [link for link in part.links if link.element in ("a", "area", "text")]


def of_links(new: Document, written: Sequence[Link], shown: Sequence[Link], footer: str) -> Iterator[Difference]:
    labels = [_label(link) for link in written[:MOST]], [_label(link) for link in shown[:MOST]]
    for what, old_start, old_end, start, end in SequenceMatcher(None, *labels, autojunk=False).get_opcodes():
        old, now = list(written[old_start:old_end]), list(shown[start:end])
        together = min(len(old), len(now)) if what == "equal" or len(old) == len(now) else 0
        for one, other in zip(old[:together], now[:together], strict=True):
            yield from _pair(new, one, other)
        for link in old[together:]:
            if not _is_frame(link):
                sentence = f"the link “{_short(link)}” did not arrive: {link.url[:200]}"
                yield Difference("changed", sentence, Location("", main_part(new).name))
        for link in now[together:]:
            is_own = _is_frame(link) or (plain(link.text) and plain(link.text) in plain(footer))
            sentence = f"the link “{_short(link)}” was added: {link.url[:200]}"
            yield Difference("wrapped" if is_own else "changed", sentence, at(new, link.span))
    if len(written) > MOST or len(shown) > MOST:
        rest = [link.url for link in written[MOST:]], [link.url for link in shown[MOST:]]
        if rest[0] != rest[1]:
            yield Difference("changed", f"what follows the first {MOST:,} links is not the same", Location())


def _pair(new: Document, old: Link, now: Link) -> Iterator[Difference]:
    if old.url.strip() == now.url.strip() or (_is_frame(old) and _is_frame(now)):
        return
    place, name = at(new, now.span), _short(now)
    wrapped, before = wrappers.unwrap(now.url), wrappers.unwrap(old.url)
    opens, opened = wrapped.target if wrapped else now.url, (before.target if before else old.url)
    if testsend.TAG.search(old.url):
        yield Difference("wrapped", f"the address of “{name}” was filled in: {now.url[:200]}", place)
    elif not opens or not opened:
        counter = (wrapped or before).name  # type: ignore[union-attr]
        yield Difference("unseen", f"“{name}” goes through {counter}, which does not show where it leads", place)
    elif testsend.is_dead(opens) and _is_frame(now):
        yield Difference("wrapped", f"“{name}” is dead in test sends", place)
    elif wrappers.page(opens) == wrappers.page(opened) and urlsplit(opens).fragment == urlsplit(opened).fragment:
        how = f"goes through {wrapped.name} to the same page" if wrapped else "has parameters that count the click"
        yield Difference("wrapped", f"“{name}” {how}", place)
    else:
        yield Difference("changed", f"“{name}” opens {opens[:200]}, approved was {opened[:200]}", place)


def _is_frame(link: Link) -> bool:
    """Whether it is the way out, the settings or the web version: the platform makes those."""
    return bulk.leads_out(link.url, link.text) or bool(bulk.WEB_COPY.search(link.text))


def _label(link: Link) -> str:
    return " ".join(testsend.WORD.findall(link.text.casefold())) or "picture"


def _short(link: Link) -> str:
    return plain(link.text)[:60] or "the linked picture"
