"""A link that does something is never requested: the price of a mistake is a stranger's subscription."""

from __future__ import annotations

import time

import pytest

from preflight.reading import actionlinks
from preflight.reading import actionwords as words

ACTIONS = [
    # the address alone gives it away
    ("https://example.com/unsubscribe?id=7", "", words.UNSUBSCRIBE),
    ("https://example.com/u/%75nsubscribe/7", "", words.UNSUBSCRIBE),
    ("https://example.com/go?to=https%253A%252F%252Fexample.org%252Funsub", "", words.UNSUBSCRIBE),
    ("https://unsubscribe.example.com/7f3a", "", words.UNSUBSCRIBE),
    ("https://example.com/newsletter/abmelden", "", words.UNSUBSCRIBE),
    ("https://example.com/d%C3%A9sabonnement/7", "", words.UNSUBSCRIBE),
    ("https://example.com/darse-de-baja", "", words.UNSUBSCRIBE),
    ("https://example.com/email/opt-out?x=1", "", words.UNSUBSCRIBE),
    ("https://bakery.us1.list-manage.com/unsubscribe?u=1", "", words.UNSUBSCRIBE),
    ("https://bakery.us1.list-manage.com/profile?u=1", "", words.PREFERENCES),
    ("https://bakery.cmail20.com/t/r-u-abcd-efgh/", "", words.UNSUBSCRIBE),
    ("https://r.mail.example.com/mk/un/v2/abc", "", words.UNSUBSCRIBE),
    ("https://email.mg.example.com/u/eJw1", "", words.UNSUBSCRIBE),
    ("https://u1.ct.sendgrid.net/asm/?user_id=1", "", words.UNSUBSCRIBE),
    ("https://manage.kmail-lists.com/subscriptions/x", "", words.PREFERENCES),
    ("https://example.com/email-preferences/7", "", words.PREFERENCES),
    ("https://example.com/hs/manage-preferences/7", "", words.PREFERENCES),
    ("https://example.com/confirm/7f3a", "", words.CONFIRM),
    ("https://example.com/verify_email.php?c=1", "", words.CONFIRM),
    ("https://example.com/account?action=delete", "", words.CANCEL),
    ("https://example.com/cancel-my-booking/7", "", words.CANCEL),
    ("https://example.com/orders/7/cancel", "", words.CANCEL),
    ("https://example.com/?delete=7", "", words.CANCEL),
    ("https://example.com/logout", "", words.SIGN_OUT),
    ("https://calendar.google.com/calendar/event?action=RESPOND&eid=1", "", words.ANSWER),
    ("https://example.com/rsvp/yes/7", "", words.ANSWER),
    ("https://example.com/shop/?add-to-cart=93", "", words.PAY),
    ("https://example.com/cart/add/93", "", words.PAY),
    ("https://example.com/checkout", "", words.PAY),
    ("https://example.com/poll/7?vote=2", "", words.VOTE),
    ("https://example.com/survey?score=9", "", words.VOTE),
    ("https://docs.google.com/forms/d/e/1/formResponse?entry.1=x", "", words.VOTE),
    ("https://example.com/login?token=abc", "", words.SIGN_IN),
    ("https://example.com/reset-password/abc", "", words.SIGN_IN),
    ("https://example.com/password/reset?k=7", "", words.SIGN_IN),
    ("https://example.com/account/reset/7", "", words.SIGN_IN),
    ("https://example.com/reset.php?u=7", "", words.SIGN_IN),
    ("https://example.com/x?confirmation_token=7", "", words.SIGN_IN),
    ("https://us1.forward-to-friend.com/forward?u=1", "", words.FORWARD),
    ("https://example.com/hello?email=anna%40example.com", "", words.PERSONAL),
    ("https://example.com/{{ unsubscribe_path }}", "", words.MERGE_TAG),
    ("https://example.com/*|UNIQID|*", "", words.MERGE_TAG),
    ("https://example.com/%7B%7Bslug%7D%7D", "", words.MERGE_TAG),
    # only the text does
    ("https://example.com/c/7f3a", "Unsubscribe", words.UNSUBSCRIBE),
    ("https://example.com/c/7f3a", "click here to opt out", words.UNSUBSCRIBE),
    ("https://example.com/c/7f3a", "I no longer wish to receive these emails", words.UNSUBSCRIBE),
    ("https://example.com/c/7f3a", "Abmelden", words.UNSUBSCRIBE),
    ("https://example.com/c/7f3a", "Newsletter abbestellen", words.UNSUBSCRIBE),
    ("https://example.com/c/7f3a", "Se désabonner", words.UNSUBSCRIBE),
    ("https://example.com/c/7f3a", "Me désinscrire", words.UNSUBSCRIBE),
    ("https://example.com/c/7f3a", "Darse de baja", words.UNSUBSCRIBE),
    ("https://example.com/c/7f3a", "Cancelar suscripción", words.UNSUBSCRIBE),
    ("https://example.com/c/7f3a", "Uitschrijven", words.UNSUBSCRIBE),
    ("https://example.com/c/7f3a", "Update your preferences", words.PREFERENCES),
    ("https://example.com/c/7f3a", "Manage subscription", words.PREFERENCES),
    ("https://example.com/c/7f3a", "Gérer vos préférences", words.PREFERENCES),
    ("https://example.com/c/7f3a", "Confirm your address →", words.CONFIRM),
    ("https://example.com/c/7f3a", "Anmeldung bestätigen", words.CONFIRM),
    ("https://example.com/c/7f3a", "Cancel", words.CANCEL),
    ("https://example.com/c/7f3a", "Termin stornieren", words.CANCEL),
    ("https://example.com/c/7f3a", "Log out", words.SIGN_OUT),
    ("https://example.com/c/7f3a", "Yes, I'm coming!", words.ANSWER),
    ("https://example.com/c/7f3a", "Can’t make it", words.ANSWER),
    ("https://example.com/c/7f3a", "Zusagen", words.ANSWER),
    ("https://example.com/c/7f3a", "No", words.ANSWER),
    ("https://example.com/c/7f3a", "★★★★☆", words.VOTE),
    ("https://example.com/c/7f3a", "👍", words.VOTE),
    ("https://example.com/survey/7f3a", "9", words.VOTE),
    ("https://example.com/c/7f3a", "Forward to a friend", words.FORWARD),
    ("https://example.com/c/7f3a", "Reset your password", words.SIGN_IN),
]

