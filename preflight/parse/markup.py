"""Markup as the HTML standard delimits it (13.2.5), written as patterns, for who wants to pass most of it by in C.

The tokenizer (``tokens``) is what everything else is read with: it makes an object of every tag and text. These
patterns find the same tags at the same places as long as every tag is closed; what is not comes back as a match of
``ODD``. ``tests/parse/test_markup.py`` holds both against each other.
"""

from __future__ import annotations

from preflight.parse import tokens
from preflight.patterns import regex

START, END, COMMENT, BOGUS, ODD = range(1, 6)
"""What a match of ``ANY`` or ``NOTABLE`` is, as its ``lastindex``; a whole link (of ``NOTABLE``) has none.

``BOGUS`` is what is read as a comment, and the document type. Behind ``ODD``,
nothing is markup that these patterns know."""

_BLANK = r" \t\n\r\f"
_VALUE = rf"""(?:"[^"]*+"|'[^']*+'|[^{_BLANK}>"'][^{_BLANK}>]*+|(?=>))"""
_ATTRIBUTE = rf"(?:=[^{_BLANK}/>=]*+|[^{_BLANK}/>=]++)(?:[{_BLANK}]*+=[{_BLANK}]*+{_VALUE}|(?![{_BLANK}]*+=))"
_ATTRIBUTES = rf"(?:[{_BLANK}/]*+{_ATTRIBUTE})*+[{_BLANK}/]*+>"
_KINDS = rf"""
    ([a-zA-Z][^{_BLANK}/>]*+{_ATTRIBUTES})
    |(/[a-zA-Z][^{_BLANK}/>]*+{_ATTRIBUTES}|/>)
    |(!--(?!-?>)[^-]*+(?:-(?!-!?>)[^-]*+)*+--!?>)
    |(!(?!--)[^>]*+>|[?][^>]*+>|/[^a-zA-Z>][^>]*+>)
    |([a-zA-Z!?/])""".replace("\n    ", "")

ANY = regex(f"<(?:{_KINDS})")
# "<p>", "</p>", "<!-- menu -->", "<!doctype html>"

_PLAIN = (
    r"/?(?:p(?:re)?|d(?:iv|[ltd])|s(?:pan|trong|ection|u[bp]|mall)|code|li|[bi]|em|ul|t(?:[drht]|able|body|head)|h[1-6r]|"
    r'ol|var|nav|main|header|footer|body|head|br|wbr|dfn|samp|kbd|cite)(?:[ ]class="[^"<>]*+")?>'
)
_WITHIN = (
    r"[^<]*+(?:</?(?:span|code|b|i|em|strong|tt|var|su[bp]|small|wbr|br|img)(?![^\s/>])"
    r"""[^<>"']*+(?:"[^"<>]*+"[^<>"']*+)*+>[^<]*+)*+"""
)

LINK = regex(rf"(<a(?=[{_BLANK}/]){_ATTRIBUTES})({_WITHIN})</a>")
# "<a href=x>see <b>this</b></a>": a whole link, its tag and its content apart

NOTABLE = regex(f"<(?!{_PLAIN})(?:a(?=[{_BLANK}/]){_ATTRIBUTES}{_WITHIN}</a>|{_KINDS})")
"""The same as ``ANY``, less the tags that say nothing outside of links (``<p class="x">``, ``</p>``); and a link that
holds nothing out of the ordinary comes as a whole."""

RAW_ENDS = {
    tag: regex(rf"</{''.join(f'[{letter}{letter.upper()}]' for letter in tag)}(?=[{_BLANK}/>])")
    for tag in ("script", "style", "title", "noscript")
}
"""What ends the text of an element in which nothing else is markup: ``</script``."""


def shown(text: str) -> str:
    """A text between two tags as it is read: references decoded."""
    return tokens.words(text) if "&" in text or "\0" in text else text


def lines(text: str) -> str:
    """A text with its lines broken as the tokenizer breaks them."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
