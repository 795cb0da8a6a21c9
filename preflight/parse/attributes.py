"""What a start tag's attributes mean: what they change for what is inside, and what they name by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from preflight.model import Element
from preflight.parse import addresses, styles
from preflight.parse.elements import ROLES, Context
from preflight.parse.stack import ELEMENT, HOLDER

if TYPE_CHECKING:
    from preflight.parse.reader import Reader

Label = tuple[str, str, str, int]
"""Kind of run, attribute, its value, and which of the tag's attributes it is, from 1."""

_LABELS = {"alt": "alt", "title": "label", "placeholder": "label", "aria-label": "label", "value": "button"}
"""Attributes whose value a reader sees or hears, and the kind of run that it is."""
_DESCRIBED = frozenset({"img", "area", "input"})
_BUTTON_TYPES = frozenset({"submit", "button", "reset"})
_DRESSED = frozenset({"style", "bgcolor"})


def read_attributes(
    reader: Reader,
    tag: str,
    attributes: dict[str, str],
    context: Context,
    inner: Context,
    start: int,
    end: int,
    block: bool,
) -> tuple[Context, bool]:
    """What a start tag's attributes change and name: the context inside it, and whether it is a block."""
    harvest = reader.harvest
    button = tag == "a" and (styles.is_button(attributes) or fills_button(reader, context, attributes))
    changed, block = changes(tag, attributes, inner, block, button=button)
    if tag == "html" and (declared := language(attributes)) is not None:
        harvest.language = declared
    style = attributes.get("style", "")
    if "url(" in style:
        harvest.style(style, tag, changed, start, end)
    harvest.anchors += anchors(tag, attributes)
    if tag == "a":
        link = "href" if "href" in attributes else "xlink:href"
        if link in attributes:
            place = harvest.extents.attribute(link, attributes[link], start, end)
            reader.open_anchor(attributes[link], link, changed, place, attributes.get("rel", ""), start)
    else:
        harvest.addresses(tag, attributes, changed, reader.anchor, start, end)
    if not addresses.LAZY.isdisjoint(attributes):
        harvest.lazy(tag, attributes, changed, start, end)
    reader.label(labels(tag, attributes, changed), tag, attributes, changed, start, end)
    return changed, block


def changes(
    tag: str, attributes: Mapping[str, str], inner: Context, block: bool, *, button: bool
) -> tuple[Context, bool]:
    """The context inside, and whether it is a block, from those that the tag alone makes. ``button`` is a link that
    looks like one."""
    changed: dict[str, str | bool] = {}
    if (declared := language(attributes)) is not None:
        changed["language"] = declared
    style = attributes.get("style")
    if style:
        if styles.hides(style, tag):
            changed["hidden"] = True
        size = styles.font_size(style)
        if size is not None:
            changed["tiny"] = size <= 1
        lines = styles.keeps_lines(style)
        if lines is not None:
            changed["wrapped"] = lines
        block = block or styles.is_block(style)
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        changed["hidden"] = True
    role = attributes.get("role")
    if role in ROLES:
        changed["zone"] = ROLES[role]
    if button:
        changed["kind"] = "button"
    return (inner.but(**changed) if changed else inner), block


def of_footer(tag: str, attributes: Mapping[str, str], inner: Context) -> Context:
    """The context inside a block, which may be called the footer."""
    named = attributes.get("class", "") + attributes.get("id", "")
    if named and not inner.zone and tag != "body" and "footer" in named.lower():
        return inner.but(zone="footer")
    return inner


def language(attributes: Mapping[str, str]) -> str | None:
    """The language of what is inside, if it is declared."""
    declared = attributes.get("lang") or attributes.get("xml:lang")
    return declared.strip().lower().replace("_", "-") if declared else None


def anchors(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """The names by which links find it."""
    identifier = attributes.get("id")
    if identifier:
        yield identifier
    name = attributes.get("name") if tag == "a" else None
    if name and name != identifier:
        yield name


def labels(tag: str, attributes: Mapping[str, str], context: Context) -> Iterator[Label]:
    """The attributes that are text themselves."""
    if context.silent or tag in ("link", "meta"):
        return
    for number, (attribute, value) in enumerate(attributes.items(), 1):
        kind = _LABELS.get(attribute)
        if (
            kind is not None
            and value
            and not value.isspace()
            and (
                tag in _DESCRIBED
                if kind == "alt"
                else kind == "label" or (tag == "input" and attributes.get("type", "").lower() in _BUTTON_TYPES)
            )
        ):
            yield kind, attribute, value, number


def fills_button(reader: Reader, context: Context, attributes: Mapping[str, str]) -> bool:
    """Whether a link is the label of a cell that is dressed as a button."""
    if context.kind != "cell" or reader.flow is not None:
        return False
    frames = reader.stack.frames
    cell: Element | None = frames[frames[-1][HOLDER]][ELEMENT]
    return (
        cell is not None
        and not _DRESSED.isdisjoint(cell.attributes)
        and styles.is_button_cell(cell.attributes, attributes)
    )