PAGES = [
    ("https://example.com/", "Home"),
    ("https://example.com/subscribe", "Subscribe"),
    ("https://example.com/shop/oak-table?utm_campaign=vote&utm_content=checkout", "Buy the oak table"),
    ("https://example.com/blog/council-confirms-the-plan-for-the-park", "Council confirms the plan"),
    ("https://example.com/blog/how-to-cancel-a-contract-in-three-steps", "How to cancel a contract"),
    ("https://example.com/pay-gap-report", "The pay gap report"),
    ("https://example.com/events/spring-fair", "RSVP"),
    ("https://example.com/prices", "Start your subscription today"),
    ("https://example.com/survey/2026", "Take our survey"),
    ("https://example.com/news/2", "2"),
    ("https://example.com/laptop-outlet", "Laptop outlet"),
    ("https://example.com/norway", "Norway in June"),
    ("https://example.com/travel/baja-california", "Baja California"),
    ("https://example.com/search?q=tea", "No. 7: the tea issue"),
    ("https://example.com/@anna", "Anna on video"),
    ("https://example.com/donate", "Donate"),
    ("https://example.com/changes/7", "Verify that the second segment is printed"),
    ("https://example.com/changes/8", "Remove the old page layout from the shop"),
    ("https://example.com/changes/9", "non-stick pans"),
    ("https://example.com/blog/tea", "Yes, green tea and black tea are one and the same plant"),
    ("https://www.google.com/calendar/embed?src=abc%40group.calendar.google.com", "Our calendar"),
]


@pytest.mark.parametrize(("url", "text", "why"), ACTIONS)
def test_actions_are_recognised(url: str, text: str, why: str) -> None:
    assert actionlinks.reason(url, text, "a") == why


@pytest.mark.parametrize(("url", "text"), PAGES)
def test_pages_are_checked(url: str, text: str) -> None:
    assert actionlinks.reason(url, text, "a") is None


def test_where_a_link_stands_can_be_reason_enough() -> None:
    plain = "https://example.com/c/7f3a"
    assert actionlinks.reason(plain, "", "form", attribute="action") == words.FORM
    assert actionlinks.reason(plain, "Send", "button", attribute="formaction") == words.FORM
    assert actionlinks.reason(plain, "", "header", attribute="list-unsubscribe") == words.UNSUBSCRIBE
    assert actionlinks.reason("https://cdn.example.com", "", "link", "preconnect") == words.HINT
    assert actionlinks.reason("https://example.com/wf/open?upn=abc", "", "img") == words.PIXEL


def test_an_image_with_a_signed_address_is_no_sign_in() -> None:
    assert actionlinks.reason("https://example.com/hero.jpg?alt=media&token=abc", "Unsubscribe", "img") is None


@pytest.mark.parametrize(
    "piece", ["/cancel", "%25", "manage ", "tell ", "?a=", "a@a", "gerer les ", "{", "unsu", "..-"]
)
def test_hostile_addresses_take_no_time(piece: str) -> None:
    text = piece * (640_000 // len(piece))
    start = time.process_time()
    actionlinks.reason("https://example.com/" + text, text, "a")
    assert time.process_time() - start < 1
