"""The way out: an unsubscribe link in the message, and one-click unsubscribing in its headers."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.checkers.mail import bulk
from preflight.checkers.mail.rules import ONE_CLICK, UNSUBSCRIBE
from preflight.model import Delivery, Facts, Finding, Location
from preflight.patterns import regex

TARGETS = regex(r"<\s*([^<>\s]+)\s*>")
"""``<https://shop.test/u/1>, <mailto:leave@shop.test>``"""
SENT = frozenset({"received", "message-id", "dkim-signature", "x-mailer"})
"""Headers of a message that a sending platform made; a draft saved by hand may have none of them."""


def findings(facts: Facts, delivery: Delivery) -> Iterator[Finding]:
    """No way out at all is one fault; the headers matter once there is one."""
    if not bulk.can_leave(facts):
        sure = bool(facts.headers) and delivery.state != "source" and bulk.is_surely(facts, delivery, "")
        yield Finding(
            UNSUBSCRIBE.id,
            "there is no unsubscribe link: readers cannot leave the list",
            Location(facts.path),
            "",
            "Put the unsubscribe link back into the footer."
            if facts.headers
            else "Put your platform's unsubscribe tag into the footer, unless the platform adds the footer itself.",
            severity="error" if sure else "warning",
        )
    elif facts.headers and delivery.state == "final":
        yield from _one_click(facts)


def _one_click(facts: Facts) -> Iterator[Finding]:
    """RFC 8058: an https address in ``List-Unsubscribe``, and exactly one value in ``List-Unsubscribe-Post``."""
    names = {name.lower() for name, _ in facts.headers}
    targets = [target.lower() for target in TARGETS.findall(facts.header("list-unsubscribe"))]
    post = "".join(facts.header("list-unsubscribe-post").split()).lower()
    secure = any(target.startswith("https://") for target in targets)
    if "list-unsubscribe" not in names:
        if not names & SENT:
            return
        what, severity = "the message has no List-Unsubscribe header", "warning"
    elif post and post != "list-unsubscribe=one-click":
        what, severity = f"List-Unsubscribe-Post says “{facts.header('list-unsubscribe-post')[:80]}”", "error"
    elif post and not secure:
        what, severity = "List-Unsubscribe has no https address, so one click cannot work", "error"
    elif not post:
        what, severity = "there is no List-Unsubscribe-Post header, so readers cannot leave with one click", "warning"
    else:
        return
    yield Finding(
        ONE_CLICK.id,
        what,
        Location(facts.path, "header"),
        "",
        "Switch on one-click unsubscribing in the sending platform: Gmail and Yahoo ask bulk senders for it.",
        severity="error" if severity == "error" else "warning",
    )
