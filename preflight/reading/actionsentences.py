"""Links that say nothing themselves ("here", a bare address) and do something all the same, as their sentence tells.

"To unsubscribe, click *here*", or in plain text the address below "Unsubscribe:". Needs the document, so it is asked in
``check``; ``actionlinks`` judges everything else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from preflight.model import Document, Link, Part, TextRun
from preflight.patterns import regex
from preflight.reading import actionlinks
from preflight.reading import actionwords as words

REACH = 90
"""How many characters before and after a link belong to its sentence at most."""

AROUND, FARTHEST = 1500, 24_000
"""How many characters of markup hold so many of text, in all likelihood; and how many are looked at where there are
hardly any but tags."""

LONGEST_POINTER = 40

HINT = regex(r"here|lin[ke]|lik|lie|hier|page|button|ici|qu[ií]|ac[aá]|nlace|://|www")  # most links: none; lower case
POINTER = regex(  # "click here" · "this link" · "cliquez ici"
    r"^(?:(?:please )?(?:click|tap|press|go|follow) )?(?:(?:right )?here|(?:on )?(?:this|the) (?:link|page|button)|"
    r"link|hier|ici|aqui|qui|aca)(?: below)?$|^(?:hier klicken|klicken sie hier|klick hier|cliquez (?:ici|sur ce lien)|"
    r"haga clic aqui|pulse aqui|clicca qui|este enlace|ce lien|diesen link)$"
)
BARE = regex(r"^(?:https?://|www\.)\S+$")  # https://example.com/c/7f3a
ADDRESS = regex(r"(?:https?://|www\.)\S+")  # what stands before another address is about that one
SENTENCE_END = regex(r"[.!?](?=\s)|[|•·]|\n\n")  # "… your order. To unsubscribe …" · "News | Unsubscribe"
TAG = regex(r"<[^<>]*>")  # "</b>"
LETTER = regex(r"[^\W\d_]")

SAYING: tuple[tuple[str, str], ...] = (  # why, and how a sentence reads that says so
    (words.UNSUBSCRIBE, words.LEAVING),
    (words.PREFERENCES, words.SETTINGS),
    (
        words.CONFIRM,
        r"\b(?:confirm|verify|activate|validate|authori[sz]e)(?:ing)? (?:your|my|this|the|that|e-?mail|account)\b|"
        r"\b(?:confirmer|valider|activer|confirmar|verificar|activar) (?:votre|mon|ton|tu|su|la|le|el|l')|"
        r"\b(?:bestatigen|bestaetigen|freischalten|aktivieren)\b",
    ),
    (
        words.CANCEL,
        r"\b(?:cancel|delete|deactivate|revoke)(?:ing)? (?:your|my|this|the)\b|\b(?:stornieren|loschen|kundigen)\b|"
        r"\b(?:annuler|supprimer|cancelar|anular|eliminar|borrar) (?:votre|mon|ton|tu|su|la|le|el|l')",
    ),
    (words.SIGN_IN, r"\breset(?:ting)? (?:your|my|the) password\b"),
    (words.FORWARD, r"\bforward (?:this|it)\b.{0,30}\bfriends?\b"),
)

STEMS: tuple[tuple[str, ...], ...] = (
    (
        "unsub", "un-sub", "optout", "opt out", "opt-out", "opt_out", "opt.out", "signoff", "remove", "take", "leave",
        "disable", "stop", "wish", "want", "abmeld", "abbestell", "austrag", "keine", "desabon", "desinscri", "veux",
        "souhaite", "desire", "baja", "desuscri", "deseo", "quiero", "cancela", "descadastr", "disiscri", "annulla",
        "uitschrijv", "afmeld", "avprenumer", "avregistr", "wypisz",
    ),
    (
        "preferenc", "setting", "subscription", "profile", "frequency", "option", "center", "centre", "mgmt", "manage",
        "einstellungen", "verwalten", "gerer", "suscripcion",
    ),
    ("confirm", "verif", "activ", "aktiv", "valid", "authori", "bestatig", "bestaetig", "freischalt"),
    (
        "cancel", "delete", "deleting", "deactivat", "revok", "stornier", "loschen", "kundigen", "annuler", "supprimer",
        "anular", "eliminar", "borrar",
    ),
    ("password",),
    ("forward",),
)  # fmt: skip
"""What is in every sentence that says so, in the order of ``SAYING``: most texts hold none of these, and a text is told
from them ten times as fast as by the patterns."""


def acting(document: Document) -> Iterator[tuple[Link, str]]:
    """The links of the document that only their sentence gives away, each with the reason not to request it."""
    for part in document.parts:
        pointers = [link for link in part.links if points(link.text, link.element)]
        if not pointers:
            continue
        runs = [run for run in part.runs if run.segments]  # in the order of the source
        for link in pointers:
            index = bisect_right(runs, _place(link, part), key=_start) - 1
            if index >= 0 and (why := _reason(link, runs, index)):
                yield link, why


def needs_text(link: Link, source: str) -> bool:
    """Whether the sentence around a link may tell what it does; ``source`` is the part's. May say so too often."""
    if not points(link.text, link.element):
        return False
    at, until, reach = link.span.start, link.span.end, AROUND
    while not (_holds_enough(source, max(0, at - reach), at) and _holds_enough(source, until, until + reach)):
        reach *= 2
        if reach > FARTHEST:
            return True
    from html import unescape  # few documents have such links

    pieces = TAG.split(unescape(source[max(0, at - reach) : until + reach]))
    return any(said(" ".join(actionlinks.fold(filler.join(pieces)).replace("’", "'").split())) for filler in ("", " "))


