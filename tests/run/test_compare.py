"""What arrived against what was approved: the platform's wrapping on one side, changed content on the other."""

from __future__ import annotations

import base64
import json
import time

import pytest

APPROVED = """<!doctype html><html lang="en"><head><title>Apples</title></head><body>
<img src="https://mill.example/img/crates-47.jpg" alt="Crates of apples" width="600" height="300">
<h1>Apples are in</h1>
<p>Hi {{ first_name }},</p>
<p>The first crates of the year stand in the yard since this morning.</p>
<p>A crate is £12.00 until Monday 30 November 2026.</p>
<p><a href="https://mill.example/shop">Order your crate</a></p>
<p><a href="https://mill.example/visit#map">Find the mill</a></p>
<p>The Mill, 14 Mill Lane, Hebden Bridge HX7 6LU. <a href="{{ unsubscribe_url }}">Unsubscribe</a></p>
</body></html>"""


def counted(url: str) -> str:
    """A link as a platform sends it that tells where it leads."""
    told = json.dumps({"u": "7", "p": json.dumps({"v": 1, "url": url})})
    return "https://mandrillapp.com/track/click/7/mill.example?p=" + base64.urlsafe_b64encode(told.encode()).decode()


def received(*changes: tuple[str, str]) -> str:
    html = APPROVED.replace("{{ first_name }}", "Jane")
    html = html.replace("https://mill.example/shop", counted("https://mill.example/shop"))
    html = html.replace("https://mill.example/visit#map", "https://mill.example/visit?utm_source=mail#map")
    html = html.replace("https://mill.example/img/", "https://cdn.platform.example/9/")
    html = html.replace("{{ unsubscribe_url }}", "https://mill.list-manage.com/unsubscribe?u=1")
    frame = (
        '<p>You receive this because you subscribed. <a href="https://mill.list-manage.com/profile">'
        "Update your preferences</a> or unsubscribe from this list.</p>"
        '<img src="https://platform.example/open?u=7" width="1" height="1" alt="">'
    )
    html = html.replace("</body>", frame + "</body>")
    for old, new in changes:
        assert old in html, old
        html = html.replace(old, new, 1)
    return (
        "From: The Mill <news@mill.example>\nSubject: [Test] Apples are in\nMIME-Version: 1.0\n"
        f"Content-Type: text/html; charset=utf-8\n\n{html}\n"
    )


def test_only_what_the_platform_does_to_every_mail(write, preflight) -> None:
    write({"approved.html": APPROVED, "received.eml": received()})
    outcome = preflight("compare", "approved.html", "received.eml")
    assert outcome.code == 0, outcome.out
    assert "only wrapping differs" in outcome.out
    for told in ("“Order your crate” goes through Mailchimp to the same page", "a picture of one pixel",
                 "a merge tag was filled in: “Hi Jane,”", "served from another address"):  # fmt: skip
        assert told in outcome.out


def test_the_same_file(write, preflight) -> None:
    write({"a.html": APPROVED})
    outcome = preflight("compare", "a.html", "a.html")
    assert outcome.code == 0
    assert "nothing differs" in outcome.out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("£12.00", "£120.00", "approved was “"),
        ("Apples are in</h1>", "Pears are in</h1>", "the text is “Pears are in”, approved was “Apples are in”"),
        (
            counted("https://mill.example/shop"),
            counted("https://mill.example/shop2"),
            "opens https://mill.example/shop2",
        ),
        ("#map", "#prices", "opens https://mill.example/visit?utm_source=mail#prices"),
        ("crates-47.jpg", "crates-46.jpg", "name at the platform"),
        ("<p>A crate is", "<p>Orders close at noon on Friday.</p><p>A crate is", "a text was added: “Orders close"),
        ("<p>The first crates of the year stand in the yard since this morning.</p>", "", "a text did not arrive"),
        ('alt="Crates of apples"', 'alt="A crate of pears"', "is described as “A crate of pears”"),
        ("Find the mill</a>", "Find the mill</a> <a href='https://mill.example/x'>Or here</a>", "“Or here” was added"),
    ],
)
def test_changed_content(write, preflight, old: str, new: str, told: str) -> None:
    write({"approved.html": APPROVED, "received.eml": received((old, new))})
    outcome = preflight("compare", "approved.html", "received.eml", "--format", "json")
    row = json.loads(outcome.out)
    said = {one["sentence"]: one for one in row["differences"] if one["kind"] != "wrapped"}
    assert any(told in sentence for sentence in said), row
    if "name at the platform" not in told:  # the same alternative text: it is said, and left to look at
        assert outcome.code == 1
        assert not row["same"]
        place = next(one["place"] for sentence, one in said.items() if told in sentence)
        assert place["line"] or "did not arrive" in told


def test_the_subject_and_the_sender(write, preflight) -> None:
    write({"approved.eml": received(), "received.eml": received().replace("[Test] Apples", "Pears")})
    outcome = preflight("compare", "approved.eml", "received.eml")
    assert outcome.code == 1
    assert "the subject is “Pears are in”" in outcome.out
    write({"received.eml": received().replace("news@mill.example", "news@other.example")})
    assert "it comes from news@other.example" in preflight("compare", "approved.eml", "received.eml").out


def test_what_a_counter_hides_is_said_and_is_no_change(write, preflight) -> None:
    hidden = "https://mill.list-manage.com/track/click?u=1&id=2&e=3"
    write({"approved.html": APPROVED, "received.eml": received((counted("https://mill.example/shop"), hidden))})
    outcome = preflight("compare", "approved.html", "received.eml")
    assert outcome.code == 0
    assert "“Order your crate” goes through Mailchimp, which does not show where it leads" in outcome.out


def test_another_message_is_told_once(write, preflight) -> None:
    other = "".join(f"<p>Quite another paragraph about barges, number {number}.</p>" for number in range(9))
    write({"approved.html": APPROVED, "other.html": other})
    outcome = preflight("compare", "approved.html", "other.html")
    assert outcome.code == 1
    assert "two different messages" in outcome.out


@pytest.mark.parametrize(
    "content",
    ["", "<a " * 200_000, "<p>x</p>" * 50_000, "".join(f"<a href=h{n}>l{n}</a>" for n in range(30_000)), "\x00" * 9999],
)
def test_hostile_files_end_quickly(write, preflight, content: str) -> None:
    write({"approved.html": APPROVED, "received.html": content})
    started = time.process_time()
    assert preflight("compare", "approved.html", "received.html").code in (1, 2)
    assert time.process_time() - started < 10


def test_what_cannot_be_compared(write, preflight) -> None:
    write({"approved.html": APPROVED, "site/a.html": APPROVED, "site/b.html": APPROVED})
    assert "there is no such file" in preflight("compare", "approved.html", "gone.eml").err
    assert "is not one message" in preflight("compare", "approved.html", "site").err


def test_secrets_in_addresses_are_not_shown(write, preflight) -> None:
    write({"approved.html": APPROVED, "received.eml": received(("utm_source=mail", "access_token=verysecret99"))})
    outcome = preflight("compare", "approved.html", "received.eml")
    assert "verysecret99" not in outcome.out
