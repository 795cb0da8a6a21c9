"""What is wrong with one URL, before it is known where the link stands."""

from __future__ import annotations

from typing import cast

from msgspec import Struct

from preflight.model import FactLink, Finding, Fix, Link, Part, Related, Severity


class Fault(Struct, frozen=True):
    """A finding without a place: shared by all links with that URL. ``better`` is what the URL should be, if known."""

    rule: str
    message: str
    help: str = ""
    better: str = ""
    severity: str = ""
    excusable: bool = False
    """No fault on a page that shows the address in its words: manuals do."""
    outside: bool = False
    """The link leads out of the delivery: broken only if that is the whole site."""
    certain: bool = False
    """What is better is what was meant, whatever it was: it can be put in without asking."""
    related: tuple[Related, ...] = ()
    """The page of the previous build that was there, its address as match: the cause that reports tell once."""

    def at(self, link: Link, part: Part, *, match: str | None = None, severity: str = "") -> Finding:
        """The finding at a link. A fix is offered only where the URL stands in the source letter by letter."""
        written = part.source[link.span.start : link.span.end]
        found = link.url if match is None else match
        level = severity or self.severity
        return Finding(
            self.rule,
            self.message,
            link.span,
            match=found,
            help=self.help,
            suggestions=(self.better,) if self.better else (),
            fix=Fix(self.better, safe=self.certain) if self.better and written == found else None,
            severity=cast(Severity, level) if level else None,
        )

    def found(self, link: FactLink) -> Finding:
        """The finding at a link as review knows it. The source is gone, so there is no fix."""
        return Finding(
            self.rule,
            self.message,
            link.location,
            match=link.url,
            help=self.help,
            suggestions=(self.better,) if self.better else (),
            related=self.related,
            severity=cast(Severity, self.severity) if self.severity else None,
        )


def broken(message: str, help_text: str, better: str = "", *, severity: str = "", outside: bool = False) -> Fault:
    """A link that opens nothing."""
    return Fault("links.broken", message, help_text, better, severity, outside=outside)
