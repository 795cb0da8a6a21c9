"""Redirects written for a host: one text for all lines, which our own reader reads back as the same rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from preflight.model import Redirect
from preflight.redirects import apache, netlify, nginx, sheets, squarespace, vercel
from preflight.redirects.limits import OF_HOST, Limits

Reader = Callable[[str], Sequence[Redirect]]


class Line(Struct, frozen=True):
    """``source`` and ``target`` are decoded paths; with ``folder`` both end in a slash and all below goes along."""

    source: str
    target: str
    folder: bool = False


class Format(Struct, frozen=True):
    """``file`` is what the host calls the list; ``wildcards`` whether one line may move a folder; ``file_wins`` whether
    a page that exists is shown although a line covers it; ``both_slashes`` whether a line covers a path with and
    without its final slash; ``replaces`` whether an import throws away the list that was there."""

    name: str
    file: str
    write: Callable[[Sequence[Line]], str]
    read: Reader
    wildcards: bool = True
    file_wins: bool = False
    both_slashes: bool = True
    replaces: bool = True
    comment: str = ""
    limits: Limits = Limits()


def _lines(write_one: Callable[..., str]) -> Callable[[Sequence[Line]], str]:
    def write(lines: Sequence[Line]) -> str:
        return "".join(write_one(line.source, line.target, folder=line.folder) + "\n" for line in lines)

    return write


def _apache(lines: Sequence[Line]) -> str:
    folders = [line for line in lines if line.folder]
    text = "".join(apache.write(line.source, line.target) + "\n" for line in lines if not line.folder)
    if not folders:
        return text
    return text + "RewriteEngine On\n" + "".join(apache.write_folder(line.source, line.target) for line in folders)


def _vercel(lines: Sequence[Line]) -> str:
    entries = [json.loads(vercel.write(line.source, line.target, folder=line.folder)) for line in lines]
    return json.dumps({"redirects": entries}, indent=2, ensure_ascii=False) + "\n"


def _sheet(host: str) -> Callable[[Sequence[Line]], str]:
    return lambda lines: sheets.write([(line.source, line.target, line.folder) for line in lines], host)


def _jekyll(lines: Sequence[Line]) -> str:
    """What belongs into the front matter of each page, in one piece to copy from."""
    pages: dict[str, list[str]] = {}
    for line in lines:
        pages.setdefault(line.target, []).append(line.source)
    pieces = []
    for target in sorted(pages):
        values = "".join(f"  - {json.dumps(source, ensure_ascii=False)}\n" for source in sorted(pages[target]))
        pieces.append(f"# front matter of {target}\nredirect_from:\n{values}")
    return "\n".join(pieces)


def _read_jekyll(text: str) -> list[Redirect]:
    from preflight.model import Location
    from preflight.redirects.declared import old_addresses

    rules = []
    for piece in text.split("# front matter of ")[1:]:
        target, _, front = piece.partition("\n")
        rules += [
            Redirect(old, target, 301, Location("front matter"), True, host="page", either_slash=True)
            for old in old_addresses(front, target)
        ]
    return rules


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(
            "netlify", "_redirects", _lines(netlify.write), lambda text: list(netlify.read(text, "_redirects")),
            file_wins=True, comment="#",
        ),
        Format(
            "gitlab", "_redirects", _lines(netlify.write),
            lambda text: list(netlify.read(text, "_redirects", "gitlab")), file_wins=True, comment="#",
            limits=OF_HOST["gitlab"],
        ),
        Format(
            "cloudflare", "_redirects", _lines(netlify.write),
            lambda text: list(netlify.read(text, "_redirects", "cloudflare")), both_slashes=False, comment="#",
            limits=OF_HOST["cloudflare"],
        ),
        Format(
            "vercel", "vercel.json", _vercel, lambda text: list(vercel.read(text, "vercel.json")),
            limits=OF_HOST["vercel"],
        ),
        Format(
            "apache", ".htaccess", _apache, lambda text: list(apache.read(text, ".htaccess")), file_wins=True,
            comment="#",
        ),
        Format("nginx", "redirects.conf", _lines(nginx.write), lambda text: list(nginx.read(text, "redirects.conf")),
               comment="#"),
        Format("redirection", "redirection.csv", _sheet("redirection"), lambda text: list(sheets.read(text, "r.csv")),
               replaces=False),
        Format("yoast", "yoast-redirects.csv", _sheet("yoast"), lambda text: list(sheets.read(text, "r.csv")),
               replaces=False),
        Format(
            "shopify", "shopify-redirects.csv", _sheet("shopify"), lambda text: list(sheets.read(text, "r.csv")),
            wildcards=False, file_wins=True, replaces=False, limits=OF_HOST["shopify"],
        ),
        Format("squarespace", "url-mappings.txt", _lines(squarespace.write),
               lambda text: list(squarespace.read(text, "url-mappings.txt")), file_wins=True,
               limits=OF_HOST["squarespace"]),
        Format("webflow", "webflow-redirects.csv", _sheet("webflow"), lambda text: list(sheets.read(text, "r.csv"))),
        Format("jekyll", "front matter", _jekyll, _read_jekyll, wildcards=False, file_wins=True, replaces=False),
    )
}  # fmt: skip
