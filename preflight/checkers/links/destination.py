"""Alive, and still the wrong page: an error page that claims to be none, a domain for sale, the front page, a login."""

from __future__ import annotations

import re

from preflight.checkers.links import promise
from preflight.checkers.links.fault import Fault
from preflight.checkers.links.vocabulary import words
from preflight.model import Probe
from preflight.patterns import regex
from preflight.reading import botwalls, urls

RULE = "links.wrong-destination"

_PARKED_OWNERS = frozenset(
    words(
        """
    sedoparking.com sedo.com parkingcrew.net bodis.com afternic.com hugedomains.com dan.com undeveloped.com
    above.com parklogic.com domainmarket.com buydomains.com namebright.com uniregistry.com domainsponsor.com
    ww1.com voodoo.com skenzo.com epik.com atom.com brandbucket.com squadhelp.com
    """
    )
)
"""Who shows advertisements or an offer where a site used to be."""
_PARKED = regex(
    r"\b(?:(?:this |the )?domain(?: name)?(?: \S{1,60})? (?:is|may be|could be) "
    r"(?:for sale|parked|available for (?:sale|purchase))"
    r"|buy this domain|this domain (?:has expired|is parked|was recently registered)"
    r"|parked (?:free|domain)|domain parking"
    r"|inquire about this domain|make an offer on this domain|related searches:? .{0,80}privacy policy"
    r"|diese domain (?:steht zum verkauf|ist zu verkaufen|wurde registriert)|domain kaufen"
    r"|ce (?:nom de )?domaine est à vendre"
    r"|este dominio está (?:en venta|a la venta))",
    re.IGNORECASE,
)  # “The domain oak-ash.test is for sale”
_PARKED_TEXT = 3_000
"""Characters; a page about selling domains says more."""

_SIGN_IN_SEGMENTS = frozenset(
    words(
        """
    login signin sign-in sign_in log-in log_in logon authwall sso wp-login.php login.php login.aspx
    login.html signin.html anmelden anmeldung connexion se-connecter iniciar-sesion account_login
    """
    )
)
_SIGN_IN_LABELS = frozenset({"login", "signin", "accounts", "auth", "sso", "idp"})
_SIGN_IN = regex(
    r"\W*(?:please )?(?:log ?-?in\b|sign ?-?in\b|anmelden\b|einloggen\b|se connecter\b|connexion\b|iniciar sesión\b)",
    re.IGNORECASE,
)  # “Log in – Oak & Ash”
_ACCOUNT = regex(r"log ?-?in|sign ?-?in|account|member|portal|dashboard|anmeld|konto|compte|cuenta", re.IGNORECASE)
_HOME = regex(r"/?(?:(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:index\.\w{2,5}|home/?|default\.aspx?)?)\Z", re.IGNORECASE)
# "/", "/en/", "/de-at/index.html"


def fault(url: str, probe: Probe) -> Fault | None:
    """What is wrong with where the link ends, whatever its words are."""
    landing = probe.landing
    final = probe.final_url or url
    asked, there = urls.resolve(url), urls.resolve(final)
    if landing is None and not probe.final_url:
        return None
    if _is_parked(probe, there.host):
        return Fault(
            RULE,
            f"{_short(url)} opens a parked domain: nothing but an offer or advertisements",
            _HELP,
            severity="error",
        )
    if probe.soft == "same":
        return Fault(
            RULE,
            f"{_short(url)} opens an error page{_called(probe)}, the same that the site shows for made-up addresses",
            "Correct the address, or take the link out.",
            severity="error",
        )
    if probe.soft == "words":
        return Fault(
            RULE, f"{_short(url)} opens what looks like an error page{_called(probe)}", _HELP, severity="warning"
        )
    if _is_sign_in(probe, there) and not _ACCOUNT.search(url.partition("//")[2]):
        return Fault(
            RULE,
            f"{_short(url)} opens a page where readers have to sign in{_called(probe)}",
            "If readers have no account there, link to a public page.",
            severity="warning",
        )
    if probe.soft == "quiet":
        return Fault(
            RULE,
            f"{_short(url)} opens the page{_called(probe)} that the site shows for any made-up address",
            _HELP,
            severity="warning",
        )
    if not probe.final_url or promise.is_wrapped(asked, there.host):
        return None
    same = urls.same_site(asked.host, there.host)
    if same and not _HOME.match(asked.path) and _HOME.match(there.path) and not (asked.query and there.query):
        return Fault(
            RULE,
            f"{_short(url)} opens the site's front page instead: the page is probably gone",
            _HELP,
            severity="warning",
        )
    if not same and not probe.permanent and urls.brand(asked.host) != urls.brand(there.host):
        return Fault(RULE, f"{_short(url)} leads to another site: {_short(final)}", _HELP, severity="info")
    return None


_HELP = "Open the link, and correct the address if that is not what readers should see."


def after_refresh(url: str, probe: Probe) -> Fault:
    """A page that sends its readers on to one that is not there."""
    return Fault(
        RULE,
        f"{_short(url)} opens a page that sends readers on to {_short(probe.final_url)}, "
        f"which does not open: {probe.error}",
        "Link to the page that is meant.",
        severity="error",
    )


def is_turned_away(probe: Probe) -> str:
    """The name of the site, where one that is known for it shows programs a login or an error instead of the page."""
    for address in (probe.final_url, probe.url):
        host = urls.resolve(address).host if address else ""
        if host and (name := botwalls.site(host)):
            if probe.outcome == "unverified":
                return name
            if probe.outcome == "alive" and _is_sign_in(probe, urls.resolve(probe.final_url or probe.url)):
                return name
    return ""


def _is_parked(probe: Probe, host: str) -> bool:
    if urls.owner(host) in _PARKED_OWNERS and not urls.same_site(host, urls.resolve(probe.url).host):
        return True
    landing = probe.landing
    if probe.refreshed and urls.resolve(probe.final_url).path == "/lander":
        return True
    if landing is None or len(landing.text) > _PARKED_TEXT:
        return False
    return bool(_PARKED.search(probe.title) or _PARKED.search(" ".join(f"{landing.heading} {landing.text}".split())))


def _is_sign_in(probe: Probe, there: urls.Target) -> bool:
    if probe.final_url:
        segments = {segment.lower() for segment in there.path.split("/")}
        if segments & _SIGN_IN_SEGMENTS or there.host.partition(".")[0] in _SIGN_IN_LABELS:
            return True
    landing = probe.landing
    return landing is not None and bool(
        _SIGN_IN.match(probe.title) and (not landing.heading or _SIGN_IN.match(landing.heading))
    )


def _called(probe: Probe) -> str:
    title = probe.title or (probe.landing.heading if probe.landing else "")
    return f" (“{title[:80]}”)" if title else ""


def _short(url: str) -> str:
    return url if len(url) <= 100 else url[:97] + "…"
