"""What links ask of the rest of the site, as texts: the answer changes only when what they name does.

==========  ====================================================================================
``/about``  which file does the address open, and which names can a link there jump to?
``=a.html``  what stands in that page, whatever it is?
``~about``  is there a file of that name, capital letters and the form of accents apart?
``>about``  which pages have an address that ends so?
``%about``  is there a folder of that name?
==========  ====================================================================================

A site's next build answers some of them differently (``answered``), and only links that asked those have to be looked
at once more (``preflight.reading.rejoining``). To name too many costs time; to name too few would leave a link unseen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator

from preflight.model import Facts
from preflight.reading import urls


def of_address(address: str) -> str:
    """Which file does it open?"""
    return "/" + urls.decoded(address.partition("#")[0].partition("?")[0]).lstrip("/")


def of_name(name: str) -> str:
    """Is there such a file, and which names are in it?"""
    return "/" + name


def of_content(name: str) -> str:
    return "=" + name


def of_absent(address: str) -> Iterator[str]:
    """All that a link to an address which opens nothing asks the list of files, redirects apart."""
    plain = urls.decoded(address)
    yield of_address(address)
    yield of_address(address.rstrip("/"))
    for name in urls.candidates(plain.lstrip("/")):
        yield "~" + urls.loose(name)
    yield "%" + plain.strip("/")
    yield ">" + last(address)


def last(address: str) -> str:
    """What an address ends in, whatever the host adds to it."""
    return urls.page_key(address).rpartition("/")[2]


def answered(moved: Collection[str], shown: Collection[str], edited: Collection[str]) -> Iterator[str]:
    """The questions that may have another answer than in the last run. ``moved`` are the names of files that came or
    went, ``shown`` the pages whose ``face`` is another one, ``edited`` those whose content is."""
    for name in {*moved, *shown}:
        yield from ("/" + path for path in _paths(name))
    for name in {*moved, *edited}:
        yield of_content(name)
    for name in moved:
        yield "~" + urls.loose(name)
        yield ">" + last(urls.page_address(name))
        folder = name.rpartition("/")[0]
        while folder:
            yield "%" + folder
            folder = folder.rpartition("/")[0]


def _paths(name: str) -> Iterator[str]:
    """The decoded addresses, without their first slash, for which a host looks for this file (``urls.candidates``)."""
    yield name
    for ending in urls.PAGE_ENDINGS:
        if name.endswith(ending):
            yield name.removesuffix(ending)
    folder, slash, file = name.rpartition("/")
    if file in urls.INDEX_FILES:
        yield folder
        yield folder + slash


def has_names(page: Facts) -> bool:
    """Whether the names that links can jump to are known: not when the page sends its readers on, is a template, or
    could not be read as a whole."""
    if "html" not in page.media_type or "refresh" in page.meta or page.templated:
        return False
    return not any(gap.what == "document" for gap in page.gaps)


def face(page: Facts) -> bytes:
    """What links on other pages may see of a page, in short."""
    if not has_names(page):
        return b""
    packed = getattr(page.anchors, "packed", None)  # spares opening them
    names = "\n".join(page.anchors).encode("utf-8", "surrogatepass") if packed is None else packed
    return hashlib.blake2b(names, digest_size=8).digest()
