"""Where else in a document an unknown word stands: in a web address or in code it is somebody's name, not a slip."""

from __future__ import annotations

from functools import cached_property

from preflight.model import Document
from preflight.reading.words import tokens

LONG_ENOUGH_TO_EMBED = 5
"""Letters from which a word that is a part of a host name ("friendsofgarvald") is no chance."""
CODE_BEFORE, CODE_AFTER = frozenset("_$=`"), frozenset("_(=`")
CODE_TAGS = ("<code>", "<tt>", "<var>", "<kbd>", "<samp>", 'code">', 'literal">', 'pre">', 'function">')
CODE_ENDS = ("</code>", "</tt>", "</var>", "</kbd>", "</samp>")
LONGEST_TAG = max(map(len, CODE_TAGS))
MOST_LOOKED_AT = 50


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
        if form in hosts and (len(form) >= LONG_ENOUGH_TO_EMBED or form in tokens(hosts)):
            return "host"
        if form in paths and form in tokens(paths):
            return "path"
        return "code" if any(_in_code(part.source, form) for part in self._document.parts) else ""

    @cached_property
    def _texts(self) -> tuple[str, str]:
        hosts: set[str] = set()
        paths: set[str] = set()
        for link in self._document.links:
            if "//" in link.url[:8]:
                pieces = link.url.split("/", 3)
                hosts.add(pieces[2])
                paths.update(pieces[3:])
        return "\n".join(hosts).lower().replace("-", ""), "\n".join(paths).lower()


def _in_code(source: str, form: str) -> bool:
    """Whether some place of the word in the source is program text: "form_name", "form(", "<code>form"."""
    at = -1
    for _ in range(MOST_LOOKED_AT):
        at = source.find(form, at + 1)
        if at < 0:
            return False
        end = at + len(form)
        if source[at - 1 : at] in CODE_BEFORE or source[end : end + 1] in CODE_AFTER:
            return True
        if source[max(0, at - LONGEST_TAG) : at].endswith(CODE_TAGS) or source.startswith(CODE_ENDS, end):
            return True
    return False
