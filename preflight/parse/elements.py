"""What each HTML tag means for reading: the tables that ``html`` works with.

Implied end tags, scopes and void elements after the HTML standard (13.1.2, 13.2.6); kinds and zones are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from preflight.parse import addresses

if TYPE_CHECKING:
    from preflight.parse.steps import Kind, Step


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


BLOCKS = _tags(
    "address article aside audio blockquote body canvas caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing "
    "main menu nav ol optgroup option p plaintext pre search section summary table tbody td tfoot th thead title tr "
    "ul video xmp"
)
_CLOSES_PARAGRAPH = BLOCKS - _tags(
    "audio body canvas caption col colgroup frameset head html legend optgroup option tbody td tfoot th thead title "
    "tr video"
)
VOID = _tags("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")
_KINDS = {
    tag: kind
    for kind, tags in {
        "title": "title",
        "heading": "h1 h2 h3 h4 h5 h6",
        "item": "li dt dd",
        "cell": "td th",
        "caption": "figcaption caption",
        "button": "button",
        "quote": "blockquote",
        "code": "pre listing xmp plaintext code kbd samp tt math",
        "label": "select optgroup option svg",
    }.items()
    for tag in tags.split()
}
_ZONES = {"nav": "nav", "header": "header", "footer": "footer", "aside": "aside", "main": "main"}
ROLES = {"navigation": "nav", "banner": "header", "contentinfo": "footer", "complementary": "aside", "main": "main"}
_SILENT = _tags("script style template textarea iframe noframes noembed datalist rp xml")
_SCOPES = _tags("table td th caption html template button object marquee applet foreignobject")
_VERBATIM = frozenset({"pre", "listing", "xmp", "plaintext"})
TABLE_PARTS = _tags("table caption colgroup thead tbody tfoot tr td th")
"""End tags that may close what a cell left open."""

_STANDS_APART = _tags("img input textarea iframe embed object svg select audio video canvas")

_LISTS, _TABLE, _CHOICE = ("ul", "ol", "menu", "dir"), ("table",), ("select", "datalist")
_SIBLINGS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "li": (("li",), _LISTS),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "td": (("td", "th"), _TABLE),
    "th": (("td", "th"), _TABLE),
    "tr": (("tr", "caption"), _TABLE),
    "tbody": (("tbody", "thead", "tfoot", "caption"), _TABLE),
    "thead": (("tbody", "thead", "tfoot", "caption"), _TABLE),
    "tfoot": (("tbody", "thead", "tfoot", "caption"), _TABLE),
    "option": (("option",), _CHOICE),
    "optgroup": (("option", "optgroup"), _CHOICE),
    "body": (("head",), ()),
}
LEAVES_FOREIGN = (
    BLOCKS | _tags("b big br code em embed font i img meta nobr ruby s small span strike strong sub sup tt u var")
) - {"title", "audio", "canvas", "video"}
"""HTML tags that end an unclosed ``<svg>`` or ``<math>`` (13.2.6.5)."""

_NAMING = addresses.LAZY | {
    "style", "lang", "xml:lang", "hidden", "role", "id", "title", "placeholder", "aria-label",
}  # fmt: skip


class Plan(Struct, frozen=True):
    """What to do at a start tag.

    ``siblings``: the open elements it closes unless one of the owners was opened since. ``watched``: the attributes
    that mean anything here.
    """

    tag: str
    block: bool = False
    void: bool = False
    kind: str = ""
    zone: str = ""
    silent: bool = False
    """Its content is no text."""
    verbatim: bool = False
    scope: bool = False
    """An unclosed paragraph outside it is not closed by what is inside."""
    scoped: bool = False
    """Its header and footer are not the page's."""
    closes: bool = False
    """Open elements may end where it starts."""
    closes_paragraph: bool = False
    siblings: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    stands_apart: bool = False
    foreign: bool = False
    raw: bool = False
    """Its content is markup that the tokenizer gives back as text."""
    watched: frozenset[str] = field(default=_NAMING)


