"""The form of a URL: misspelt schemes, impossible hosts, and addresses that somebody meant to fill in later.

Everything here is decided by the URL's letters alone, so each distinct URL of a run is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec.structs import replace

from preflight.checkers.links.fault import Fault
from preflight.checkers.links.vocabulary import ADDRESSES_TO_FILL_IN, SAMPLE_NAMES
from preflight.model import Finding, TextRun
from preflight.patterns import regex
from preflight.reading import urls
from preflight.reading.providers import ENDINGS_OF_NOBODY

TAG = regex(r"\{\{|\{%|\*\||%%|\[\[|<[%?]|\$\{|\[%|\{\$|#\{|\{[\w.]+\}|%[A-Z_]{3,}%|%7B%7B|<[a-z]+>", re.IGNORECASE)
"""Merge or template syntax in a URL (``{{ link }}``, ``*|ARCHIVE|*``): what it becomes is unknown, never malformed."""

PLAIN = regex(
    r"(?!www|h{0,3}t{1,3}p)[\w.~/-]*(?:#(?:[\w.~(),$-]|%[35][BCDE])*)?\Z", re.ASCII | re.IGNORECASE
)  # "../menu/#cakes", "Oven.html#bake(int,int)"
"""Most links of a site: nothing in the form of such a URL can be wrong, unless it is still to be filled in."""

_SCHEME_LIKE = regex(r"([a-z]{3,8})\s{0,3}([:;.,]{0,3})\s{0,3}([/\\]{1,6})", re.IGNORECASE)  # "htp://"
_NEAR_HTTP = regex(r"h{0,3}t{1,3}p{1,3}s{0,3}", re.IGNORECASE)  # "htttp"
_DOUBLED = regex(r"https?[:;.,]{0,3}[/\\]{0,4}(?=https?[:;.,]{0,3}[/\\]{1,4})", re.IGNORECASE)  # "http://https://"
_WITHOUT_SLASHES = regex(r"https?:(?![/\\])", re.IGNORECASE)  # "http:www.shop.test"
_WWW = regex(r"www\d?[.,][^/\s?#]{1,200}\.[a-z]{2,}(?=[/?#:]|\Z)", re.IGNORECASE)  # "www.shop.test/sale"
_QUOTED = regex(r"[\s\"'“”„‘’«»<(]{1,4}(?=https?:|www\.|mailto:)", re.IGNORECASE)  # "“https://shop.test”"
_MOST_SCHEMES = 4
"""How many schemes in a row are taken for a slip of the hand."""

_TRAILING = regex(r"(?:[,;”“»\"'>]|%22|%E2%80%9D|%3E){1,4}\Z", re.IGNORECASE)  # "https://shop.test/sale”"
_SECOND = regex(r"[\s,;|]{1,4}(?=https?://)", re.IGNORECASE)  # "https://a.test/x https://b.test/"
_MARKUP = regex(r"\]\(|<a\s|\bhref=|</", re.IGNORECASE)  # "https://shop.test](https://shop.test)"
_WRONG_WWW = regex(r"(?:ww|w{4,6}|www\.www|w\.ww|ww\.w)\.(?=[^.]+\.)")  # "wwww.shop.test"
_HOST_CHARACTERS = regex(r"[^a-z0-9._-]")  # "shop,test"


_BARE_WORDS = frozenset({"link", "url", "xxx", "todo", "nolink", "somelink", "someurl"})
"""Of these, the ones that are a page's or an anchor's honest name: they count with brackets, or after ``https://``."""

_DEMO_OWNERS = frozenset({"example.com", "example.org", "example.net"})
"""Reserved for documentation (RFC 2606): never anybody's site."""

_RAW_LINK = regex(
    r"\[[^\[\]\n]{2,200}\](\s{0,2})\((?:https?://|www\.|mailto:)[^\s)]{1,500}\)?"
)  # "[menu](https://shop.test"
_IN_FRONT = regex(r"(?:https?:/{0,2}|#|/)+(?:www\.)?")  # "https://www." of "https://www.link-here"
_ESCAPED = regex(r"%[0-9a-f]{2}")  # "%20"
_BLANK = regex(r"\s|%20")  # " " in "https://shop .test"
_DOTS = regex(r"\.{2,}")  # "www..shop.test"
_OWN_TWICE = regex(r"/https?:/{1,2}([^/]{1,253})")  # "/https://shop.test/sale"
_LETTERS = regex(r"[^a-z]+")  # what is dropped from "[INSERT LINK HERE]"
_BRACKETS = regex(r"[\[({<]|%5B|%7B", re.IGNORECASE)  # "[link]"


