"""Whether a message is a newsletter: only mail to many people owes them a way out and an address.

One letter to one person, a bounce, an answer, a password reset or a discussion on a mailing list owe nothing of the
kind, and must never be told so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.model import Delivery, Facts, Location
from preflight.patterns import regex
from preflight.reading import actionlinks, actionwords

CAMPAIGN_HEADERS = frozenset(
    {"list-unsubscribe-post", "x-mc-user", "x-cmail-campaignid", "x-kmail-account", "x-hs-cid", "x-ctct-id",
     "x-campaign", "x-campaign-id", "x-campaignid", "x-sfmc-stack", "x-aweber-id"}
)  # fmt: skip
"""Headers that only a sending platform writes, and only into campaigns."""
PERSONAL_HEADERS = frozenset({"in-reply-to", "references", "list-post", "x-failed-recipients", "x-loop", "resent-from"})
"""Answers, discussions, bounces, forwarded mail."""
LEAVING = frozenset({actionwords.UNSUBSCRIBE, actionwords.PREFERENCES})
ANSWERED = regex(r"^\s*(?:re|fwd?|aw|wg|tr|rv|sv)\s?:", re.IGNORECASE)
"""``Re: lunch``"""
TRANSACTION = regex(
    r"^(?:\[[^\]]{1,40}\]\s*)?(?:(?:your|please|action required[:,]?|ihre?|votre|tu|su)\s)?(?:\w+\s){0,2}?"
    r"(?:receipt|invoice|order (?:confirm|no\b|number|#|\d|has|is|was)|password|sign[- ]?in|log[- ]?in|verif"
    r"|confirm (?:your|the)|confirmation|security alert|payment (?:received|failed|due)|(?:one[- ]time|access) code"
    r"|delivery (?:status|failure|notification)|undelivered|failure notice|out of office|auto(?:matic)?[- ]?reply"
    r"|booking (?:confirm|ref)|reservation (?:confirm|number)|shipp(?:ed|ing confirm)|rechnung"
    r"|bestellung|facture|factura)",
    re.IGNORECASE,
)
"""``Your receipt from the shop``, ``Reset your password``"""
WEB_COPY = regex(
    r"\b(?:view|read|see|open)\b.{0,40}\b(?:in|on|using) (?:your|a|the)? ?(?:web ?)?(?:browser|web\b|online)"
    r"|\bweb version\b|\bview (?:it )?online\b|\bim browser\b|\bonline[- ]?version\b|\bdans (?:votre|le) navigateur\b"
    r"|\ben (?:el|su|tu) navegador\b",
    re.IGNORECASE,
)
"""``View this email in your browser``"""
CAMPAIGN_LINK = regex(r"[?&;]utm_(?:medium=e-?mail|source=(?:newsletter|mailchimp|klaviyo|e-?mail))\b", re.IGNORECASE)
"""``?utm_medium=email``"""
NEWSLETTER = regex(r"\bnewsletter|\bmailing list\b|\bsubscribers?\b|\binfolettre\b|\bbolet[ií]n\b", re.IGNORECASE)
"""``readers of this newsletter``"""
CALL = regex(
    r"^\W{0,3}(?:shop|buy|donate|give (?:now|today)|book (?:now|your|a|my)|order (?:now|yours|here|online)|discover"
    r"|explore|get (?:your|a|my) tickets?|save (?:my|your) (?:place|seat|spot)|claim (?:your|my)"
    r"|jetzt (?:kaufen|bestellen|buchen)|j'en profite|acheter|réserver|comprar|reservar)\b",
    re.IGNORECASE,
)
"""``Shop the sale``: what a button of a campaign says"""
EVERYBODY = regex(
    r"^\s*(?:hello|hi|hey|dear|good (?:morning|afternoon|evening)|hallo|liebe|bonjour|hola)[\s,]{1,2}"
    r"(?:all|every(?:one|body)|friends?|neighbou?rs?|members?|supporters?|readers?|customers?|subscribers?|folks|parents"
    r"|kundinnen|mitglieder|leserinnen|à tous|tous|chers|a todos|todos)\b",
    re.IGNORECASE,
)
"""``Dear members,``"""
OFFER = regex(
    r"\d ?% (?:off|discount|rabatt|de réduction|de descuento)|\b(?:half price|free shipping|flash sale)\b",
    re.IGNORECASE,
)
"""``30% off``"""
SYSTEM_TAG = regex(
    r"[*{%\[$<#!]{1,3}\|?[ $!]{0,2}[\w.: -]{0,40}(?:unsub|opt_?out|remove_web|subscription_center|preference"
    r"|manage_subscri)|\[\[remove\]\]",
    re.IGNORECASE,
)
"""``*|UNSUB|*``, ``{{ unsubscribe_url }}``, ``{!remove_web}``: the sending platform makes a link of it"""
ANSWER = regex(
    r"\b(?:reply|respond|answer|write|e-?mail)\b.{0,80}\b(?:unsubscribe|remove|stop)\b"
    r"|\bunsubscribe\b.{0,60}\b(?:reply|respond|answer|write|send)\b",
    re.IGNORECASE,
)
"""``To unsubscribe, reply with "stop".``"""
LEAVE_WORD = regex(r"\bunsubscribe|\bopt[- ]out|\babmelden|\babbestellen|\bdésinscri|\bdarse de baja", re.IGNORECASE)
"""``Unsubscribe``"""
WRITTEN = frozenset({"message/rfc822", "text/html"})
"""Where a campaign is laid out. A Markdown or text draft of one gets its frame from the sending platform later."""


def is_bulk(facts: Facts, delivery: Delivery, kind: str) -> bool:
    """Whether the duties of mail to many people hold for this message. ``kind`` is what the client declared."""
    if facts.kind != "email" or facts.media_type not in WRITTEN or kind == "transactional":
        return False
    if kind == "newsletter":
        return True
    names = {name.lower() for name, _ in facts.headers}
    subject = facts.header("subject")
    campaign = bool(names & CAMPAIGN_HEADERS)
    if not campaign and (names & PERSONAL_HEADERS or ANSWERED.match(subject) or TRANSACTION.match(subject)):
        return False
    if not campaign and facts.header("auto-submitted").lower() not in ("", "no"):
        return False
    return campaign or _has_its_marks(facts) or _follows_a_newsletter(facts, delivery) or _is_offer(facts)


def is_surely(facts: Facts, delivery: Delivery, kind: str) -> bool:
    """Whether more than its words say that a message goes to many."""
    names = {name.lower() for name, _ in facts.headers}
    campaign = kind == "newsletter" or bool(names & CAMPAIGN_HEADERS)
    return campaign or _has_its_marks(facts) or _follows_a_newsletter(facts, delivery)


def _is_offer(facts: Facts) -> bool:
    """Two of these: a button that sells, a greeting to everybody, an offer."""
    texts = [run.text for run in facts.runs if len(run.text) <= 200 and run.kind not in ("code", "meta")]
    signs = (
        any(CALL.search(link.text) for link in facts.links if len(link.text) <= 60),
        any(EVERYBODY.match(text) for text in texts),
        any(OFFER.search(text) for text in [facts.header("subject"), *texts]),
    )
    return sum(signs) >= 2


def _has_its_marks(facts: Facts) -> bool:
    """Signs in headers, links and text: one that is sure, or two that are likely."""
    if facts.header("list-unsubscribe") or can_leave(facts):
        return True
    if any(CAMPAIGN_LINK.search(link.url) for link in facts.links):
        return True
    texts = [run.text for run in facts.runs if len(run.text) <= 200 and run.kind not in ("code", "meta")]
    signs = (
        any(WEB_COPY.search(text) for text in texts),
        any(run.kind == "preheader" and run.hidden for run in facts.runs),
        bool(NEWSLETTER.search(f"{facts.header('from')} {facts.header('to')} {facts.header('subject')}"))
        or any(NEWSLETTER.search(text) for text in texts),
        facts.header("precedence").lower() == "bulk" or bool(facts.header("list-id")),
        any("©" in text for text in texts),
    )
    return signs[0] or sum(signs) >= 2


def can_leave(facts: Facts) -> bool:
    """Whether readers of the HTML part, or of the text where that is all, find a link or a tag that lets them leave."""
    return next(ways_out(facts), None) is not None


def ways_out(facts: Facts) -> Iterator[Location]:
    """The places where a reader can leave the list, or open the settings for it: links, tags, sentences."""
    part = shown_part(facts)
    for fact in facts.facts.get("action", ()):
        if fact.value in LEAVING and fact.location.part == part:
            yield fact.location
    for link in facts.links:
        clicked = link.location.part == part and link.element in actionlinks.CLICKED and not link.rel
        if clicked and leads_out(link.url, link.text):
            yield link.location
    for run in facts.runs:
        if run.part == part and run.location is not None and (SYSTEM_TAG.search(run.text) or ANSWER.search(run.text)):
            yield run.location


def leads_out(url: str, text: str) -> bool:
    """Whether this link unsubscribes, or opens the reader's settings."""
    if SYSTEM_TAG.search(url):
        return True
    said = f"{actionlinks.fold(url[:2000])} {actionlinks.fold(text[:200])}".replace("\u2019", "'")
    pattern = actionlinks.compiled
    return bool(pattern(actionwords.LEAVING).search(said) or pattern(actionwords.SETTINGS).search(said))


def shown_part(facts: Facts) -> str:
    """The part that most readers see: the longest HTML part, or else the first text."""
    sizes = {fact.location.part: fact.value["bytes"] for fact in facts.facts.get("mail-html", ())}
    if sizes:
        return max(sizes, key=lambda name: sizes[name])
    return next((run.part for run in facts.runs if run.part != "header"), "")


def _follows_a_newsletter(facts: Facts, delivery: Delivery) -> bool:
    """Whether the previous issue, by the same sender, let its readers leave."""
    if delivery.previous is None:
        return False
    sender = facts.header("from").lower()
    return any(
        one.kind == "email"
        and one.header("from").lower() == sender
        and (can_leave(one) or one.header("list-unsubscribe"))
        for one in delivery.previous.documents
    )


def is_system_text(text: str) -> bool:
    """Whether a text is the frame's own, which platforms fill in or leave out in tests: the way out, the web copy."""
    return bool(SYSTEM_TAG.search(text) or WEB_COPY.search(text) or LEAVE_WORD.search(text))


def start(facts: Facts) -> Location:
    """The place of what is said of a message as a whole."""
    return Location(facts.path)
