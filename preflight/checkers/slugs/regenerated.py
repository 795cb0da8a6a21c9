"""Whether a new slug was made from the page's title or heading: how a job that touched titles came to change addresses.

python-slugify explains it and never judges: platforms' own rules agree on few titles, so a difference means nothing.
"""

from __future__ import annotations

from preflight.checkers.slugs.sketch import Sketch


def source(address: str, old: Sketch, new: Sketch) -> str:
    """What the address ends with the slug of: ``title``, ``heading``, ``new title``, ``new heading``, or nothing."""
    last = address.strip("/").rpartition("/")[2]
    if not last:
        return ""
    from slugify import slugify

    stem = last.rpartition(".")[0] or last
    for name, text, before in (("title", new.title, old.title), ("heading", new.heading, old.heading)):
        # the site's name often follows the page's own title: "Prices | Oak & Ash", "Prices – Oak & Ash"
        pieces = {text, *(piece for mark in (" | ", " – ", " - ", " — ", " :: ") for piece in text.split(mark))}
        if text and any(slugify(piece) == stem for piece in pieces):
            return name if text == before else f"new {name}"
    return ""
