"""Titles and descriptions of a build's pages: emptied, copied, edited, or with a variable that nobody filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from preflight.checkers.meta.page import Page
from preflight.model import Finding, Related
from preflight.patterns import regex

FEWEST = 3
"""Pages with one text that make it a copied one."""

SHOWN = 10

_VARIABLE = regex(
    r"%%[a-z_]{2,30}(?:\([a-z_]{1,30}\))?%%|%(?:title|sitename|sep|excerpt|page|category|seo_title|sitedesc|post_title"
    r"|site_title|term|tag|name|currentyear|seo_description)%|#(?:post|site|page|separator|product)_[a-z]{2,20}"
    r"|\$\{[A-Za-z_.]{2,40}\}|<%[=-]|\[object Object\]|\A(?:undefined|null|NaN|None)\Z"
    r"|\A(?:undefined|null|NaN|None) [|·–-] | [|·–-] (?:undefined|null|NaN|None)\Z"
    r"|\{(?:title|site_?name|page_?title)\}",
)  # "%%sitename%%", "%title%", "#post_title", "undefined | Oak"


def emptied(old: Page, new: Page) -> Iterator[Finding]:
    for name in ("title", "description"):
        was = old.get(name)
        if was and not new.get(name):
            yield Finding(
                f"meta.{name}",
                f"the page “{new.address}” has no {name} any more; before it was “{was}”",
                new.place(name),
                new.address,
                f"Write the {name} back.",
                (was,),
            )


def copied(before: dict[str, Page], now: dict[str, Page], changed: list[tuple[Page, Page]]) -> Iterator[Finding]:
    """A text that several pages have now, two of which had another one before."""
    for name in ("title", "description"):
        earlier = _users(before, name)
        for text, pages in _users(now, name).items():
            if len(pages) < FEWEST or len(pages) <= len(earlier.get(text, ())):
                continue
            addresses = {page.address for page in pages}
            lost = [(old, new) for old, new in changed if new.address in addresses and old.get(name) not in ("", text)]
            if len({old.get(name) for old, _ in lost}) < FEWEST - 1:
                continue
            first = lost[0][1]
            yield Finding(
                "meta.duplicate",
                f"{len(pages)} pages now have one and the same {name}: “{text}”; {len(lost)} of them had their own "
                "before",
                first.place(name),
                text,
                f"Write each page's own {name} back.",
                related=tuple(Related(new.place(name), text, "has it too") for _, new in lost[1:SHOWN]),
            )


def _users(pages: dict[str, Page], name: str) -> dict[str, list[Page]]:
    found: dict[str, list[Page]] = {}
    for page in pages.values():
        text = page.get(name)
        if text and not page.sends_on and not page.noindex:
            found.setdefault(text, []).append(page)
    return found


def unrendered(before: Mapping[str, Page], now: Mapping[str, Page]) -> Iterator[Finding]:
    """Variables of an SEO plug-in or a template that stand in a title or a description as they are."""
    for address, page in sorted(now.items()):
        for name in ("title", "description", "og:title", "og:description"):
            match = _VARIABLE.search(page.get(name))
            if match is None or page.sends_on:
                continue
            was = before.get(address)
            if was is not None and match[0] in was.get(name):
                continue
            yield Finding(
                "meta.unrendered",
                f"the {name} of “{address}” holds “{match[0]}”, which a program should have filled in: "
                f"“{page.get(name)}”",
                page.place(name),
                match[0],
                "Write what shall stand there, or mend the template: search results show it as it is.",
            )


def edited(now: Mapping[str, Page], changed: list[tuple[Page, Page]]) -> Iterator[Finding]:
    """Titles and descriptions that have other words now: nothing wrong with that, but good to know."""
    for name in ("title", "description"):
        users = Counter(page.get(name) for page in now.values())
        group = [
            (old, new)
            for old, new in changed
            if old.get(name)
            and new.get(name) != old.get(name)
            and users[new.get(name)] < FEWEST
            and new.get(name)
            and not _VARIABLE.search(new.get(name))
        ]
        if not group:
            continue
        old, new = group[0]
        pages = f"{len(group)} pages" if len(group) > 1 else f"“{new.address}”"
        yield Finding(
            "meta.edited",
            f"the {name} of {pages} is another now: “{old.get(name)}” became “{new.get(name)}”",
            new.place(name),
            new.get(name),
            "Nothing to do if that was the task.",
            related=tuple(Related(page.place(name), page.get(name), "edited, too") for _, page in group[1:SHOWN]),
        )
