"""What inline CSS and class names say: is it hidden, does it look like a button, which URLs does it name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from preflight.patterns import regex

Said = TypeVar("Said")

_HIDDEN = regex(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0?(?:\.0+)?\s*(?:[;!]|$)|mso-hide\s*:\s*all", re.I
)  # display:none
_NO_HEIGHT = regex(r"(?:^|[\s;])(?:max-)?height\s*:\s*0(?:px)?\s*(?:[;!]|$)", re.I)  # max-height:0
_OVERFLOW = regex(r"overflow\s*:\s*hidden", re.I)
_FONT_SIZE = regex(r"(?:^|[\s;])font-size\s*:\s*([0-9.]+)", re.I)  # font-size:1px
_VISIBLE = regex(r"visibility\s*:\s*visible", re.I)
_BLOCK = regex(r"(?:^|[\s;])display\s*:\s*(?:block|table|flex|grid|list-item)", re.I)  # display:block
_WHITE_SPACE = regex(r"white-space\s*:\s*([a-z-]+)", re.I)  # white-space: pre-wrap
_BACKGROUND = regex(r"(?:^|[\s;])background(?:-color|-image)?\s*:\s*(?!none|transparent|inherit)[^\s;]", re.I)
_RADIUS = regex(r"border-radius\s*:\s*(?!0(?:px)?\s*(?:[;!]|$))[^\s;]", re.I)  # border-radius:4px
_BORDER = regex(r"(?:^|[\s;])border\s*:\s*(?!none|0)[^\s;]", re.I)  # border:2px solid
_PADDING = regex(r"(?:^|[\s;])padding(?:-\w+)?\s*:", re.I)
_BUTTON_CLASS = regex(r"(?:^|[\s_-])(?:btn|button|cta)(?:$|[\s_-])", re.I)  # class="btn btn-primary"

_BRACE = regex(r"[{}]")
_ONE_CLASS = regex(r"\s*(?:span|div|p|td|table)?\.([\w-]+)\s*")  # span.preheader

_URL = regex(
    r"""/\*[\s\S]*?(?:\*/|\Z)|@namespace[^;{}]{0,300}"""
    r"""|url\(\s*(?:"([^"]*)"|'([^']*)'|([^\s"')]+))|@import\s+(?:"([^"]*)"|'([^']*)')""",
    re.I,
)  # url(a.png), @import "b.css"; comments and names of languages are passed by


def hides(style: str, tag: str) -> bool:
    """Whether an inline style takes the element off the screen.

    ``mso-hide:all`` alone hides from Outlook only; on a link it is half of a button that has a VML twin.
    """
    match = _HIDDEN.search(style)
    if match:
        if match[0][0] not in "mM":
            return True
        if tag != "a" and not looks_like_button(style):
            return True
    return bool(_NO_HEIGHT.search(style) and _OVERFLOW.search(style))


def font_size(style: str) -> float | None:
    """The inline font size as a number, whatever its unit."""
    match = _FONT_SIZE.search(style)
    try:
        return float(match[1]) if match else None
    except ValueError:
        return None


def shows(style: str) -> bool:
    """Whether it makes visible again what an ancestor made invisible."""
    return bool(_VISIBLE.search(style))


def keeps_lines(style: str) -> bool | None:
    """Whether line breaks of the source are shown, if the style says anything of it."""
    match = _WHITE_SPACE.search(style)
    return match[1].lower() in ("pre", "pre-wrap", "pre-line", "break-spaces") if match else None


def is_block(style: str) -> bool:
    return bool(_BLOCK.search(style))


def looks_like_button(style: str) -> bool:
    """A link with its own background or rounded corners, or a border with room inside."""
    if _BACKGROUND.search(style):
        return bool(_PADDING.search(style) or _RADIUS.search(style) or "display" in style)
    return bool(_RADIUS.search(style) or (_BORDER.search(style) and _PADDING.search(style)))


def is_button(attributes: Mapping[str, str]) -> bool:
    """Whether a link is dressed as a button."""
    classes, style = attributes.get("class"), attributes.get("style")
    if attributes.get("role") == "button" or (classes and _BUTTON_CLASS.search(classes)):
        return True
    return bool(style and looks_like_button(style))


def is_button_cell(cell: Mapping[str, str], link: Mapping[str, str]) -> bool:
    """Whether a table cell is the button and the link in it the label (mail templates, for Outlook's sake)."""
    style = cell.get("style", "")
    if not ("bgcolor" in cell or _BACKGROUND.search(style)):
        return False
    own = link.get("style", "")
    return bool(_RADIUS.search(style) or ("display" in own and _PADDING.search(own)))


def hidden_classes(css: str) -> Iterator[str]:
    """The classes that a style sheet hides on every screen: rules of one class, outside ``@media``."""
    depth, selector, start = 0, "", 0
    for match in _BRACE.finditer(css):
        if match[0] == "{":
            if depth == 0:
                selector = css[start : match.start()].strip()
            depth += 1
        else:
            if depth == 1 and not selector.startswith("@") and _HIDDEN.search(css, start, match.start()):
                yield from [found[1] for found in map(_ONE_CLASS.fullmatch, selector.split(",")) if found]
            depth = max(0, depth - 1)
        start = match.end()


def urls(css: str) -> Iterator[tuple[str, int]]:
    """Every URL in a style sheet or a style attribute with its offset; ``data:`` ones left out."""
    for match in _URL.finditer(css):
        group = match.lastindex
        if group and match[group][:5].lower() != "data:":
            yield match[group], match.start(group)


LARGE = 100_000
"""Characters of a style sheet that is not remembered."""


def of_sheet(reads: Callable[[str], Iterator[Said]], css: str) -> tuple[Said, ...]:
    """What ``urls`` or ``hidden_classes`` reads in a page's style sheet: the pages of a site repeat theirs, so that the
    last ones are remembered."""
    return _known(reads, css) if len(css) < LARGE else tuple(reads(css))


@lru_cache(maxsize=16)
def _known(reads: Callable[[str], Iterator[Any]], css: str) -> tuple[Any, ...]:
    return tuple(reads(css))
