"""The types that every step shares, and all that a third-party checker imports.

Offsets are code points in a part's decoded text; lines and columns are 1-based, lines break at ``\\n`` only.
Nothing here reads a file, a clock or the network, and nothing here imports more than the standard library.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

API_VERSION = 1
"""Raised when a checker written for the version before would stop working."""

Severity = Literal["error", "warning", "info"]
State = Literal["source", "test-send", "final"]
Verdict = Literal["PASS", "FAIL", "INCOMPLETE"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
CONTEXT = 48
"""How many characters of visible text a place keeps on each side."""


class PreflightError(Exception):
    """Something the user has to put right: usage, configuration, an unreadable file. Exit code 2.

    ``path`` and ``line`` say where, when that is known.
    """

    def __init__(self, message: str, path: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        return f"{place}{self.message}"


# --- places ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one part's decoded source, with the visible words around it."""

    part: str
    start: int
    end: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A resolved place. ``line`` and ``column`` are None where something is missing altogether."""

    path: str = ""
    part: str = ""
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    before: str = ""
    after: str = ""


Place = Span | Location
"""Checkers give spans in ``check`` and locations (of facts) in ``review``."""


# --- a document as checkers see it in ``check`` ---------------------------------------------------------


class Element:
    """A start tag on the way from the root to a run of text: what CSS scopes in rules look at."""

    __slots__ = ("attributes", "parent", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str], parent: Element | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent

    @property
    def id(self) -> str:
        return self.attributes.get("id", "")

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def ancestors(self) -> Iterator[Element]:
        """This element, its parent, and so on up to the root."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent


@dataclass(frozen=True, slots=True)
class TextRun:
    """A block of text as a reader sees it, flattened across inline tags, white space collapsed.

    ``kind``: title, heading, paragraph, item, cell, caption, button, alt, subject, preheader, quote, code, meta
    (a description or a share title) or label (button values, placeholders). ``"\\n"`` stands for a line break that a
    reader sees. ``segments`` are (text start, source start, source length), sorted; a segment whose text is as long as
    its source maps one to one, any other (an entity, collapsed white space) as a whole. ``zone`` is header, nav, main,
    aside, footer or empty. ``language`` is a lower-case BCP 47 tag, or empty.
    """

    kind: str
    text: str
    part: str = ""
    segments: tuple[tuple[int, int, int], ...] = ()
    language: str = ""
    zone: str = ""
    hidden: bool = False
    element: Element | None = None
    location: Location | None = None
    """Where the whole run stands; set once the run has left ``check``."""

    def span(self, start: int, end: int) -> Span:
        """The source of ``text[start:end]``, tags and entities in between included."""
        last = self._source(max(start, end - 1), at_end=True) if end > start else self._source(start, at_end=False)
        return Span(
            self.part,
            self._source(start, at_end=False),
            last,
            self.text[max(0, start - CONTEXT) : start],
            self.text[end : end + CONTEXT],
        )

    def _source(self, offset: int, *, at_end: bool) -> int:
        """Where the character at ``offset`` begins in the source, or ends."""
        if not self.segments:
            return offset + at_end
        index = max(0, bisect_right(self.segments, offset, key=lambda segment: segment[0]) - 1)
        text_start, source_start, length = self.segments[index]
        following = self.segments[index + 1][0] if index + 1 < len(self.segments) else len(self.text)
        if following - text_start == length:
            return min(source_start + offset - text_start + at_end, source_start + length)
        return source_start + length if at_end else source_start


@dataclass(frozen=True, slots=True)
class Link:
    """A place where a URL stands. ``url`` is decoded but not resolved, ``span`` is the attribute's value.

    ``text`` is what a reader sees of it (or the alt text of a linked image, then ``image`` is true).
    """

    url: str
    text: str
    element: str
    attribute: str
    span: Span
    zone: str = ""
    hidden: bool = False
    image: bool = False
    rel: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """``alt`` is None when the attribute is missing; ``link`` is the URL it opens, or empty."""

    url: str
    alt: str | None
    span: Span
    link: str = ""
    width: str = ""
    height: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """Head matter: ``name`` is title, description, canonical, robots, refresh, base, generator, og:…, twitter:…, or
    a front-matter key written ``front.KEY``."""

    name: str
    content: str
    span: Span


