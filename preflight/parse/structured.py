"""URLs in JSON: structured data of pages (JSON-LD, https://schema.org/) and web app manifests."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator

from preflight.patterns import regex

_STRING = regex(r'"((?:[^"\\]|\\.)*)(?:"|\\?\Z)(\s{0,20}:)?', re.DOTALL)  # "url": or "https://shop.test"
_WEB = ("http://", "https://")
_VOCABULARIES = ("schema.org", "purl.org", "w3.org", "ogp.me", "rdfs.org", "xmlns.com", "data-vocabulary.org")
"""Hosts whose URLs name a meaning and open nothing that a reader would."""

ADDRESS_KEYS = frozenset(
    {
        "url", "logo", "image", "images", "thumbnail", "thumbnailurl", "contenturl", "embedurl", "item", "sameas",
        "mainentityofpage", "downloadurl", "target", "urltemplate", "photo", "menu", "hasmenu", "hasmap", "installurl",
        "discussionurl",
    }
)  # fmt: skip
"""Keys of structured data whose value is an address even without a scheme, lower case."""

MANIFEST_KEYS = frozenset({"src", "start_url", "url", "scope", "action"})
"""Keys of a web app manifest that hold addresses (W3C, "Web Application Manifest")."""


def urls(
    source: str, keys: Collection[str] = ADDRESS_KEYS, *, any_key: bool = True, bare: bool = False
) -> Iterator[tuple[str, int, int]]:
    """Every URL of a JSON text with its start and end there.

    ``any_key`` takes web addresses under other keys too; ``bare`` takes any text under the known ones.

    Strings are read one by one, so that a text with a comma too many is no hindrance.
    """
    key = ""
    for match in _STRING.finditer(source):
        value = match[1]
        if match[2] is not None:
            key = value.lower()
            continue
        if not value or key.startswith("@"):  # "@context", "@id": names
            continue
        if "\\" in value:
            try:
                value = json.loads(f'"{value}"', strict=False)
            except ValueError:
                continue
        web = value.startswith(_WEB)
        if web and value.split("/", 3)[2].removeprefix("www.") in _VOCABULARIES:
            continue
        if (web and (any_key or key in keys)) or (key in keys and (bare or _is_path(value))):
            yield value, match.start(1), match.end(1)


def _is_path(value: str) -> bool:
    return " " not in value and (value[0] == "/" or ("/" in value and "." in value and ":" not in value))
