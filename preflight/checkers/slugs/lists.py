"""Redirects that lie beside the sheets of a folder: what a redirect plug-in or a shop exports.

An address that such a list sends to a page that is there has not been lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec.structs import replace

from preflight.checkers.slugs.tree import Tree, is_public
from preflight.model import Delivery, Facts, Redirect
from preflight.reading import columns, urls
from preflight.reading.records import Row
from preflight.redirects.table import Table


def taken_out(delivery: Delivery) -> tuple[Delivery, list[Redirect]]:
    """The delivery without its redirect lists, and what stands in them."""
    hosts = ((facts.path, _host(facts)) for facts in delivery.documents)
    lists = {path: host for path, host in hosts if host}
    if not lists or len(lists) == len(delivery.documents):
        return delivery, []
    from preflight.redirects import sheets

    rules = [
        sheets.rule_of({name.strip().lower(): text for name, text in fact.value["values"].items()}, host, fact.location)
        for facts in delivery.documents
        if (host := lists.get(facts.path))
        for fact in facts.facts.get("record", ())
    ]
    rest = tuple(facts for facts in delivery.documents if facts.path not in lists)
    return replace(delivery, documents=rest), rules


def _host(facts: Facts) -> str:
    fact = next(iter(facts.facts.get("record", ())), None)
    if fact is None:
        return ""
    names = list(fact.value["values"])
    known = columns.fields_of(names, {}).values()
    if columns.ID in known or columns.SLUG in known:
        return ""
    from preflight.redirects import sheets

    return sheets.host_of(names)


class Lists:
    """The redirects, asked about the pages of the newer sheet."""

    def __init__(self, rules: Sequence[Redirect], now: Tree) -> None:
        self._rules, self._now = rules, now

    @cached_property
    def _alive(self) -> frozenset[str]:
        rows = (row for row in self._now.sheet.rows if is_public(row))
        return frozenset(urls.page_key(self._path(row, self._now)) for row in rows)

    @cached_property
    def _table(self) -> Table:
        return Table(self._rules)

    @staticmethod
    def _path(row: Row, tree: Tree) -> str:
        return tree.path(row) or f"/{row.slug.strip('/')}/"

    def bring_home(self, row: Row, before: Tree) -> bool:
        """Whether the old address of a row ends at a page that is there."""
        if not self._rules:
            return False
        outcome = self._table.follow(self._path(row, before), lambda path: urls.page_key(path) in self._alive)
        if outcome is None or outcome.loop or outcome.gone or not outcome.sure:
            return False
        return outcome.external or urls.page_key(urls.decoded(outcome.path)) in self._alive