def has_tag(url: str) -> bool:
    """Whether the URL holds a merge or template tag."""
    return bool(TAG.search(url))


@lru_cache(maxsize=65536)
def fault(url: str) -> Fault | None:
    """What is wrong with the URL itself, whatever page it stands on."""
    text = urls.clean(url)
    return None if has_tag(text) else to_fill_in(text) or _misspelt(text) or _host_fault(text)


def _malformed(url: str, why: str, better: str = "", *, severity: str = "error", certain: bool = False) -> Fault:
    remedy = f"Write “{better}” if that is where it should lead." if better else "Write the whole address again."
    return Fault("links.malformed", f"the address “{_short(url)}” {why}", remedy, better, severity, certain=certain)


def _short(url: str) -> str:
    return url if len(url) <= 90 else url[:87] + "…"


# --- schemes --------------------------------------------------------------------------------------------


def _misspelt(url: str) -> Fault | None:
    """A scheme that is none, two of them, or none where there should be one."""
    if quoted := _QUOTED.match(url):
        return _malformed(url, "begins with a quotation mark or bracket", _trimmed(url[quoted.end() :]))
    if doubled := _DOUBLED.match(url):
        return _malformed(
            url, "begins with two schemes, so it opens nothing", _with_scheme(url[doubled.end() :]), certain=True
        )
    if _MARKUP.search(url[:2000]):
        return _malformed(url, "holds a piece of Markdown or HTML")
    if scheme := _SCHEME_LIKE.match(url):
        word, colon, slashes = scheme[1].lower(), scheme[2], scheme[3]
        right = word in ("http", "https")
        if right and colon == ":" and slashes == "//" and scheme[0] == f"{scheme[1]}://":
            return None
        if right and scheme[0].lower() in ("http:///", "https:///", "http:\\\\", "https:\\\\"):
            why = "has its slashes wrong: browsers forgive it, mail programs may not"
            return _malformed(url, why, _with_scheme(url), severity="warning")
        near = _NEAR_HTTP.fullmatch(word) or sorted(word) in (sorted("http"), sorted("https"))
        if near and (colon or len(slashes) > 1):
            return _malformed(url, f"does not begin with https:// but with “{scheme[0]}”", _with_scheme(url))
    if _WITHOUT_SLASHES.match(url):
        return _malformed(url, "lacks the // after its scheme", _with_scheme(url))
    if _WWW.match(url):
        why = "lacks https:// in front, so it is looked for as a page of your own site"
        return _malformed(url, why, "https://" + url.replace(",", "."))
    return None


def _with_scheme(url: str) -> str:
    """The URL with one right scheme: the one it seems to have, https if in doubt."""
    rest = url
    scheme = "https"
    for _ in range(_MOST_SCHEMES):
        match = _SCHEME_LIKE.match(rest) or _WITHOUT_SLASHES.match(rest)
        if not match or (match.re.pattern == _SCHEME_LIKE.pattern and not (match[2] or len(match[3]) > 1)):
            break
        scheme = "http" if match[0].lower().startswith("http") and match[0][4:5].lower() != "s" else "https"
        rest = rest[match.end() :]
    return f"{scheme}://{rest.lstrip(' /')}"


def _trimmed(url: str) -> str:
    return _TRAILING.sub("", url).rstrip(")’")


# --- hosts ----------------------------------------------------------------------------------------------


def _host_fault(url: str) -> Fault | None:
    pieces = urls.split(url)
    if pieces.authority is None or pieces.scheme not in ("http", "https", ""):
        return None
    raw = pieces.authority.rpartition("@")[2]
    _, host, port = urls.split_authority(pieces.authority)
    if not host:
        return _malformed(url, "names no site", severity="error")
    if host.startswith("["):
        return None
    if _BLANK.search(raw):
        better = _replace_host(url, raw, _BLANK.sub("", raw))
        return _malformed(url, "has a space in the name of the site", better)
    if bad := _HOST_CHARACTERS.search(host):
        better = _replace_host(url, raw, raw.replace(bad[0], ".")) if bad[0] in ",;" else ""
        return _malformed(url, f"has “{bad[0]}” in the name of the site, where it cannot be", better)
    if ".." in host or host.startswith((".", "-")) or any(len(label) > 63 for label in host.split(".")):
        return _malformed(url, "has a name of a site that cannot exist", _replace_host(url, raw, _DOTS.sub(".", raw)))
    if port and not (port.isdigit() and int(port[:6]) < 65536):
        return _malformed(url, f"has “:{port}” after the name of the site, which is no port number")
    return _name_fault(url, host, raw) or _tail_fault(url, host, pieces)


