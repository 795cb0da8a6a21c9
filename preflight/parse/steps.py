"""Start tags as a text repeats them: what a tag means inside a given context is worked out once for each way it is
written, and then only done.

The pages of a site have a few dozen tags in common that make up nine tenths of each. ``APART`` are those that say more
than this (pictures, head matter, forms), or whose meaning depends on more than the context: ``Reader.start`` reads them
every time. ``tests/parse/test_steps.py`` proves that both ways come to the same.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from preflight.parse import addresses, attributes, cuts, styles
from preflight.parse.attributes import Label
from preflight.parse.elements import INLINE, PLANS, Context, Plan
from preflight.parse.extents import Extents
from preflight.parse.stack import CONTEXT

if TYPE_CHECKING:
    from preflight.parse.reader import Reader

LONGEST = 1000
"""Characters of a tag that is remembered."""
MOST = 2000
"""Ways to write a tag that are remembered of one context."""

PASSED, TAKEN, APART = range(3)
"""A tag that changes nothing; one that is done here; one that ``Reader.start`` has to read."""

_ODD = addresses.LAZY | {"background", "xlink:href"}
_VARYING = frozenset({"href", "id"})
"""Attributes in which tags differ that are the same otherwise."""
NOWHERE = Context()


class Kind(Struct, frozen=True):
    """Start tags in a context that differ in nothing but an address or a name."""

    how: int
    tag: str
    is_empty: bool
    """They are written ``<like this/>``."""
    classes: frozenset[str] = frozenset()
    plan: Plan = INLINE
    may_end: tuple[str, ...] = ()
    """Tags of open elements that may end there."""
    inner: Context = NOWHERE
    """The context of what is inside."""
    named: Context = NOWHERE
    """The one of what the attributes name."""
    block: bool = False
    is_link: bool = False
    labels: tuple[Label, ...] = ()
    mark: str | None = None
    """What is left behind where it is cut out of the prose."""
    fills: bool = False
    """It may be the label of a cell that looks like a button."""


class Step(Struct, frozen=True):
    """One of them. Places are counted from where it stands."""

    kind: Kind
    written: str
    attributes: dict[str, str]
    anchors: tuple[str, ...] = ()
    link: tuple[str, tuple[int, int], str] | None = None
    """URL, where it stands, rel."""


def known(context: Context, written: str, tag: str, given: Collection[tuple[str, str]], *, is_empty: bool) -> Step:
    """What that tag does there, from now on to be found in ``context.steps``."""
    own = dict(given)
    key = (tag, is_empty, *[pair[0] if pair[0] in _VARYING else pair for pair in given])
    kind = context.kinds.get(key)
    if kind is None or "footer" in own.get("id", "").lower():
        kind = _kind(context, tag, own, is_empty=is_empty)
        if "footer" not in own.get("id", "").lower():
            _remember(context.kinds, key, kind)
    if kind.how == TAKEN:
        link = None
        if kind.is_link:
            place = Extents(written, is_masked=False).attribute("href", own["href"], 0, len(written))
            link = (own["href"], place, own.get("rel", ""))
        step = Step(kind, written, own, tuple(attributes.anchors(tag, own)), link)
    else:
        step = Step(kind, written, own)
    if len(written) < LONGEST:
        _remember(context.steps, written, step)
    return step


def _remember(memory: dict[Any, Any], key: Any, value: Any) -> None:
    if len(memory) >= MOST:
        memory.clear()
    memory[key] = value


def _kind(context: Context, tag: str, given: dict[str, str], *, is_empty: bool) -> Kind:
    plan = PLANS.get(tag, INLINE)
    apart = Kind(APART, tag, is_empty)
    if context.foreign or context.silent or is_empty or plan.void or plan.silent or plan.stands_apart or plan.raw:
        return apart
    classes = frozenset(given.get("class", "").split())
    watched = given.keys() & plan.watched
    if plan is INLINE and not watched:
        return Kind(PASSED, tag, is_empty, classes)
    inner, block = context if plan is INLINE else context.inside(tag, plan), plan.block
    if watched:
        if (
            not _ODD.isdisjoint(given)
            or "url(" in given.get("style", "")
            or (tag != "a" and not given.keys().isdisjoint(addresses.ATTRIBUTES.get(tag, ())))
            or (tag == "html" and attributes.language(given) is not None)
        ):
            return apart
        button = tag == "a" and styles.is_button(given)
        inner, block = attributes.changes(tag, given, inner, block, button=button)
    named = inner
    if block:
        inner = attributes.of_footer(tag, given, inner)
    mark = None
    if not block and inner is not context and not inner.silent:
        if inner.language != context.language:
            return apart
        mark = cuts.mark(inner, context)
    may_end = (*(plan.siblings[0] if plan.siblings else ()), *(("p",) if plan.closes_paragraph else ()))
    is_link = tag == "a" and "href" in given
    return Kind(
        TAKEN,
        tag,
        is_empty,
        classes,
        plan,
        ("a",) if tag == "a" else may_end,
        inner,
        named,
        block,
        is_link,
        tuple(attributes.labels(tag, given, named)) if watched else (),
        mark,
        fills=tag == "a" and context.kind == "cell",
    )


def take(reader: Reader, step: Step, start: int) -> None:
    """A start tag at that place of the reader's text."""
    stack = reader.stack
    frames, open_at = stack.frames, stack.open_at
    kind = step.kind
    tag = kind.tag
    for name in kind.may_end:
        if open_at[name] and (ended := stack.implied(tag, kind.plan)):
            while ended:
                reader.close_to(ended, start)
                ended = stack.implied(tag, kind.plan)
            context: Context = frames[-1][CONTEXT]
            given = step.attributes
            step = context.steps.get(step.written) or known(
                context, step.written, tag, tuple(given.items()), is_empty=False
            )
            kind = step.kind
            break
    if kind.how == APART or (kind.fills and attributes.fills_button(reader, frames[-1][CONTEXT], step.attributes)):
        reader.start(tag, step.attributes, start, ~start)
        return
    if step.anchors:
        reader.harvest.anchors += step.anchors
    if step.link is not None:
        url, (begin, end), rel = step.link
        reader.open_anchor(url, "href", kind.named, (start + begin, start + end), rel, start)
    if kind.labels:
        reader.label(kind.labels, tag, step.attributes, kind.named, start, ~start)
    stack.push(tag, kind.inner, step.attributes, kind.block, kind.plan.scope)
    if kind.block:
        reader.flow = None
        if reader.anchor is not None:
            reader.anchor.pieces.append(" ")
    elif kind.mark is not None:
        cuts.cut(reader, kind.mark, start)
