"""The HTML itself: its size, its pictures, and codes that readers would see as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from preflight.checkers.mail import bulk
from preflight.checkers.mail.rules import ALT_TEXT, ENCODING, IMAGE_ONLY, IMAGE_WEIGHT, SIZE
from preflight.model import Document, Fact, Facts, Finding, Gap, Image, Location, Part, TextRun
from preflight.patterns import regex

KB = 1024
NEAR = 0.88
"""Share of what Gmail shows from which a message is worth a look: 90 of 102 kB."""
SMALL = 3
"""Pixels: narrower or lower pictures count the opening or keep a distance."""
LARGE = 250
FEW_WORDS = 25
"""Visible words below which the pictures are the message; its footer alone has more."""
CODE = regex(
    r"&(?:amp;)?(?:nbsp|amp|lt|gt|quot|apos|[lr][sd]quo|[nm]dash|hellip|bull|copy|reg|trade|euro|pound|middot|zwnj"
    r"|[aeiounAEIOUNyc](?:acute|grave|circ|tilde|uml|cedil|ring)|szlig|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});"
)
"""``&nbsp;``, ``&#8217;``"""
PIXEL = regex(r"(?:^|[/_.-])(?:spacer|pixel|blank|clear|transparent|track(?:ing)?|open|beacon|1x1)(?:[/_.?-]|$)", re.I)
"""``/images/spacer.gif``"""
HEAVY = 1_000_000
"""Bytes of pictures inside one message that make readers on telephones wait."""
MOST = 100
"""Findings of one kind in one message."""


def facts(document: Document, clip: int) -> Iterator[Fact]:
    """``mail-html`` (bytes, line and column where the clip of so many kB falls), ``mail-picture``, ``mail-code`` and
    ``mail-weight`` (bytes of the pictures that travel inside, and how many stand in the HTML itself)."""
    inside = sum(map(len, document.pictures.values()))
    written = [image for part in document.parts for image in part.images if image.url[:11].lower() == "data:image/"]
    if inside or written:
        inside += sum(len(image.url) * 3 // 4 for image in written)
        place = written[0].span if written else Location("", "", None)
        yield Fact("mail-weight", {"bytes": inside, "written": len(written)}, place)
    for part in document.parts:
        if part.media_type == "text/html":
            yield from _of_html(part, clip * KB)
        for run in part.runs:
            if "&" in run.text and run.kind not in ("code", "meta") and part.name != "header":
                yield from islice(_codes(part, run), MOST)


def _of_html(part: Part, clip: int) -> Iterator[Fact]:
    size = len(part.source.encode("utf-8", "surrogatepass"))
    value: dict[str, object] = {"bytes": size, "clip": None}
    if size > clip:
        seen = part.source.encode("utf-8", "surrogatepass")[:clip].decode("utf-8", "ignore")
        value["clip"] = list(part.locate(len(seen)))
    large = [image for image in part.images if not _is_small(image)]
    value["pictures"] = sum(_pixels(image.width) >= LARGE or not image.width for image in large)
    unnamed = {link.url for link in part.links if link.element == "a" and not link.text.strip()}
    yield Fact("mail-html", value, part_start(part))
    for image in large[:MOST]:
        if image.alt is None and image.url and image.link not in unnamed and not PIXEL.search(image.url):
            yield Fact("mail-picture", image.url, image.span, image.url)


def part_start(part: Part) -> Location:
    return Location("", part.name, 1, 1, 1, 1)


def _is_small(image: Image) -> bool:
    return any(0 < _pixels(side) <= SMALL or side.strip() == "0" for side in (image.width, image.height))


def _pixels(side: str) -> int:
    number = side.strip().removesuffix("px").strip()
    return int(number) if number.isdecimal() and len(number) < 6 else (LARGE if number.endswith("%") else 0)


def _codes(part: Part, run: TextRun) -> Iterator[Fact]:
    for match in CODE.finditer(run.text):
        from html import unescape

        yield Fact("mail-code", unescape(unescape(match[0])), run.span(*match.span()), match[0])


def findings(facts: Facts, clip: int) -> Iterator[Finding | Gap]:
    """What is recorded, judged."""
    yield from _size(facts, clip)
    for fact in facts.facts.get("mail-picture", ()):
        yield Finding(
            ALT_TEXT.id,
            f"the picture {fact.value.rpartition('/')[2][:60] or fact.value[:60]} has no description (alt)",
            fact.place,
            fact.match,
            'Say what it shows, or set alt="" if it only decorates.',
        )
    for fact in facts.facts.get("mail-code", ()):
        meant = f"“{fact.value}”" if fact.value.strip() else "a space"
        yield Finding(
            ENCODING.id,
            f"readers see “{fact.match}” instead of {meant}",
            fact.place,
            fact.match,
            "Type the character itself: this text was encoded twice.",
            (fact.value,) if fact.value.strip() else (" ",),
        )
    yield from _weight(facts)
    yield from _pictures(facts)


def _weight(facts: Facts) -> Iterator[Finding]:
    for fact in facts.facts.get("mail-weight", ()):
        size, written = fact.value["bytes"], fact.value["written"]
        if written:
            what = "a picture is" if written == 1 else f"{written} pictures are"
            yield Finding(
                IMAGE_WEIGHT.id, f"{what} written into the HTML (data:): Gmail and Outlook do not show them",
                fact.place, "", "Put pictures on the web, or attach them.",
            )  # fmt: skip
        if size > HEAVY:
            yield Finding(
                IMAGE_WEIGHT.id, f"the pictures inside the message weigh {size / 1_000_000:.1f} MB",
                Location(facts.path), "",
                "Make them smaller, or put them on the web: above 1 MB readers wait, and some servers refuse it.",
            )  # fmt: skip


def _size(facts: Facts, shown: int) -> Iterator[Finding]:
    part = bulk.shown_part(facts)
    for fact in facts.facts.get("mail-html", ()):
        size, clip = fact.value["bytes"], fact.value["clip"]
        if fact.location.part != part or size < NEAR * shown * KB:
            continue
        ways = list(bulk.ways_out(facts))
        hidden = bool(clip and ways) and all([way.line or 0, way.column or 0] > clip for way in ways)
        if clip is None:
            what = f"the HTML has {size // KB} kB: from {shown} kB on, Gmail cuts the mail off"
        elif hidden:
            what = f"the HTML has {size // KB} kB: Gmail cuts it off before the unsubscribe link"
        else:
            what = f"the HTML has {size // KB} kB: Gmail cuts the mail off after {shown}"
        yield Finding(
            SIZE.id,
            what,
            Location(facts.path, part),
            "",
            "Remove unused styles and blocks, or move long articles to the website.",
            severity="error" if hidden else "warning",
        )


def _pictures(facts: Facts) -> Iterator[Finding | Gap]:
    part = bulk.shown_part(facts)
    pictures = sum(fact.value["pictures"] for fact in facts.facts.get("mail-html", ()) if fact.location.part == part)
    shown = [run for run in facts.runs if run.part == part and not run.hidden]
    words = sum(len(run.text.split()) for run in shown if run.kind not in ("alt", "title", "meta", "preheader"))
    if not pictures:
        return
    if words < FEW_WORDS:
        yield Finding(
            IMAGE_ONLY.id,
            f"the message is little more than {'a picture' if pictures == 1 else f'{pictures} pictures'}"
            f" ({words} words of text)",
            Location(facts.path, part),
            "",
            "Set the main sentence, the date and the link as text.",
        )
    why = "words inside pictures are not read: look at them yourself"
    yield Gap("mail", facts.path, "1 picture" if pictures == 1 else f"{pictures} pictures", why, intended=True)
