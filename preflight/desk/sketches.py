"""Small drawings for “Get your email”: where to press, in the words of the program. All are our own.

Colours come from the page's style sheet by class, so that they follow light and dark.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

WIDTH, HEIGHT = 240, 124
MOST = 30
"""Characters of a label that fit into a drawing."""


def drawing(kind: str, words: str = "") -> tuple[str, str]:
    """The alternative text of a drawing, and its shapes as SVG. ``words`` is what the marked button or menu says."""
    if len(words) > MOST:
        raise ValueError(f"{words!r} does not fit into a drawing")
    told, shapes = KINDS[kind]
    return told.format(words), _frame() + shapes(escape(words))


def inline(kind: str, words: str = "") -> str:
    """The drawing as an element of a page."""
    told, shapes = drawing(kind, words)
    return (
        f'<svg class="sketch" role="img" aria-label="{escape(told)}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">{shapes}</svg>'
    )


def file(kind: str, words: str = "") -> str:
    """The drawing as a file of its own, with its colours."""
    told, shapes = drawing(kind, words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}"><title>{escape(told)}</title><style>{COLOURS}</style>{shapes}</svg>\n'
    )


COLOURS = (
    "svg{color-scheme:light dark}.sheet{fill:#f6f6f8;stroke:#6b6b74}.menu{fill:#fff;stroke:#6b6b74}.words{fill:#d4d4da}"
    ".dots,.chosen{fill:#0b57a4}.arrow{fill:none;stroke:#0b57a4;stroke-width:2}.say{fill:#1b1b1f}.on{fill:#fff}"
    "text{font:10px system-ui,sans-serif}@media (prefers-color-scheme:dark){.sheet{fill:#26262b;stroke:#a3a3ad}"
    ".menu{fill:#18181b;stroke:#a3a3ad}.words{fill:#47474f}.dots,.chosen{fill:#8cc0ff}.arrow{stroke:#8cc0ff}"
    ".say{fill:#ececf0}.on{fill:#18181b}}"
)


def _frame() -> str:
    return f'<rect x="1" y="1" width="{WIDTH - 2}" height="{HEIGHT - 2}" rx="8" class="sheet"/>'


def _bar(x: int, y: int, width: int, height: int = 6, sort: str = "words") -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="3" class="{sort}"/>'


def _said(x: int, y: int, text: str, sort: str = "say") -> str:
    return f'<text x="{x}" y="{y}" class="{sort}">{text}</text>'


def _marked(x: int, y: int, width: int, text: str) -> str:
    return _bar(x, y, width, 18, "chosen") + _said(x + 7, y + 13, text, "on")


def _wide(text: str) -> int:
    return max(60, 14 + int(5.9 * len(text)))


def _message(text: str) -> str:
    del text
    lines = "".join(_bar(14, 62 + 14 * row, 200 - 24 * row) for row in range(3))
    return _bar(14, 16, 120, 8) + _bar(14, 32, 70) + '<circle cx="22" cy="50" r="6" class="words"/>' + lines


def _list(text: str) -> str:
    rows = "".join(_bar(14, 14 + 24 * row, 212, 18, "menu") + _bar(22, 20 + 24 * row, 90) for row in (0, 2, 3))
    return rows + _marked(14, 38, 212, text or "Rye, rolls and a late opening")


def _dots(text: str) -> str:
    width = _wide(text)
    left = WIDTH - 22 - width
    dots = "".join(f'<circle cx="222" cy="{y}" r="3" class="dots"/>' for y in (14, 23, 32))
    menu = f'<rect x="{left - 6}" y="42" width="{width + 12}" height="70" rx="5" class="menu"/>'
    rows = _bar(left + 6, 51, width - 30, 5) + _marked(left, 64, width, text) + _bar(left + 6, 94, width - 44, 5)
    return _bar(14, 16, 120, 8) + _bar(14, 32, 70) + dots + menu + rows


def _menu_bar(text: str) -> str:
    width = _wide(text)
    bar = '<rect x="1" y="1" width="238" height="20" rx="6" class="menu"/>' + _said(14, 15, "File") + _bar(50, 9, 24)
    menu = f'<rect x="8" y="22" width="{width + 12}" height="84" rx="5" class="menu"/>'
    rows = _bar(20, 32, width - 34, 5) + _bar(20, 46, width - 20, 5) + _marked(14, 60, width, text)
    return bar + _bar(82, 9, 24) + menu + rows + _bar(20, 90, width - 30, 5)


def _format(text: str) -> str:
    field = '<rect x="78" y="56" width="150" height="22" rx="4" class="menu"/>' + _said(84, 71, text)
    name = '<rect x="78" y="24" width="150" height="22" rx="4" class="menu"/>' + _bar(84, 32, 70)
    return _bar(20, 32, 44) + name + _bar(20, 64, 44) + field + _marked(168, 92, 60, "Save")


def _drag(text: str) -> str:
    rows = "".join(_bar(12, 14 + 22 * row, 100, 16, "menu") for row in (0, 2, 3))
    paper = '<path d="M178 50h26l12 12v40h-38z" class="menu"/>' + _said(182, 88, text or ".eml")
    return (
        rows
        + _bar(12, 36, 100, 16, "chosen")
        + '<path d="M120 44q30 0 44 24m0 0l-10-4m10 4l3-10" class="arrow"/>'
        + paper
    )


def _drop(text: str) -> str:
    zone = '<rect x="96" y="18" width="128" height="88" rx="8" class="menu" stroke-dasharray="6 4"/>'
    paper = '<path d="M20 40h26l12 12v40H20z" class="menu"/>' + _said(25, 80, text or ".eml")
    return zone + paper + '<path d="M64 66h62m0 0l-9-6m9 6l-9 6" class="arrow"/>' + _said(130, 70, "drop it here")


def _button(text: str) -> str:
    width = _wide(text)
    page = '<rect x="40" y="36" width="160" height="76" rx="4" class="menu"/>' + _bar(60, 48, 120, 26)
    return page + _bar(60, 84, 120) + _bar(60, 98, 80) + _marked(WIDTH - 12 - width, 10, width, text)


def _address(text: str) -> str:
    width = _wide(text)
    field = '<rect x="34" y="46" width="172" height="22" rx="4" class="sheet"/>' + _said(42, 61, "you@example.com")
    box = '<rect x="22" y="20" width="196" height="88" rx="6" class="menu"/>' + _bar(34, 30, 80, 7)
    return box + field + _marked(206 - width, 80, width, text)


def _paste(text: str) -> str:
    lines = ("&lt;html&gt;", "&lt;table&gt; &lt;tr&gt; &lt;td&gt;", "&lt;a href=…&gt;")
    code = "".join(_said(28, 38 + 15 * row, line) for row, line in enumerate(lines))
    field = '<rect x="14" y="14" width="212" height="72" rx="4" class="menu"/>'
    return field + code + _marked(14, 96, _wide(text), text)


KINDS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "message": ("An open message", _message),
    "list": ("A list of messages, with one of them chosen", _list),
    "dots": ("The menu under the three dots of a message, with “{}” marked", _dots),
    "file": ("The File menu at the top, with “{}” marked", _menu_bar),
    "format": ("A window for saving: the format is “{}”, and below it is the button Save", _format),
    "drag": ("A message is dragged out of the list onto the desktop, where it becomes a {} file", _drag),
    "drop": ("A {} file is dropped on the field with the dashed line", _drop),
    "button": ("A newsletter in its editor, with the button “{}” marked", _button),
    "address": ("A small window asks for an address; the button “{}” is marked", _address),
    "paste": ("A field full of HTML, with the button “{}” marked", _paste),
}
