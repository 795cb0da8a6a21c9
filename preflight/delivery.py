"""Facts become a delivery: what kind it is, in which state, when it goes out, and what its own host redirects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from preflight import assume, baseline, redirects
from preflight.collect import Collected, Kind
from preflight.config import Ruleset
from preflight.model import Delivery, FactLink, Facts, Redirect
from preflight.model.recipients import Recipients
from preflight.reading import urls

SITE_TEXTS = ("robots.txt", "_headers", "netlify.toml", "vercel.json", ".htaccess")
"""Files of a build that keep search engines from its pages, or let them in."""


def deliver(
    collected: Collected,
    documents: Sequence[Facts],
    ruleset: Ruleset,
    today: date,
    *,
    state: str | None = None,
    send_date: str | None = None,
    online: bool = False,
    allow_change: tuple[str, ...] = (),
    until: int = 0,
    recipients: Recipients | None = None,
    show_recipients: bool = False,
    key: str = "",
    previews: tuple[str, ...] = (),
    previous: Delivery | None = None,
    companions: Sequence[Facts] = (),
    original: Facts | None = None,
    letters: Sequence[Facts] = (),
) -> Delivery:
    """The delivery as ``review`` sees it. ``state``, ``send_date`` and ``until`` (days) are the command
    line's."""
    kind = _kind(collected, documents)
    sent = assume.send_date(send_date, ruleset.send_date, documents, today)
    return Delivery(
        name=collected.name,
        kind=kind,
        state=assume.state(state or ruleset.state or None, documents, kind)[0],
        documents=tuple(documents),
        send_date=sent,
        files=collected.files,
        redirects=_redirects(collected, ruleset.checkers.get("slugs", {}).get("host", "")),
        hosts=ruleset.hosts,
        base_path=ruleset.base_path,
        companions=tuple(companions),
        words=ruleset.words,
        names=ruleset.names,
        online=online,
        arrangements=tuple(one for one in ruleset.arrangements if one.expires is None or one.expires >= today),
        allowed=ruleset.allow_hosts,
        previews=previews,
        partners=ruleset.partners,
        others=ruleset.others,
        past=ruleset.past,
        evergreen=ruleset.kind == "evergreen",
        texts={name: content.decode("utf-8", "replace") for name in SITE_TEXTS if (content := collected.read(name))},
        allow_change=_contract(allow_change, ruleset),
        recipients=recipients,
        show_recipients=show_recipients,
        key=key,
        partial=collected.partial or next((gap.why for gap in baseline.missing(documents)), ""),
        until=sent.day + timedelta(until) if until else None,
        previous=previous,
        original=original,
        sent=tuple(letters),
    )


def _contract(said: tuple[str, ...], ruleset: Ruleset) -> tuple[str, ...]:
    """What a bulk edit may touch: the command line's fields, and those of the client's configuration."""
    return tuple(dict.fromkeys((*said, *ruleset.checkers.get("meta", {}).get("allow_change", ()))))


def _kind(collected: Collected, documents: Sequence[Facts]) -> Kind:
    """A lone HTML file that is written like a newsletter is one, unless somebody said what it is."""
    lone = collected.kind == "page" and not collected.files
    if lone and documents and all(facts.kind == "email" for facts in documents):
        return "email"
    return collected.kind


def _redirects(collected: Collected, host: str) -> tuple[Redirect, ...]:
    prefix = "" if collected.name == "." else f"{collected.name}/"
    names = redirects.wanted(collected.files)
    return redirects.read(
        {prefix + name: content for name in names if (content := collected.read(name)) is not None}, host
    )


def external_links(delivery: Delivery) -> Iterator[FactLink]:
    """The links of reported documents that leave the delivery. A site's own addresses are looked up in its build."""
    for facts in delivery.documents:
        if facts.reported:
            for link in facts.links_to(urls.may_lead_out):
                if _is_external(delivery, link.url, link.element, link.attribute, link.rel):
                    yield link


def external_urls(delivery: Delivery) -> set[str]:
    """The distinct URLs of the same links. They stand on many pages each, and are looked at once."""
    found: set[str] = set()

    def is_new(url: str) -> bool:
        return urls.may_lead_out(url) and url not in found

    for facts in delivery.documents:
        if facts.reported:
            found.update(form[0] for form in facts.forms_of_links(is_new) if _is_external(delivery, *form))
    return found


def _is_external(delivery: Delivery, url: str, element: str, attribute: str, rel: str) -> bool:
    if not urls.is_requestable(url, element, attribute, rel):
        return False
    if delivery.kind != "site":
        return True
    if any(url.startswith(preview) for preview in delivery.previews):
        return False
    return urls.resolve(url).host not in delivery.hosts
