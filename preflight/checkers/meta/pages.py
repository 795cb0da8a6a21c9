"""A build's pages against themselves in the previous build: head matter by address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from preflight.checkers.meta import canonicals, losses, robots, texts
from preflight.checkers.meta.page import Page, pages_of
from preflight.model import Delivery, Finding

FIELDS: Mapping[str, str] = {
    "title": "title",
    "description": "description",
    "robots": "robots",
    "canonical": "canonical",
    "image": "og:image",
    "heading": "h1",
}
"""Field of the contract → what of a page it is. The texts for shared links follow the title: plug-ins fill them."""

SHOWN = 10


def review(delivery: Delivery, allowed: tuple[str, ...], *, staging: bool) -> Iterator[Finding]:
    """``allowed``: the fields that may change, or nothing when no contract was given."""
    assert delivery.previous is not None
    now, before = pages_of(delivery), pages_of(delivery.previous)
    both = [(before[address], page) for address, page in sorted(now.items()) if address in before]
    known = [(old, new) for old, new in both if old.known]
    changed = [(old, new) for old, new in known if _differ(old, new) and not new.sends_on]
    for old, new in changed:
        yield from texts.emptied(old, new)
        yield from losses.of_page(old, new)
        if new.noindex and not old.noindex and not staging:
            yield Finding(
                "meta.noindex",
                f"the page “{new.address}” now tells search engines not to list it (“{new.get('robots')}”)",
                new.place("robots"),
                new.get("robots"),
                "Take the noindex away, unless the page shall not be found.",
            )
    if not staging:
        yield from robots.review(delivery, (new.address for _, new in both))
        yield from canonicals.review(delivery, known, changed)
    yield from canonicals.dead(delivery, before, now)
    yield from losses.translations(before, now, delivery)
    yield from texts.unrendered(before, now)
    yield from texts.copied({address: page for address, page in before.items() if page.known}, now, changed)
    if allowed:
        yield from _undeclared(changed, allowed)
    else:
        yield from texts.edited(now, changed)


def _differ(old: Page, new: Page) -> bool:
    """Whether the two may differ at all; a list of pages does not tell."""
    return not old.facts.sha256 or old.facts.sha256 != new.facts.sha256


def _undeclared(changed: list[tuple[Page, Page]], allowed: tuple[str, ...]) -> Iterator[Finding]:
    for field, name in FIELDS.items():
        if field in allowed:
            continue
        group = [(old, new) for old, new in changed if old.get(name) != new.get(name)]
        if not group:
            continue
        old, new = group[0]
        shown = ", ".join(page.address for _, page in group[:SHOWN])
        more = f" and {len(group) - SHOWN} more" if len(group) > SHOWN else ""
        yield Finding(
            "meta.undeclared-change",
            f"the {field} changed on {len(group)} page{'s' if len(group) > 1 else ''} ({shown}{more}), and only "
            f"{', '.join(allowed)} may: “{old.get(name)}” became “{new.get(name)}”",
            new.place(name),
            new.get(name) or new.address,
            "Put it back, or say that it may change: --allow-change.",
            (old.get(name),) if old.get(name) else (),
        )
