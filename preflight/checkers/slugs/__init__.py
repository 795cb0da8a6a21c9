"""Addresses: every page of the previous build must still open.

With ``--against`` an earlier build, each of its addresses is looked up in the new one, redirects included, as the host
would answer it. What is gone is reported with what hangs on it: menus, links, places inside pages. Without a previous
build there is nothing to compare, and this family is silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from preflight.checkers.slugs.routes import routes
from preflight.checkers.slugs.rules import RULES
from preflight.checkers.slugs.sketch import sketched
from preflight.model import Delivery, Document, Fact, Finding, Gap

__all__ = ["RULES", "Options", "check", "review"]


class Options(Struct, frozen=True):
    """How the addresses of the site are known."""

    columns: Annotated[
        tuple[str, ...], Meta(description='columns of a sheet that are called otherwise: ["Web address=slug"]')
    ] = ()
    host: Annotated[
        str, Meta(description="whose _redirects it is, where the build does not tell: netlify, cloudflare or gitlab")
    ] = ""
    sent: Annotated[
        str, Meta(description="the folder of emails that went out: a lost address that they link to says so")
    ] = ""


def check(document: Document, options: Options) -> Iterator[Fact]:
    """What a page is known by at another address."""
    if document.kind == "page":
        yield sketched(document)
        yield from routes(document)


def review(delivery: Delivery, options: Options) -> Iterator[Finding | Gap]:
    """The new build, sheet or export against the previous one."""
    if any(facts.kind == "sheet" for facts in delivery.documents):
        from preflight.checkers.slugs import records

        yield from records.review(delivery, options.columns)
        return
    if delivery.kind != "site" and not (delivery.kind == "page" and delivery.files):  # pages within their site
        return
    if delivery.previous is None:
        if delivery.redirects or any("refresh" in facts.meta for facts in delivery.documents):
            from preflight.checkers.slugs import rules_of_redirects
            from preflight.checkers.slugs.build import Build
            from preflight.checkers.slugs.comparison import alone

            yield from rules_of_redirects.review(alone(Build(delivery)))
        return
    from preflight.checkers.slugs import anchors, gone, rules_of_redirects
    from preflight.checkers.slugs.build import Build
    from preflight.checkers.slugs.comparison import compare

    before, now = Build(delivery.previous), Build(delivery)
    if not before.content or not now.pages:
        why = "there are no built pages to compare: addresses are known once a site is built"
        yield Gap("slugs", delivery.name, delivery.previous.name, why, intended=not (before.content or now.pages))
        return
    comparison = compare(before, now)
    if comparison.partial:
        counts = f"{len(now.pages)} pages against {len(before.content)}"
        why = f"one of the two is only a part ({counts}): pages that are missing were not taken for deletions"
        yield Gap("slugs", delivery.name, delivery.previous.name, why, intended=False)
    for finding in gone.review(comparison):
        wanted = "slug" in delivery.allow_change and finding.rule in ("slugs.changed", "slugs.case")
        yield replace(finding, severity="warning") if wanted else finding
    yield from rules_of_redirects.review(comparison)
    yield from anchors.removed(comparison)
    yield from anchors.swapped(comparison)
