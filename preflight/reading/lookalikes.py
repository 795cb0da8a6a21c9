"""Letters of other alphabets that look like Latin ones: "Pаypal" with a Cyrillic а."""

from __future__ import annotations

from preflight.patterns import regex

_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁԛԝАВЕКМНОРСТХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν",
    "aeopcyxijsdqwABEKMHOPCTXIJSABEZHIKMNOPTYXoav",
)
# "а" Cyrillic, "ο" Greek
_OTHER = regex("[\u0370-\u03ff\u0400-\u052f]")
_LATIN = regex("[A-Za-z\u00c0-\u024f]")


def is_mixed(word: str) -> bool:
    """Whether a word has both Latin letters and Greek or Cyrillic lookalikes, and reads as Latin ("µm" does not)."""
    return bool(_OTHER.search(word)) and bool(_LATIN.search(word)) and not _OTHER.search(as_latin(word))


def as_latin(word: str) -> str:
    """The word as it looks.

    >>> as_latin("сontain")
    'contain'
    """
    return word.translate(_LOOKALIKES)
