"""A stranger's HTML as a picture of itself: nothing in it acts, nothing is loaded, no link leads anywhere.

The cleaning is turbohtml's, over a parsed tree and against an allowlist; what is here is what a newsletter needs in
order to look like itself. Whoever shows it puts it into a sandboxed frame under a policy that loads nothing (two more
walls in front of the same ground).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from preflight.patterns import regex

if TYPE_CHECKING:
    from turbohtml.clean import Sanitizer

TAGS = frozenset(
    """
    a abbr acronym address article aside b bdi bdo big blockquote body br button caption center cite code col
    colgroup data dd del details dfn dir div dl dt em fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6
    head header hr html i img input ins kbd label legend li main mark menu nav ol optgroup option p pre q s samp
    section select small span strike strong style sub summary sup table tbody td textarea tfoot th thead time tr
    tt u ul var wbr
    """.split()  # noqa: SIM905
)
DROPPED = frozenset(
    """
    applet audio base canvas dialog embed frame frameset iframe link math meta noembed noframes noscript object
    plaintext portal script svg template title video xmp
    """.split()  # noqa: SIM905
)
ATTRIBUTES = frozenset(
    """
    align alt bgcolor border cellpadding cellspacing checked class color colspan data-preflight dir disabled
    face height hidden id lang noshade nowrap open role rowspan size span start style title type valign value
    width
    """.split()  # noqa: SIM905
)
_PROPERTIES = frozenset(
    """
    align-content align-items align-self background background-color border border-collapse border-color border-
    radius border-spacing border-style border-width bottom box-shadow box-sizing caption-side clear color
    column-count column-gap columns content direction display empty-cells flex flex-basis flex-direction flex-
    flow flex-grow flex-shrink flex-wrap float font font-family font-size font-stretch font-style font-variant
    font-weight gap grid-area grid-column grid-gap grid-row grid-template-areas grid-template-columns grid-
    template-rows height hyphens justify-content justify-items justify-self left letter-spacing line-height
    list-style list-style-position list-style-type margin max-height max-width min-height min-width mso-hide
    object-fit opacity order outline overflow overflow-wrap overflow-x overflow-y padding right row-gap tab-size
    table-layout text-align text-decoration text-indent text-overflow text-shadow text-transform top transform
    unicode-bidi vertical-align visibility white-space width word-break word-spacing word-wrap
    """.split()  # noqa: SIM905
)
PROPERTIES = _PROPERTIES | {
    name.format(side)
    for side in ("top", "right", "bottom", "left")
    for name in ("margin-{}", "padding-{}", "border-{}", "border-{}-width", "border-{}-style", "border-{}-color")
}
"""Everything that gives a newsletter its looks but ``position``: nothing may cover what stands elsewhere."""
PICTURE = regex(r"data:image/(?:png|jpeg|gif|webp|bmp|x-icon);base64,[A-Za-z0-9+/=\s]*")

LOADED = "cid:preflight-loaded-"


def harmless(source: str, picture: Callable[[str], str], *, loads: Callable[[str], bool] | None = None) -> str:
    """The document as HTML. ``picture`` gives the data address of what a ``cid:`` address names, or nothing; pictures
    from anywhere else are left out, and their descriptions stand for them, but for those that ``loads`` allows: only
    where somebody asked for that."""
    import turbohtml

    parsed = turbohtml.parse(source)
    loaded: dict[str, str] = {}
    for number, image in enumerate(parsed.find_all("img") if loads is not None else ()):
        address = str(image.attrs.get("src") or "").strip()
        if loads is not None and loads(address):  # past the cleaning, which lets through nothing from the web
            image.attrs["src"] = f"{LOADED}{number}"
            loaded[f"{LOADED}{number}"] = address
    document = _cleaner().sanitize_node(parsed)
    for image in document.find_all("img"):
        address = str(image.attrs.get("src") or "")
        if address in loaded:
            image.attrs["src"] = loaded[address]
            continue
        if address.lower().startswith("cid:"):
            address = picture(address)
        if PICTURE.fullmatch(address):
            image.attrs["src"] = address
        elif "src" in image.attrs:
            del image.attrs["src"]
    return str(document.html)


@cache
def _cleaner() -> Sanitizer:
    from turbohtml.clean import OnDisallowed, Policy, Sanitizer

    return Sanitizer(
        Policy(
            tags=TAGS,
            attributes={"*": ATTRIBUTES, "img": frozenset({"src"})},
            url_schemes=frozenset({"cid", "data"}),
            allow_relative_urls=False,
            on_disallowed_tag=OnDisallowed.STRIP,
            remove_with_content=DROPPED,
            css_properties=PROPERTIES,
        )
    )
