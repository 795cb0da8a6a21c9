"""Where else in a document an unknown word stands: in a web address or in code it is somebody's name, not a slip."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from preflight.model import Document
from preflight.patterns import regex
from preflight.reading.words import tokens

LONG_ENOUGH_TO_EMBED = 5
"""Letters from which a word that is a part of a host name ("friendsofgarvald") is no chance."""
FEW = 1_000
"""Looks at single words and their places that cost less than reading the source of an ordinary page from end to end."""
LONG_LOOK = 20
"""Characters that count as a look more."""
# "_form", "form(", "<code>form", "form</code>", 'class="pre">form': a word with a mark of program text beside it
IN_CODE = regex(
    r"""(?:[_$=`]|<(?:code|tt|var|kbd|samp)>|(?:code|literal|pre)">)([a-z]++)"""
    r"""|(?<![a-z])([a-z]++)(?:[_(=`]|</(?:code|tt|var|kbd|samp)>)"""
)
BEFORE, AFTER = frozenset("_$=`>"), frozenset("_(=`<")
"""What such a mark ends with, and begins with."""


class Addresses:
    """The addresses and the code of one document, read when the first unknown word asks."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[str, str] = {}
        self._looks = 0

    def mark(self, form: str) -> str:
        """``host`` or ``path`` where an address holds this plain form, ``code`` where code does, else empty."""
        if form not in self._known:
            self._known[form] = self._mark(form)
        return self._known[form]

    def _mark(self, form: str) -> str:
        hosts, paths = self._texts
        if form in hosts and (len(form) >= LONG_ENOUGH_TO_EMBED or form in self._labels):
            return "host"
        if form in paths:
            return "path"
        return "code" if self._is_coded(form) else ""

    @cached_property
    def _texts(self) -> tuple[str, frozenset[str]]:
        """The hosts as one text, and the words of the paths."""
        hosts: set[str] = set()
        paths: set[str] = set()
        for link in self._document.links:
            if "//" in link.url[:8]:
                pieces = link.url.split("/", 3)
                hosts.add(pieces[2])
                paths.update(pieces[3:])
        return "\n".join(hosts).lower().replace("-", ""), frozenset(tokens("\n".join(paths)))

    @cached_property
    def _labels(self) -> frozenset[str]:
        return frozenset(tokens(self._texts[0]))

    def _is_coded(self, form: str) -> bool:
        """Whether some place of the source shows it as program text. Few words are looked for, so each is where it
        stands, until that was too much."""
        self._looks += 1
        for part in self._document.parts:
            for stretch in stretches(part.source, form) if self._looks <= FEW else ():
                self._looks += 1 + len(stretch) // LONG_LOOK
                if self._looks > FEW:
                    break
                if form in coded(stretch):
                    return True
        return self._looks > FEW and form in self._coded

    @cached_property
    def _coded(self) -> frozenset[str]:
        """The words that some place of the source shows as program text."""
        return frozenset(form for part in self._document.parts for form in coded(part.source))


def coded(source: str) -> Iterator[str]:
    """The words with a mark of program text beside them."""
    return (before or after for before, after in IN_CODE.findall(source)) if source else iter(())


def stretches(source: str, form: str) -> Iterator[str]:
    """For every place of a text: what stands there between blanks if the text may be program text, else nothing. What
    marks program text never reaches beyond a blank.

    >>> list(stretches("a <i>form</i>, the form and =form_of", "form"))
    ['<i>form</i>,', '', '=form_of']
    """
    end = 0
    while (at := source.find(form, end)) >= 0:
        end = at + len(form)
        if source[at - 1 : at] not in BEFORE and source[end : end + 1] not in AFTER:
            yield ""
            continue
        start = source.rfind(" ", 0, at) + 1
        start = source.rfind("\n", start, at) + 1 or start
        until = source.find(" ", end) % (len(source) + 1)  # -1: to the end
        until = source.find("\n", end, until) % (until + 1)
        yield source[start:until]