def _holds_enough(source: str, start: int, end: int) -> bool:
    """Whether a sentence's share of text stands between the two places, or all that there is."""
    if start == 0 or end >= len(source):
        return True
    from html import unescape

    return len(unescape(TAG.sub("", source[start:end]))) >= 2 * REACH


def said(folded: str) -> str | None:
    """What a sentence says that a link does, the first of ``SAYING``."""
    for (why, pattern), stems in zip(SAYING, STEMS, strict=True):
        if any(map(folded.__contains__, stems)) and actionlinks.compiled(pattern).search(folded):
            return why
    return None


def points(text: str, element: str) -> bool:
    """Whether a link says nothing itself, but points: "here", a bare address."""
    if element not in actionlinks.CLICKED:
        return False
    if (len(text) > LONGEST_POINTER and not BARE.match(text)) or not HINT.search(text.lower()):
        return False
    folded = actionlinks.fold(text[:100]).strip(" .!:»›→>[]()")
    return bool(POINTER.match(folded) or BARE.match(folded))


def _start(run: TextRun) -> int:
    return run.segments[0][1]


def _place(link: Link, part: Part) -> int:
    """Where the link's text begins: behind its tag, when it has one."""
    if link.element == "text":
        return link.span.start
    end = part.source.find(">", link.span.end)
    return end + 1 if end >= 0 else link.span.end


def _reason(link: Link, runs: list[TextRun], index: int) -> str | None:
    run = runs[index]
    at = _offset(run, link)
    bare = bool(BARE.match(link.text.strip().lower()))
    before = run.text[max(0, at - REACH) : at]
    if not LETTER.search(before) and index and (bare or runs[index - 1].text.rstrip().endswith(":")):
        before = runs[index - 1].text[-REACH:] + "\n" + before
    before = ADDRESS.split(before)[-1]
    pieces = [piece for piece in SENTENCE_END.split(before) if LETTER.search(piece)]
    sentence = pieces[-1] if pieces else ""
    if not bare:
        end = at + len(link.text)
        sentence = f"{sentence if _same_sentence(before) else ''} {SENTENCE_END.split(run.text[end : end + REACH])[0]}"
    folded = " ".join(actionlinks.fold(sentence).replace("’", "'").split())
    return said(folded)


def _same_sentence(before: str) -> bool:
    return bool(LETTER.search(SENTENCE_END.split(before)[-1]))


def _offset(run: TextRun, link: Link) -> int:
    """Where in the run's text the link's own text begins."""
    source = link.span.start
    index = bisect_right(run.segments, source, key=lambda segment: segment[1]) - 1
    if index >= 0:
        text_start, source_start, length = run.segments[index]
        if source < source_start + length:
            return text_start + source - source_start
    return run.segments[index + 1][0] if index + 1 < len(run.segments) else len(run.text)
