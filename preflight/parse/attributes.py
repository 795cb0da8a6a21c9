"""What a start tag's attributes mean: what they change for what is inside, and what they name by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preflight.model import Element
from preflight.parse import addresses, styles
from preflight.parse.elements import ROLES, Context
from preflight.parse.stack import ELEMENT, HOLDER

if TYPE_CHECKING:
    from preflight.parse.reader import Reader

_LABELS = {"alt": "alt", "title": "label", "placeholder": "label", "aria-label": "label", "value": "button"}
"""Attributes whose value a reader sees or hears, and the kind of run that it is."""
_DESCRIBED = frozenset({"img", "area", "input"})
_BUTTON_TYPES = frozenset({"submit", "button", "reset"})


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
    get = attributes.get
    changed = inner
    language = get("lang") or get("xml:lang")
    style, role = get("style"), get("role")
    button = tag == "a" and (styles.is_button(attributes) or _fills_button(reader, context, attributes))
    if language or style or role or button or "hidden" in attributes:
        changed = inner.copy()
    if language:
        changed.language = language.strip().lower().replace("_", "-")
        if tag == "html":
            reader.harvest.language = changed.language
    if style:
        if styles.hides(style, tag):
            changed.hidden = True
        size = styles.font_size(style)
        if size is not None:
            changed.tiny = size <= 1
        lines = styles.keeps_lines(style)
        if lines is not None:
            changed.wrapped = lines
            changed.settle()
        block = block or styles.is_block(style)
        if "url(" in style:
            reader.harvest.style(style, tag, changed, start, end)
    if "hidden" in attributes and get("hidden") != "until-found":
        changed.hidden = True
    if role in ROLES:
        changed.zone = ROLES[role]
    identifier = get("id")
    if identifier:
        reader.harvest.anchors.append(identifier)
    element = None
    if tag == "a":
        name = get("name")
        if name and name != identifier:
            reader.harvest.anchors.append(name)
        if button:
            changed.kind = "button"
        if "href" in attributes or "xlink:href" in attributes:
            reader.open_anchor(attributes, changed, start, end)
    else:
        reader.harvest.addresses(tag, attributes, changed, reader.anchor, start, end)
    if not addresses.LAZY.isdisjoint(attributes):
        reader.harvest.lazy(tag, attributes, changed, start, end)
    if not changed.silent and tag not in ("link", "meta"):
        for number, (attribute, value) in enumerate(attributes.items(), 1):
            kind = _LABELS.get(attribute)
            if (
                kind is not None
                and value
                and not value.isspace()
                and (
                    tag in _DESCRIBED
                    if kind == "alt"
                    else kind == "label" or (tag == "input" and get("type", "").lower() in _BUTTON_TYPES)
                )
            ):
                element = element or Element(tag, attributes, reader.stack.element(len(reader.stack.frames) - 1))
                reader.harvest.label(
                    kind, attribute, value, element, changed, start, end, number, conditional=reader.conditional
                )
    return (inner if changed.equals(inner) else changed), block


def _fills_button(reader: Reader, context: Context, attributes: dict[str, str]) -> bool:
    """Whether a link is the label of a cell that is dressed as a button."""
    if context.kind != "cell" or reader.flow is not None:
        return False
    frames = reader.stack.frames
    cell = frames[frames[-1][HOLDER]][ELEMENT]
    return cell is not None and styles.is_button_cell(
        cell.attributes if isinstance(cell, Element) else cell, attributes
    )
