"""The new slug explained: a job that touched titles made addresses of them."""

from __future__ import annotations

import pytest

from preflight.checkers.slugs.regenerated import source
from preflight.checkers.slugs.sketch import Sketch

OLD = Sketch(title="rye | ovenbird bakery", heading="rye")


@pytest.mark.parametrize(
    ("address", "title", "heading", "expected"),
    [
        ("/dark-rye-loaf-leeds/", "dark rye loaf leeds | ovenbird bakery", "rye", "new title"),
        ("/breads/dark-rye-loaf.html", "ovenbird bakery", "dark rye loaf", "new heading"),
        ("/rye/", "rye | ovenbird bakery", "rye", "title"),
        ("/cafe-creme/", "café crème", "rye", "new title"),
        ("/our-rye/", "rye | ovenbird bakery", "rye", ""),
        ("/", "", "", ""),
    ],
)
def test_what_the_address_was_made_from(address: str, title: str, heading: str, expected: str) -> None:
    assert source(address, OLD, Sketch(title=title, heading=heading)) == expected
