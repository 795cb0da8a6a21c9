"""Mail addresses in links and in the text: misspelt providers, missing and doubled signs, web links to a mailbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from preflight.checkers.links.fault import Fault
from preflight.checkers.links.form import has_tag
from preflight.model import Finding, Fix, TextRun
from preflight.patterns import regex
from preflight.reading import urls
from preflight.reading.providers import ENDINGS_OF_NOBODY, meant_host

RULE = "links.mail-address"

_LOCAL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
_IN_TEXT = regex(
    rf"(?<![A-Za-z0-9.@/+_-])[A-Za-z0-9]{_LOCAL}@{{1,2}}(?=([A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{1,5}}))"
)
# "anna@gmial.com"
_MAILBOX = regex(r"[^\s@:/?#,;<>()\[\]\\]{1,64}@[^\s@:/?#,;<>()\[\]\\]{1,253}\.[A-Za-z]{2,24}")  # "anna@shop.test"
_SPELT_MAILTO = regex(
    r"(?:https?:/{0,3})?(?:mailto|mail ?to|maito|mialto|malto|mailt|emailto|mailo)\s?(?:[:;]\s?/{0,2}|//)", re.I
)  # such as "http://mailto:anna@shop.test"
_WEB_TO_MAILBOX = regex(
    r"(?:https?:/{0,3}|www\.)([^\s@:/?#]{1,64}@[^\s@:/?#]{1,253})/?\Z", re.I
)  # "http://anna@shop.test"
_FILES = (
    ".html",
    ".htm",
    ".php",
    ".pdf",
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".svg",
    ".webp",
    ".css",
    ".js",
    ".txt",
    ".md",
)
"""Ends of files that may have an @ in their names: ``logo@2x.png``."""

_SIGNS = regex(r"@{2,}")  # "anna@@shop.test"
_DOTS = regex(r"\.{2,}")  # "anna@shop..test"
_LOOSE = regex(r"\s{1,9}@\s{0,9}|@\s{1,9}")  # "anna @shop.test"
_JOINED = regex(r"[,;]")  # "anna@shop.test,ben@shop.test"
_BROKEN_SIGN = regex(
    r"\s{1,9}(?:at|ät)\s{1,9}|\s{0,9}[\[(]\s{0,9}(?:at|ät)\s{0,9}[\])]\s{0,9}"
)  # "anna (at) shop.test"


@lru_cache(maxsize=16384)
def link_fault(url: str, *, email: bool = False) -> Fault | None:
    """What is wrong with a URL that opens a mailbox, or was meant to."""
    text = urls.clean(url)
    if has_tag(text):
        return None
    if (web := _WEB_TO_MAILBOX.match(text)) and "@" in text:
        return Fault(
            RULE,
            f"the link opens a web page at {urls.plain_host(web[1].rpartition('@')[2])} instead of writing to {web[1]}",
            "Begin a link to a mailbox with mailto:, without http://.",
            f"mailto:{web[1]}",
            certain=True,
        )
    if _MAILBOX.fullmatch(text) and not text.lower().endswith(_FILES):
        return Fault(
            RULE,
            f"the link to {text} lacks mailto: in front, so it opens a page that does not exist",
            "Begin a link to a mailbox with mailto:.",
            f"mailto:{text}",
            certain=True,
        )
    return _mailto(text)


def _mailto(text: str) -> Fault | None:
    match = _SPELT_MAILTO.match(text)
    if not match:
        return None
    rest = text[match.end() :]
    twice = _SPELT_MAILTO.match(rest)
    if match[0].lower() != "mailto:" or twice:
        plain = rest[twice.end() :] if twice else rest
        if "@" not in plain and match[0].lower() not in ("mailto:", "mailto://"):
            return None
        return Fault(
            RULE,
            f"the link begins with “{match[0] + (twice[0] if twice else '')}” instead of “mailto:”",
            "Write mailto: once, and the address right behind it.",
            "mailto:" + plain.lstrip("/ "),
        )
    recipients, question, fields = rest.partition("?")
    if not recipients.strip():
        if "to=" in fields.lower() or fields:
            return None  # "mailto:?subject=…" lets the reader choose whom to send it to
        return Fault(RULE, "the link opens an empty message: it names no address", "Write the address behind mailto:.")
    for one in _JOINED.split(urls.decoded(recipients)):
        if one.strip() and (found := address_fault(one.strip() if one[0] == " " and "," in recipients else one)):
            better = "mailto:" + recipients.replace(found[1], found[2], 1) + question + fields if found[2] else ""
            better = "" if better == text else better
            disguised = better and "@" not in one  # “anna at shop.test”, against collectors of addresses
            return Fault(RULE, found[0], "Put the address right.", better, "warning" if disguised else "")
    return None


def address_fault(address: str) -> tuple[str, str, str] | None:
    """What is wrong with one mail address: the sentence, the wrong piece, and what it should be (or nothing)."""
    if "<" in address:
        address = address.partition("<")[2].rstrip("> ")
    local, sign, host = address.rpartition("@")
    if not sign:
        return f"“{address}” is no mail address: it has no @", address, _BROKEN_SIGN.sub("@", address, count=1)
    if local.endswith("@") or "@" in local:
        return f"“{address}” has two @ signs", address, _SIGNS.sub("@", address) if "@@" in address else ""
    if not local or not host:
        return (
            f"“{address}” is no mail address: nothing stands {'before' if not local else 'behind'} its @",
            address,
            "",
        )
    if " " in address or "\t" in address or "\xa0" in address:
        return f"“{address}” has a space in the address", address, _LOOSE.sub("@", address.strip())
    if address.endswith((".", ",")):
        return (
            f"“{address}” ends in “{address[-1]}”, which belongs to the sentence and not to the address",
            address,
            address.rstrip(".,"),
        )
    if ".." in host or host.startswith("."):
        return f"“{address}” has a dot too many", host, _DOTS.sub(".", host).lstrip(".")
    if "." not in host:
        return None  # a mailbox in the office's own network
    if better := meant_host(host):
        ending = host.rpartition(".")[2]
        if ending.lower() in ENDINGS_OF_NOBODY:
            return f"“{address}” ends in .{ending}, which does not exist", host, better
        return f"“{host}” is not a mail provider; {better} is", host, better
    return None


def in_text(run: TextRun) -> Iterator[Finding]:
    """Misspelt addresses that stand in the text, linked or not."""
    text = run.text
    if "@" not in text:
        return
    for match in _IN_TEXT.finditer(text):
        host = match[1].rstrip(".-")
        end = match.end(1) - (len(match[1]) - len(host))
        address = text[match.start() : end]
        found = address_fault(address)
        if found is None:
            continue
        better = address.replace(found[1], found[2], 1) if found[2] else ""
        yield Finding(
            RULE,
            found[0],
            run.span(match.start(), end),
            match=address,
            help="Put the address right." if not better else f"Write {better} if that is meant.",
            suggestions=(better,) if better else (),
            fix=Fix(better) if better else None,
        )
