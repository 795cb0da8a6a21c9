"""Links that are missing: words, buttons, pictures and addresses that ask for a click, and nothing is linked there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from preflight.checkers.links import staging
from preflight.checkers.links.around import Surroundings, is_handled, shorten
from preflight.checkers.links.form import has_tag, to_fill_in
from preflight.checkers.links.mailboxes import address_fault
from preflight.checkers.links.vocabulary import BUTTON_WORDS, CALLS
from preflight.model import Finding, Image, Part, Severity, TextRun
from preflight.patterns import regex
from preflight.reading import urls

RULE = "links.not-linked"

_KINDS = frozenset({"paragraph", "item", "cell", "button", "caption"})
"""Runs that may be a call; a heading “Read more” has its links below."""

_TEXTS = _KINDS | {"heading"}
_POINTER = regex(
    r"\b(?:(?:please |just )?(?:click|tap) (?:on )?(?:right )?here|(?:click|tap) (?:on )?(?:the|this) (?:link|button)|"
    r"(?:follow|use) (?:this|the) link|klicken sie (?:bitte )?hier|hier klicken|klick hier|cliquez ici|haga clic aquí|"
    r"haz clic aquí|clicca qui|klik hier)\b",
    re.IGNORECASE,
)  # "click here", in a sentence
_POINTING = ("click", "tap ", "link", "lick", "clic", "klik")
_URL = regex(r"(?<![\w@./:-])(?:https?://|www\.)[^\s<>\"'“”‘’«»()\[\]{}|]{4,500}", re.IGNORECASE)
_MAIL = regex(r"(?<![\w@./+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![\w@])")
_SENTENCE_END = regex(r"[.!?]\s|\n")  # "… today. To register …"
_QUOTES = "\"'“”„‘’«»"
ARROWS = " \u00a0.!:»›→>▶►⟶…-–|*•"
_NAMING = regex(
    r"(?:\b(?:sent|delivered|addressed|mailed|intended|registered|subscribed|logged|signed|account|login|user ?name|"
    r"add|whitelist|safe senders?|messages? to|message from)\b.{0,50}|"
    r"\b(?:from|to|cc|bcc|sent|reply-to|de|von|an)\s?:.{0,80}|<\s?)\Z",
    re.IGNORECASE,
)  # "This message was sent to …": names a mailbox, and invites nobody to write
_BUTTON_TAG = regex(r"\bclass\s?=\s?[\"']?[^\"'>]{0,200}\b(?:btn|button|cta)\b", re.IGNORECASE)
_FILLED = regex(r"background(?:-color)?\s*:\s*(?!none|transparent|inherit)[^\s;]|\bbgcolor", re.IGNORECASE)
_ROOM = regex(r"border-radius\s*:\s*[1-9]|padding", re.IGNORECASE)
_BUTTON_FILE = regex(r"(?:^|[-_/])(?:btn|button|cta)(?:[-_.@]|\d|\Z)", re.IGNORECASE)  # "btn-book-now.png"
_MAPPED = regex(r"\busemap\b|\bonclick\b", re.IGNORECASE)
_WORD = regex(r"[^\W\d_]+(?:[-’'][^\W\d_]+)?")

_MOST = 100
"""Findings of one part: who forgot that many links has seen the point."""

_BACK = 20_000
"""How far before a text the link around it may begin."""


class Linked:
    """Where the links of a part are."""

    def __init__(self, part: Part) -> None:
        self.part = part

    @cached_property
    def _starts(self) -> list[int]:
        return sorted(link.span.start for link in self.part.links if link.element in ("a", "v:roundrect", "v:rect"))

    def around(self, offset: int) -> bool:
        """Whether a link is open at the offset."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return False
        source, start = self.part.source, self._starts[index]
        from_here = max(start, offset - _BACK)
        return max(source.rfind("</a", from_here, offset), source.rfind("</A", from_here, offset)) < 0

    def within(self, start: int, end: int) -> bool:
        """Whether a link is open or begins between the two offsets."""
        return self.around(start) or bisect_right(self._starts, end) > bisect_right(self._starts, start)


def findings(part: Part, around: Surroundings) -> Iterator[Finding]:
    """What asks for a click in an HTML part and cannot be clicked."""
    if "html" not in part.media_type:
        return
    linked = Linked(part)
    left = _MOST
    for run in part.runs:
        if run.hidden or run.kind not in _TEXTS or not run.segments:
            continue
        for finding in _in_run(run, part, linked, around):
            yield finding
            left -= 1
        if left <= 0:
            return
    for image in part.images:
        if not image.link and (button := _picture(image, part, linked, around)):
            yield button


def _in_run(run: TextRun, part: Part, linked: Linked, around: Surroundings) -> Iterator[Finding]:
    text = run.text
    if len(text) <= 40 and run.kind in _KINDS and (call := _call(run, part, linked, around)):
        yield call
        return
    if around.email and any(word in text.lower() for word in _POINTING):
        yield from _pointers(run, linked)
    if "://" in text or "www." in text.lower():
        yield from _addresses(run, linked, around)
    if "@" in text:
        yield from _mailboxes(run, linked, around)