def _name_fault(url: str, host: str, raw: str) -> Fault | None:
    name = host.rstrip(".")
    if name.replace(".", "").isdigit() or name.startswith("0x") or name == "localhost":
        return None
    _, dot, ending = name.rpartition(".")
    if not dot:
        fault = _malformed(url, f"leads to “{name}”, which has no ending such as .com", severity="warning")
        return replace(fault, excusable=True)
    if meant := ENDINGS_OF_NOBODY.get(ending):
        better = _replace_host(url, raw, raw.rstrip(".")[: -len(ending)] + meant)
        return _malformed(url, f"ends its site’s name in .{ending}, which does not exist", better)
    if wrong := _WRONG_WWW.match(name):
        better = _replace_host(url, raw, "www." + name[wrong.end() :])
        return _malformed(url, f"begins its site’s name with “{wrong[0]}”", better, severity="warning")
    return None


def _tail_fault(url: str, host: str, pieces: urls.Pieces) -> Fault | None:
    if repeated := _OWN_TWICE.match(pieces.path):
        if urls.same_host(repeated[1].lower(), host):
            return _malformed(
                url,
                "holds the site’s own address twice",
                pieces.path[1:].replace(":/", "://", 1).replace(":///", "://"),
            )
        return None
    if second := _SECOND.search(url):
        return _malformed(url, "holds two addresses", url[: second.start()])
    if (trailing := _TRAILING.search(url)) and pieces.fragment is None and not _is_paired(url, trailing[0]):
        why = f"ends in “{trailing[0]}”, which looks copied along from the text"
        return _malformed(url, why, url[: trailing.start()], severity="warning")
    return None


def _is_paired(url: str, end: str) -> bool:
    """Whether the closing mark at the end was opened in the URL: ``?q=%22plum+bun%22``."""
    mark = end[-1] if len(end) < 3 or end[-3] != "%" else end[-3:].upper()
    opening = {"”": "“", "»": "«", ">": "<", "%3E": "%3C"}.get(mark)
    return opening in url.upper() if opening else mark in "\"'%22" and url.upper().count(mark) % 2 == 0


def _replace_host(url: str, raw: str, better: str) -> str:
    return url.replace(raw, better, 1)


# --- addresses to fill in -------------------------------------------------------------------------------


def to_fill_in(url: str) -> Fault | None:
    """Whether somebody wrote where the address would go, and left it at that."""
    if len(url) > 300:
        return None
    lowered = url.lower()
    rest = lowered[front.end() :] if (front := _IN_FRONT.match(lowered)) else lowered
    letters = _LETTERS.sub("", _ESCAPED.sub(" ", rest))
    if letters in ADDRESSES_TO_FILL_IN and "." not in rest.strip("."):
        explicit = bool(_BRACKETS.search(url)) or lowered.startswith("http") or " " in rest or url.isupper()
        if explicit or letters not in _BARE_WORDS:
            return Fault(
                "links.placeholder",
                f"the link’s address is still to be filled in: “{_short(url)}”",
                "Put the real address in its place.",
            )
    if lowered.startswith(("http://", "https://", "//")):
        _, host, _ = urls.split_authority(urls.split(lowered).authority or "")
        if urls.owner(host) in _DEMO_OWNERS or _is_sample(host):
            return Fault(
                "links.placeholder",
                f"the link opens {host}, an address used in samples",
                "Put the real address in its place.",
                excusable=True,
            )
    return None


def _is_sample(host: str) -> bool:
    """``www.your-domain.com``"""
    name, _, ending = host.removeprefix("www.").partition(".")
    return name.replace("-", "") in SAMPLE_NAMES and ending in ("com", "org", "net", "co.uk", "io", "co")


# --- links that never became links ----------------------------------------------------------------------


def raw_markdown(run: TextRun, *, source: bool) -> Iterator[Finding]:
    """``[text](https://…`` that a reader sees as it is: a bracket is missing, or nothing there reads Markdown.

    In a Markdown ``source``, a gap between the brackets is such a slip too; elsewhere it is how people cite.
    """
    for match in _RAW_LINK.finditer(run.text):
        if match[1] and not source:
            continue
        yield Finding(
            "links.malformed",
            f"“{_short(match[0])}” shows as it is: the link was not understood",
            run.span(match.start(), match.end()),
            match=match[0],
            help="Close both brackets, with nothing between them: [words](address).",
        )
