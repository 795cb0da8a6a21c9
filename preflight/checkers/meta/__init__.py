"""Titles, descriptions, robots and canonical addresses: what search engines show, before and after a change.

With ``--against`` the previous build, sheet or export, each page is compared with itself: told by its address in a
build, by its stable id in a sheet. Without it this family is silent, except about what a sheet shows by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from preflight.checkers.meta.rules import RULES
from preflight.model import Delivery, Document, Fact, Finding, Gap

__all__ = ["RULES", "Options", "check", "review"]


class Options(Struct, frozen=True):
    """What a change may touch, and how a sheet calls it."""

    columns: Annotated[
        tuple[str, ...], Meta(description='columns of a sheet that are called otherwise: ["Teaser=description"]')
    ] = ()
    allow_change: Annotated[
        tuple[str, ...], Meta(description="the fields that a change may touch; any other changed field is an error")
    ] = ()
    staging: Annotated[bool, Meta(description="a test site, which search engines shall not list")] = False


def check(document: Document, options: Options) -> Iterator[Fact]:
    """What a page's head and its main heading say."""
    if document.kind == "page":
        from preflight.checkers.meta import head

        yield from head.seen(document)


def review(delivery: Delivery, options: Options) -> Iterator[Finding | Gap]:
    """Each page against itself in the previous delivery."""
    if delivery.previous is None:
        return
    allowed = tuple(dict.fromkeys((*delivery.allow_change, *options.allow_change)))
    if delivery.kind == "site" or (delivery.kind == "page" and delivery.files):
        from preflight.checkers.meta import pages

        yield from pages.review(delivery, allowed, staging=options.staging)
    elif delivery.kind == "page" and len(delivery.previous.documents) > len(delivery.documents) == 1:
        why = "where a page by itself lies in the site cannot be told: name the site's folder with --site"
        yield Gap("meta", delivery.name, delivery.previous.name, why, intended=False)
    elif delivery.kind == "page" and len(delivery.documents) == 1:
        from preflight.checkers.meta import pages

        (new,) = delivery.documents
        old = [replace(facts, name=new.name) for facts in delivery.previous.documents]
        same = replace(delivery, previous=replace(delivery.previous, documents=tuple(old)))
        yield from pages.review(same, allowed, staging=options.staging)
    elif any(facts.kind == "sheet" for facts in delivery.documents):
        from preflight.checkers.meta import sheets

        yield from sheets.review(delivery, options.columns, allowed, staging=options.staging)
