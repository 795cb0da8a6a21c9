"""A delivery as checkers see it in ``review``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from msgspec import Struct, field

from preflight.model.document import Ignore, TextRun
from preflight.model.findings import Fact, Finding, Gap, State
from preflight.model.past import Past
from preflight.model.places import Location
from preflight.model.recipients import Recipients


class FactLink(Struct, frozen=True):
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


class Facts(Struct, frozen=True):
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
    links: Sequence[FactLink] = ()
    anchors: Sequence[str] = ()
    meta: Mapping[str, tuple[str, Location]] = field(default_factory=dict)
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def urls(self) -> Collection[str]:
        """The URLs of its links, each once: a large site has so many links that making them all is slow."""
        urls: Collection[str] | None = getattr(self.links, "distinct", None)
        return dict.fromkeys(link.url for link in self.links) if urls is None else urls

    @property
    def elements(self) -> Collection[str]:
        """The names of the elements that its links stand in."""
        elements: Collection[str] | None = getattr(self.links, "elements", None)
        return {link.element for link in self.links} if elements is None else elements

    def links_to(self, wanted: Callable[[str], bool]) -> Iterator[FactLink]:
        """The links with such URLs; the others are not made."""
        some = getattr(self.links, "some", None)
        yield from (link for link in self.links if wanted(link.url)) if some is None else some(wanted)

    def forms_of_links(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, str, str, str]]:
        """URL, element, attribute and rel of the links with such URLs, repeated ones perhaps left out."""
        forms = getattr(self.links, "forms", None)
        if forms is None:
            yield from ((one.url, one.element, one.attribute, one.rel) for one in self.links if wanted(one.url))
        else:
            yield from forms(wanted)

    def counted_links(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, str, int]]:
        """URL and element of the links with such URLs, and how many of them there are; the links are not made."""
        counted = getattr(self.links, "counted", None)
        if counted is None:
            yield from ((one.url, one.element, 1) for one in self.links if wanted(one.url))
        else:
            yield from counted(wanted)

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


class Redirect(Struct, frozen=True):
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


class Landing(Struct, frozen=True):
    """What an HTML page that answered says of itself, as far as it was read. All of it is a stranger's text.

    ``events`` are the start and end of each event in its structured data, as written there; ``prices`` amount and
    currency of each offer. ``complete`` is false when the page was longer than what was read.
    """

    heading: str = ""
    description: str = ""
    text: str = ""
    language: str = ""
    events: tuple[tuple[str, str], ...] = ()
    prices: tuple[tuple[str, str], ...] = ()
    complete: bool = False


class Probe(Struct, frozen=True):
    """What requesting one URL showed. ``error`` is a short sentence in plain words, or empty.

    ``outcome``: alive, dead (the server says so, or the name does not exist), unverified (refused, rate limited, timed
    out, login needed), refused (the address guard or a safety rule did not let it out). ``soft`` tells that the page
    looks like an error although its server says otherwise: “same” as what the server sends for an address that cannot
    exist, “words” where only the page's own words say so, “quiet” where it is that page without a word of an error.
    ``refreshed``: the last step was the page's own doing (meta refresh). ``age`` in days, when an earlier run saw it.
    ``chain`` are the addresses between it and ``final_url``. ``media_type`` is what the server calls it, ``empty`` that
    it says it is nothing.
    """

    url: str
    outcome: Literal["alive", "dead", "unverified", "refused"]
    status: int | None = None
    final_url: str = ""
    title: str = ""
    error: str = ""
    anchors: frozenset[str] | None = None
    permanent: bool = False
    landing: Landing | None = None
    soft: Literal["", "same", "words", "quiet"] = ""
    refreshed: bool = False
    age: int = 0
    chain: tuple[str, ...] = ()
    media_type: str = ""
    empty: bool = False


class SendDate(Struct, frozen=True):
    """When it goes out. ``exact`` is false when it is only known to be *then or later* (contract, "send date")."""

    value: datetime | date
    source: Literal["option", "config", "header", "today"]

    @property
    def exact(self) -> bool:
        return self.source in ("option", "config")

    @property
    def day(self) -> date:
        return self.value.date() if isinstance(self.value, datetime) else self.value


class Name(Struct, frozen=True):
    """What the client knows of a person, a product, a place or a brand, and where it says so.

    ``aliases`` are other spellings that are right; ``details`` maps email, phone, price … to their texts.
    """

    text: str
    kind: str
    aliases: tuple[str, ...] = ()
    details: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    location: Location = field(default_factory=Location)


class Arrangement(Struct, frozen=True):
    """What the client arranged for the links to one host: ``shop.test``, ``shop.test:8443`` or ``*.shop.test``.

    ``path`` is a glob, empty for all. ``accept`` are codes that are fine, ``expected_live`` the day from which the page
    is there; ``rate`` is in requests a second and ``connections`` at a time, 0 for the usual. It holds until
    ``expires``.
    """

    host: str
    path: str = ""
    accept: tuple[int, ...] = ()
    skip: bool = False
    expected_live: date | None = None
    reason: str = ""
    expires: date | None = None
    rate: float = 0.0
    connections: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    place: Location = field(default_factory=Location)


class Client(Struct, frozen=True):
    """What one client of the workspace is known by, in lower case: hosts (without ``www.``), mail addresses or domains
    that it sends from, and profiles on networks (``instagram/bramblewick``). ``name`` is never shown in a report.
    ``brands`` and ``addresses`` (postal ones) are as its ``facts.toml`` writes them."""

    name: str
    hosts: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


class Delivery(Struct, frozen=True):
    """Everything one target holds. ``files`` are all names below its root, pages included; ``hosts`` are the site's
    own host names; ``words`` are the client's own words (case kept), each with the place of its entry in this client's
    word list (no path where it comes from another one); ``names`` are what the client's facts know; ``online`` is
    false when nothing was requested."""

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
    sent: tuple[Facts, ...] = ()
    """The client's own emails that went out before: their links live on in other people's mailboxes."""
    companions: tuple[Facts, ...] = ()
    """The site's style sheets, sitemaps, feeds and manifests: links and nothing else."""
    words: Mapping[str, Location] = field(default_factory=dict)
    names: tuple[Name, ...] = ()
    online: bool = False
    arrangements: tuple[Arrangement, ...] = ()
    """What the client arranged for single hosts, as far as it has not run out."""
    allowed: tuple[str, ...] = ()
    """Private or loopback hosts (``HOST`` or ``HOST:PORT``) that the user named: readers are meant to reach them."""
    previews: tuple[str, ...] = ()
    """The addresses that this very build is put at for a look (``https://deploy-preview-7--shop.netlify.app``)."""
    evergreen: bool = False
    """It goes out again and again (an automated sequence): there is no send date."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Files that speak for the whole site, by name: ``robots.txt`` and ``_headers``, as far as it has them."""
    partners: tuple[str, ...] = ()
    """Hosts, mail addresses and profiles of others that this client may show, as the configuration says them."""
    others: tuple[Client, ...] = ()
    """The other clients of the workspace, without what they share with this one."""
    allow_change: tuple[str, ...] = ()
    """The change contract: the fields that the change was meant to touch. Empty when nothing was declared."""
    until: date | None = None
    """The last day that the run looks ahead to; None where it was not asked to."""
    recipients: Recipients | None = None
    """The list that it goes to (``--recipients``), or None. No plug-in gets it."""
    show_recipients: bool = False
    """Whether a report may show what stands in the rows of the list, and not only their numbers."""
    key: str = ""
    """The column by which this sheet's rows are compared with those of the previous one, as records of people."""
    partial: str = ""
    """Why there is more of it than was read (an answer in parts, an index with parts missing): then what is missing is
    no deletion. Empty when it is whole."""
    previous: Delivery | None = None
    original: Facts | None = None
    """What a test send was made from (``--source``)."""
    past: tuple[Past, ...] = ()
    """What went out wrong once, with this client or another one of the workspace."""
