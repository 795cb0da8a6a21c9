"""The pictures: the same ones, wherever they are served from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import unquote

from preflight.compared.places import MOST, Difference, at, main_part, plain
from preflight.model import Document, Image, Location
from preflight.reading import urls

PIXEL = frozenset({"0", "1", "0px", "1px"})


def of_pictures(old: Document, new: Document, written: Sequence[Image], shown: Sequence[Image]) -> Iterator[Difference]:
    for image in shown:
        if _is_pixel(image):
            yield Difference("wrapped", "a picture of one pixel that counts who opens the mail", at(new, image.span))
    before, now = ([image for image in images if not _is_pixel(image)][:MOST] for images in (written, shown))
    keys = [_key(old, image) for image in before], [_key(new, image) for image in now]
    for what, old_start, old_end, start, end in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        ours, theirs = before[old_start:old_end], now[start:end]
        if what == "equal":
            for one, other in zip(ours, theirs, strict=True):
                yield from _served(new, one, other)
            continue
        together = min(len(ours), len(theirs)) if len(ours) == len(theirs) else 0
        for one, other in zip(ours[:together], theirs[:together], strict=True):
            yield from _exchanged(new, one, other)
        for image in ours[together:]:
            yield Difference("changed", f"a picture did not arrive: {_name(image)}", Location("", main_part(new).name))
        for image in theirs[together:]:
            yield Difference("changed", f"a picture was added: {_name(image)}", at(new, image.span))


def _served(new: Document, old: Image, now: Image) -> Iterator[Difference]:
    if old.url != now.url and old.url[:4].lower() == "http":
        yield Difference("wrapped", f"the picture {_name(now)} is served from another address", at(new, now.span))
    if plain(old.alt or "") != plain(now.alt or ""):
        sentence = f"a picture is described as “{now.alt or ''}”, approved was “{old.alt or ''}”"
        yield Difference("changed", sentence, at(new, now.span))


def _exchanged(new: Document, old: Image, now: Image) -> Iterator[Difference]:
    place = at(new, now.span)
    moved = urls.resolve(old.url).host != urls.resolve(now.url).host
    if moved and old.alt and plain(old.alt) == plain(now.alt or ""):
        sentence = f"the picture “{old.alt[:60]}” has another name at the platform: look whether it is the same"
        yield Difference("unseen", sentence, place)
    else:
        yield Difference("changed", f"a picture is {_name(now)}, approved was {_name(old)}", place)


def _is_pixel(image: Image) -> bool:
    return image.width.strip() in PIXEL and image.height.strip() in PIXEL


def _key(document: Document, image: Image) -> str:
    attached = document.pictures.get(image.url[4:].strip("<> ")) if image.url[:4].lower() == "cid:" else None
    return sha256(attached).hexdigest() if attached is not None else _name(image)


def _name(image: Image) -> str:
    if image.url[:5].lower() == "data:":
        return f"a picture inside the message ({sha256(image.url.encode('utf-8', 'replace')).hexdigest()[:8]})"
    path = image.url.partition("?")[0].partition("#")[0]
    return PurePosixPath(unquote(path)).name[:100].lower() or image.url[:100]
