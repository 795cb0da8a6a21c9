"""One headline, two pages: links of a message whose words are the same and whose pages are not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.checkers.links.around import shorten
from preflight.checkers.links.form import has_tag
from preflight.checkers.links.promise import RULE, is_wrapped
from preflight.checkers.links.vocabulary import BUTTON_WORDS, CALLS
from preflight.model import FactLink, Facts, Finding, Related
from preflight.patterns import regex
from preflight.reading import urls

_WORD = regex(r"[^\W\d_]+")
_NUMBER = regex(r"(?=[a-z]*\d)[a-z\d]+", re.IGNORECASE)  # "311109188", "6v2rorp3"
_FEWEST_LETTERS = 12
_FEWEST_WORDS = 3


def findings(facts: Facts, trackers: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Words that open two pages of one site. Calls ("Book tickets") and dates open many, and may."""
    opened: dict[str, dict[str, FactLink]] = {}
    for link in facts.links:
        if link.element == "a" and not link.hidden and (address := _address(link)):
            opened.setdefault(" ".join(link.text.split()).lower(), {}).setdefault(address, link)
    for by_address in opened.values():
        if len(by_address) != 2:
            continue  # three pages under one name are a series
        first, second = by_address.values()
        if _host(first) in trackers:
            continue
        if _host(first) != _host(second) or _is_series(urls.resolve(first.url).path, urls.resolve(second.url).path):
            continue
        yield Finding(
            RULE,
            f"“{shorten(second.text)}” opens {_path(second)} here and {_path(first)} elsewhere in this message",
            second.location,
            match=second.url,
            help="Make both open the same page, or say what is different in their words.",
            related=(Related(first.location, first.url, "the same words open another page"),),
            severity="warning",
        )


def _address(link: FactLink) -> str:
    """Host and path of a link whose words name one page, or nothing."""
    text = link.text.strip()
    words = _WORD.findall(text.lower())
    letters = sum(map(len, words))
    if len(words) < _FEWEST_WORDS or letters < _FEWEST_LETTERS or any(map(str.isdigit, text)):
        return ""
    if words[0] in CALLS or " ".join(words) in BUTTON_WORDS or has_tag(link.url):
        return ""
    target = urls.resolve(link.url)
    if target.scheme not in ("http", "https") or is_wrapped(target, "\0"):
        return ""
    return f"{target.host.removeprefix('www.')}{target.path.rstrip('/')}?{_identifying(target.query)}"


def _is_series(one: str, other: str) -> bool:
    """Whether one page lies below the other ("/club", "/club/events"), or a mere number tells them apart: the dates of
    one event ("/club/events/3112", "/club/events/jqvv7")."""
    short, long = sorted((one.rstrip("/"), other.rstrip("/")), key=len)
    if long.startswith(f"{short}/") and short:
        return True
    above, _, last = one.rstrip("/").rpartition("/")
    beside, _, also_last = other.rstrip("/").rpartition("/")
    return above == beside and (_NUMBER.fullmatch(last) or _NUMBER.fullmatch(also_last)) is not None


def _identifying(query: str) -> str:
    return "&".join(
        sorted(field for field in query.split("&") if not field.lower().startswith(("utm_", "mc_", "ref=")))
    )


def _host(link: FactLink) -> str:
    return urls.resolve(link.url).host.removeprefix("www.")


def _path(link: FactLink) -> str:
    target = urls.resolve(link.url)
    return shorten(target.path + (f"?{target.query}" if target.query else ""))
