"""Where else in a document an unknown word stands: in a web address or in code it is somebody's name, not a slip."""

from __future__ import annotations

from functools import cached_property

from preflight.model import Document
from preflight.patterns import regex
from preflight.reading.words import tokens

LONG_ENOUGH_TO_EMBED = 5
"""Letters from which a word that is a part of a host name ("friendsofgarvald") is no chance."""
# "_form", "form(", "<code>form", "form</code>", 'class="pre">form': a word with a mark of program text beside it
IN_CODE = regex(
    r"""(?:[_$=`]|<(?:code|tt|var|kbd|samp)>|(?:code|literal|pre)">)([a-z]++)"""
    r"""|(?<![a-z])([a-z]++)(?:[_(=`]|</(?:code|tt|var|kbd|samp)>)"""
)


class Addresses:
    """The addresses and the code of one document, read when the first unknown word asks."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[str, str] = {}

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
        return "code" if form in self._coded else ""

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

    @cached_property
    def _coded(self) -> frozenset[str]:
        """The words that some place of the source shows as program text."""
        found = (pair for part in self._document.parts for pair in IN_CODE.findall(part.source))
        return frozenset(before or after for before, after in found)
