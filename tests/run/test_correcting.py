"""The right sample made from the wrong one and the words that somebody names."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from preflight import parse
from preflight.learning.correcting import corrected
from preflight.model import PreflightError


@pytest.mark.parametrize("coding", ["8bit", "quoted-printable", "base64"])
@pytest.mark.parametrize(
    ("wrong_words", "right_words"),
    [
        ("Äpfel arive — today", "Äpfel arrive — today"),
        ("https://mill.example/a?b=1&c=2", "https://mill.example/ok?a=1&b=2"),
        ("Äpfel & more", "Birnen & more"),
    ],
)
def test_the_right_sample_is_made_from_words(coding: str, wrong_words: str, right_words: str) -> None:
    message = EmailMessage()
    message["Subject"] = "Äpfel & more"
    message.set_content("Nothing here\n")
    html = '<p>Äpfel <b>arive</b> — today. <a href="https://mill.example/a?b=1&amp;c=2">See</a></p>'
    message.add_alternative(html, subtype="html", cte=coding)
    before = parse.parse(message.as_bytes(), "message/rfc822")
    after = parse.parse(corrected(message.as_bytes(), "message/rfc822", wrong_words, right_words), "message/rfc822")

    def said(document: object) -> str:
        runs = [run.text for part in document.parts for run in part.runs]  # type: ignore[attr-defined]
        return "\n".join([*runs, *(link.url for part in document.parts for link in part.links)])  # type: ignore[attr-defined]

    assert said(after) == said(before).replace(wrong_words, right_words)
    with pytest.raises(PreflightError, match="does not stand in it"):
        corrected(message.as_bytes(), "message/rfc822", "no such words", "others")