def _plan(tag: str) -> Plan:
    extra = {
        "a": {"href", "xlink:href", "name", "class"},
        "meta": {"content"},
        "base": {"href"},
        "input": {"type", "value"},
        "img": {"alt", "src"},
        "area": {"alt"},
    }.get(tag, set())
    if tag in ("body", "table", "td", "th", "tr"):
        extra = {"background", "bgcolor"}
    return Plan(
        tag,
        block=tag in BLOCKS,
        void=tag in VOID,
        kind=_KINDS.get(tag, ""),
        zone=_ZONES.get(tag, ""),
        silent=tag in _SILENT,
        verbatim=tag in _VERBATIM,
        scope=tag in _SCOPES,
        scoped=tag in ("main", "article", "section"),
        closes=tag in _CLOSES_PARAGRAPH or tag in _SIBLINGS or tag == "a",
        closes_paragraph=tag in _CLOSES_PARAGRAPH,
        siblings=_SIBLINGS.get(tag),
        stands_apart=tag in _STANDS_APART,
        foreign=tag in ("svg", "math"),
        raw=tag == "noscript",
        watched=_NAMING | extra | frozenset(addresses.ATTRIBUTES.get(tag, ())),
    )


PLANS: dict[str, Plan] = {
    tag: _plan(tag)
    for tag in BLOCKS
    | VOID
    | _SILENT
    | _SCOPES
    | _STANDS_APART
    | {"noscript"}
    | set(_KINDS)
    | set(addresses.ATTRIBUTES)
}
INLINE = Plan("")
"""Any other tag."""


MOST = 20_000
"""Contexts, and ways to write a tag, that are remembered from one text to the next."""

_INHERITED = ("foreign", "hidden", "kind", "language", "raw", "scoped", "silent", "tiny", "verbatim", "wrapped", "zone")


class Context:
    """What content inherits from the elements around it.

    Equal ones are the same one, shared by everything that is read: none is changed, ``but`` finds the other one.
    """

    __slots__ = ("children", "flows", "kinds", "steps", *_INHERITED)

    def __init__(self) -> None:
        self.kind = "paragraph"
        self.language: str | None = None
        self.zone = ""
        self.hidden = False
        self.tiny = False
        """Font size of 0 or 1; unlike hiding, a size set further in ends it."""
        self.silent = False
        self.verbatim = False
        self.wrapped = False
        """Line breaks of the source are shown (CSS ``white-space: pre-line`` and its like)."""
        self.scoped = False
        self.foreign = False
        self.raw = False
        self.flows = True
        """Its text goes into a run as it stands."""
        self.children: dict[str, Context] = {}
        self.steps: dict[str, Step] = {}
        """What tags do here, as they are written."""
        self.kinds: dict[tuple[str | bool | tuple[str, str], ...], Kind] = {}
        """The same, whatever address or name they have."""

    @property
    def unseen(self) -> bool:
        return self.hidden or self.tiny

    def but(self, **changes: str | bool) -> Context:
        """The one that differs from it in these."""
        values = {name: getattr(self, name) for name in _INHERITED} | changes
        key = tuple(values.values())
        known = _KNOWN.get(key)
        if known is None:
            known = _KNOWN[key] = Context()
            for name, value in values.items():
                setattr(known, name, value)
            known.flows = not (known.silent or known.raw or (known.wrapped and not known.verbatim))
        return known

    def inside(self, tag: str, plan: Plan) -> Context:
        """The context inside a tag, its attributes apart."""
        known = self.children.get(tag)
        if known is not None:
            return known
        changes: dict[str, str | bool] = {}
        if plan.kind:
            if not self.foreign and not (plan.kind == "item" and self.kind == "quote"):
                changes["kind"] = plan.kind
        elif plan.block and self.kind == "cell":
            changes["kind"] = "paragraph"
        if plan.zone and not (self.scoped and plan.zone in ("header", "footer")):
            changes["zone"] = plan.zone
        result = self.children[tag] = self.but(
            **changes,
            scoped=self.scoped or plan.scoped,
            silent=self.silent or plan.silent,
            verbatim=self.verbatim or plan.verbatim,
            raw=self.raw or plan.raw,
            foreign=(self.foreign or plan.foreign) and tag != "foreignobject",
        )
        return result


_KNOWN: dict[tuple[str | bool | None, ...], Context] = {}


def outermost() -> Context:
    """The context around a whole text. What is known from others is forgotten when it becomes too much."""
    if len(_KNOWN) > MOST or sum([len(context.steps) for context in _KNOWN.values()]) > MOST:
        _KNOWN.clear()
    return Context().but()