def _call(run: TextRun, part: Part, linked: Linked, around: Surroundings) -> Finding | None:
    """A run that is nothing but a call: ``Read more →``, or words dressed as a button."""
    plain = run.text.strip(ARROWS).lower()
    sure = plain in BUTTON_WORDS
    if not sure and not (around.email and plain.partition(" ")[0] in CALLS):
        return None
    if run.text.rstrip().endswith(":"):
        return None
    span = run.span(0, len(run.text))
    if linked.around(span.start) or linked.within(span.start, span.end):
        return None
    tag = _tag_before(part.source, span.start)
    element = run.element
    attributes = "" if element is None else " ".join(f' {name}="{value}"' for name, value in element.attributes.items())
    if element is not None and any(
        one.tag in ("a", "form", "label", "summary", "select") or is_handled(_written(one.attributes))
        for one in element.ancestors()
    ):
        return None
    dressed = run.kind == "button" or _is_dressed(tag) or _is_dressed(attributes)
    if run.kind == "button" and not around.email:
        return None  # a script's or a form's
    if not (sure or dressed) or is_handled(tag):
        return None
    level: Severity = "warning" if around.email or (dressed and not around.scripted) else "info"
    what = "the button" if dressed else "the words"
    return Finding(
        RULE,
        f"{what} “{shorten(run.text)}” {'asks' if dressed else 'ask'} for a click, but nothing is linked there",
        span,
        match=run.text,
        help="Link them to the page that they promise." if not dressed else "Put the link in.",
        severity=level,
    )


def _written(attributes: object) -> str:
    return "".join(f' {name}="{value}"' for name, value in dict(attributes).items())  # type: ignore[call-overload]


def _is_dressed(tag: str) -> bool:
    return bool(_BUTTON_TAG.search(tag) or (_FILLED.search(tag) and _ROOM.search(tag)))


def _tag_before(source: str, at: int) -> str:
    """The tag that ends right in front of a text."""
    front = source[max(0, at - 600) : at].rstrip()
    return front[front.rfind("<") :] if front.endswith(">") else ""


def _pointers(run: TextRun, linked: Linked) -> Iterator[Finding]:
    """``click here`` in a sentence of a message without any link."""
    for match in _POINTER.finditer(run.text):
        if run.text[match.start() - 1 : match.start()] in tuple(_QUOTES):
            continue
        start, end = _sentence(run.text, match.start(), match.end())
        span, sentence = run.span(match.start(), match.end()), run.span(start, end)
        if linked.within(sentence.start, sentence.end) or _URL.search(run.text, match.end()):
            continue
        yield Finding(
            RULE,
            f"the text says “{match[0]}”, but nothing is linked there",
            span,
            match=match[0],
            help="Link the words to the page that they promise.",
            severity="warning",
        )


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a match, at most 300 characters to each side."""
    first, last = max(0, start - 300), min(len(text), end + 300)
    for mark in _SENTENCE_END.finditer(text, first, start):
        first = mark.end()
    following = _SENTENCE_END.search(text, end, last)
    return first, following.start() if following else last


def _addresses(run: TextRun, linked: Linked, around: Surroundings) -> Iterator[Finding]:
    for match in _URL.finditer(run.text):
        shown = match[0].rstrip(".,;:!?*_…")
        whole = shown if "://" in shown else f"https://{shown}"
        if _is_sample(whole) or has_tag(shown):
            continue
        span = run.span(match.start(), match.start() + len(shown))
        if linked.within(span.start, span.end):
            continue
        host = urls.resolve(whole).host
        known = any(urls.same_host(host, other) for other in around.hosts)
        yield Finding(
            RULE,
            f"the address {shorten(shown)} stands in the text, but is not linked",
            span,
            match=shown,
            help="Link it: not every program makes a link of it by itself.",
            severity="warning" if around.designed and not known else "info",
        )


def _is_sample(url: str) -> bool:
    host = urls.resolve(url).host
    return (
        "." not in host or bool(to_fill_in(url)) or staging.is_suspect(url) or host.endswith((".example", ".invalid"))
    )


def _mailboxes(run: TextRun, linked: Linked, around: Surroundings) -> Iterator[Finding]:
    for match in _MAIL.finditer(run.text):
        if _NAMING.search(run.text[max(0, match.start() - 120) : match.start()]):
            continue
        address = match[0].lower()
        if address in around.recipients or address.endswith((".example", ".invalid")) or address_fault(address):
            continue  # the recipient's own, a sample, or told already
        span = run.span(match.start(), match.end())
        if linked.within(span.start, span.end):
            continue
        yield Finding(
            RULE,
            f"the mail address {shorten(match[0])} stands in the text, but is not linked",
            span,
            match=match[0],
            help=f"Link it to mailto:{match[0]}: not every program makes a link of it by itself.",
            severity="warning" if around.designed and address not in around.written_to else "info",
        )


def _picture(image: Image, part: Part, linked: Linked, around: Surroundings) -> Finding | None:
    """A picture that shows a button and opens nothing."""
    alt = (image.alt or "").strip(ARROWS).lower()
    words = _WORD.findall(alt)
    sure = alt in BUTTON_WORDS
    calling = sure or (0 < len(words) <= 4 and words[0] in CALLS)
    named = bool(_BUTTON_FILE.search(urls.split(image.url).path[-200:]))
    if not (sure or (around.email and (calling and named))) or linked.around(image.span.start):
        return None
    tag = part.source[max(0, part.source.rfind("<", 0, image.span.start)) : image.span.end + 500].partition(">")[0]
    if _MAPPED.search(tag) or (not around.email and around.scripted):
        return None
    shown = image.alt or image.url.rpartition("/")[2]
    return Finding(
        RULE,
        f"the picture “{shorten(shown)}” looks like a button, but nothing is linked there",
        image.span,
        match=image.alt or image.url,
        help="Put the link in that readers will look for.",
        severity="warning" if around.email else "info",
    )