@dataclass(frozen=True, slots=True)
class Ignore:
    """An inline ignore: rule patterns, its reason, and the lines it covers (``last`` None: to the end)."""

    rules: tuple[str, ...]
    reason: str
    part: str
    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """One decoded text: a plain file (``name`` empty), a message's headers, or a MIME part (``"1.2"``).

    ``source`` is the decoded text with its own line endings and without a byte order mark.
    """

    name: str
    media_type: str
    source: str
    encoding: str = "utf-8"
    runs: tuple[TextRun, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    meta: tuple[Meta, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    language: str = ""
    line_starts: tuple[int, ...] = ()
    byte_order_mark: bool = False

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column, 1-based, of an offset into ``source``."""
        starts = self.line_starts
        if not starts:
            line_start = self.source.rfind("\n", 0, offset) + 1
            return self.source.count("\n", 0, offset) + 1, offset - line_start + 1
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed source. ``kind`` is email, page or text; ``templated`` means it holds template syntax (a source).

    ``troubles`` are sentences about what could not be read (a truncated part, an unknown charset): what was read is
    still checked, and the reader is told.
    """

    media_type: str
    kind: str
    parts: tuple[Part, ...]
    headers: tuple[tuple[str, str], ...] = ()
    templated: bool = False
    troubles: tuple[str, ...] = ()

    @property
    def runs(self) -> Iterator[TextRun]:
        for part in self.parts:
            yield from part.runs

    @property
    def links(self) -> Iterator[Link]:
        for part in self.parts:
            yield from part.links

    @property
    def language(self) -> str:
        """The language of the document as declared, or empty."""
        return next((part.language for part in self.parts if part.language), "")

    def header(self, name: str) -> str:
        """The decoded value of the first header of that name, or empty."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def part(self, name: str) -> Part:
        return next(part for part in self.parts if part.name == name)

    def soup(self, part: Part) -> BeautifulSoup:
        """The part as a Beautiful Soup tree, for rule authors. Slow: not for every page of a large site."""
        from bs4 import BeautifulSoup

        return BeautifulSoup(part.source, "html.parser")

    def resolve(self, place: Place) -> Location:
        """A span as line and column."""
        if isinstance(place, Location):
            return place
        part = self.part(place.part)
        return Location(
            "", place.part, *part.locate(place.start), *part.locate(place.end), before=place.before, after=place.after
        )


# --- what checkers yield --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fact:
    """Something seen in ``check`` and judged in ``review``. ``value`` is plain data: str, int, float, bool, None, or
    lists and string-keyed dicts of these (tuples arrive as lists)."""

    kind: str
    value: Any
    place: Place
    match: str = ""

    @property
    def location(self) -> Location:
        """The resolved place; only after the fact has left ``check``."""
        assert isinstance(self.place, Location)
        return self.place


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement for the finding's match; ``safe`` when it can be applied without asking."""

    replacement: str
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Related:
    place: Place
    match: str
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. ``message`` is the fact, ``help`` the remedy, both in a layman's words.

    ``severity`` overrides the rule's own when the case is more or less certain than usual.
    """

    rule: str
    message: str
    place: Place
    match: str = ""
    help: str = ""
    suggestions: tuple[str, ...] = ()
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a reader might believe was checked and was not. ``what`` is a family, or ``document``.

    ``intended``: the user or a safety rule wanted it so; otherwise the verdict cannot be PASS.
    """

    what: str
    target: str
    detail: str
    why: str
    intended: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """``summary`` is one lower-case clause; ``text`` is the user's page: why, what it looks at, what to do.

    A ``preview`` rule reports as information until it has proved itself. ``aliases`` are earlier ids that waivers and
    configurations may still use.
    """

    id: str
    summary: str
    text: str
    severity: Severity = "error"
    preview: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        return self.id.partition(".")[0]


# --- a delivery as checkers see it in ``review`` --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FactLink:
    """A link as review sees it: resolved place, nothing of the source."""

    url: str
    text: str
    element: str
    attribute: str
    location: Location
    zone: str = ""
    hidden: bool = False
    image: bool = False
    rel: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of one document once its bytes are gone.

    ``runs`` (text, kind, zone, hidden; no segments) are kept for emails only. ``meta`` maps a name to its first value.
    ``facts`` maps a fact's kind to the facts, in document order. ``language`` is declared or, failing that, detected.
    """

    path: str
    name: str
    media_type: str
    kind: str
    sha256: str
    language: str = ""
    words: int = 0
    templated: bool = False
    reported: bool = True
    headers: tuple[tuple[str, str], ...] = ()
    runs: tuple[TextRun, ...] = ()
    links: tuple[FactLink, ...] = ()
    anchors: tuple[str, ...] = ()
    meta: Mapping[str, tuple[str, Location]] = field(default_factory=dict)
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class Redirect:
    """One line of a host's redirect file. ``source`` and ``target`` are as written there; ``force`` when it applies
    even though a file exists at the source."""

    source: str
    target: str
    status: int
    place: Location
    force: bool = False
    pattern: str = ""
    """A regular expression over the whole path, RE2 syntax, when the source is not a plain path."""
    host: str = ""
    """Whose rule it is: netlify, cloudflare, vercel, apache, or page for a page that sends its readers elsewhere."""
    condition: str = ""
    """A clause in plain words when the rule holds for some visitors only, or could not be read (status 0 or less)."""
    either_slash: bool = False
    """A plain source also covers the same path with or without its final slash."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What requesting one URL showed. ``error`` is a short sentence in plain words, or empty.

    ``outcome``: alive, dead (the server says so, or the name does not exist), unverified (refused, rate limited, timed
    out, login needed), refused (the address guard or a safety rule did not let it out).
    """

    url: str
    outcome: Literal["alive", "dead", "unverified", "refused"]
    status: int | None = None
    final_url: str = ""
    title: str = ""
    error: str = ""
    anchors: frozenset[str] | None = None
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class SendDate:
    """When it goes out. ``exact`` is false when it is only known to be *then or later* (contract, "send date")."""

    value: datetime | date
    source: Literal["option", "config", "header", "today"]

    @property
    def exact(self) -> bool:
        return self.source in ("option", "config")

    @property
    def day(self) -> date:
        return self.value.date() if isinstance(self.value, datetime) else self.value


@dataclass(frozen=True, slots=True)
class Delivery:
    """Everything one target holds. ``files`` are all names below its root, pages included; ``hosts`` are the site's
    own host names; ``words`` are the client's own words (case kept); ``online`` is false when nothing was requested."""

    name: str
    kind: Literal["email", "page", "site", "sheet"]
    state: State
    documents: tuple[Facts, ...]
    send_date: SendDate
    files: frozenset[str] = frozenset()
    redirects: tuple[Redirect, ...] = ()
    probes: Mapping[str, Probe] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    base_path: str = "/"
    words: frozenset[str] = frozenset()
    online: bool = False
    previous: Delivery | None = None


# --- judgement and report -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiver:
    """An accepted finding. ``path`` is a glob; ``count`` how many occurrences it covers (None: any number)."""

    rule: str
    reason: str
    path: str = "**"
    match: str = ""
    fingerprint: str = ""
    owner: str = ""
    expires: date | None = None
    count: int | None = None
    file: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with its final severity, its fingerprint, and the waiver or inline ignore that covers it."""

    finding: Finding
    severity: Severity
    fingerprint: str
    waiver: Waiver | None = None

    @property
    def location(self) -> Location:
        assert isinstance(self.finding.place, Location)
        return self.finding.place


@dataclass(frozen=True, slots=True)
class Target:
    """What the report says of one target. ``assumed`` are plain clauses: what was guessed, and from what."""

    name: str
    kind: str
    state: str
    sha256: str
    verdict: Verdict
    send_date: SendDate
    against: str = ""
    assumed: tuple[str, ...] = ()
    recipients: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The answer. Same input, configuration and send date give the same report."""

    version: str
    ruleset: str
    lexicon: str
    verdict: Verdict
    targets: tuple[Target, ...]
    checked: Mapping[str, int]
    not_checked: tuple[Gap, ...]
    findings: tuple[Judged, ...]

    @property
    def counts(self) -> dict[str, int]:
        counts = {"error": 0, "warning": 0, "info": 0, "waived": 0}
        for judged in self.findings:
            counts["waived" if judged.waiver else judged.severity] += 1
        return counts


class Checker(Protocol):
    """What a checker module offers: ``RULES``, ``Options``, and ``check`` or ``review`` or both.

    With ``prepare(options)``, its result (a lexicon, a table) is made once per process and passed to both as the last
    argument; give it a ``digest`` attribute when it depends on more than the options and the program's version.
    A third-party checker also states ``API_VERSION`` and keeps to the rule-id prefix it is registered under.
    """

    RULES: tuple[Rule, ...]
    Options: type[Any]


def at(place: Place, path: str, entry: str = "") -> Location:
    """A resolved place in a named file (and, for a mailbox, in its n-th message)."""
    assert isinstance(place, Location)
    return replace(place, path=path, part=entry + place.part)


def plain_document(text: str, *, kind: str = "text", language: str = "en", run_kind: str = "paragraph") -> Document:
    """A document of one part whose runs are the text's paragraphs: for checkers' own tests."""
    runs, offset = [], 0
    for block in text.split("\n\n"):
        runs.append(TextRun(run_kind, block, "", ((0, offset, len(block)),), language))
        offset += len(block) + 2
    return Document("text/plain", kind, (Part("", "text/plain", text, runs=tuple(runs), language=language),))


def by_kind(facts: Iterable[Fact]) -> dict[str, tuple[Fact, ...]]:
    """Facts grouped by kind, order kept."""
    grouped: dict[str, list[Fact]] = {}
    for fact in facts:
        grouped.setdefault(fact.kind, []).append(fact)
    return {kind: tuple(members) for kind, members in grouped.items()}
