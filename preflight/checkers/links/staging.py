"""Links that only the makers can open: test copies, local machines, editors' and administrators' pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import cast

from preflight.checkers.links.fault import Fault
from preflight.checkers.links.form import has_tag
from preflight.checkers.links.vocabulary import MAKERS, MAYBE_TEST_LABELS, TEST_LABELS, TUNNELS
from preflight.model import Delivery, Facts, Finding, Severity
from preflight.patterns import regex
from preflight.reading import urls

RULE = "links.staging"
SUSPECT = "staging-link"
"""Fact: a link that only the makers can open, unless the run says that its readers can. The value is its sentence, its
remedy and its severity."""

_OFFICE = (".local", ".localhost", ".lan", ".internal", ".localdomain")
_JOINED = frozenset({"staging", "stg", "dev", "test", "preview"})
"""Pieces of a first label that make a test copy: ``shop-staging``, ``dev-shop``."""

_MAKERS_SITES = frozenset({"admin.shopify.com", "editor.wix.com", "manage.wix.com", "app.asana.com"})
_MAKERS_PATHS = (
    "/wp-admin/", "/wp-login.php", "/administrator/index.php", "/admin/pages", "/admin/themes", "/admin/products",
    "/admin/posts",
)  # fmt: skip
_MAKERS_ENDS = ("/wp-admin", "/ghost", "/umbraco")
_FOR_EVERYBODY = ("/wp-admin/admin-ajax.php", "/wp-admin/admin-post.php")
_MAKERS_FIELDS = (
    "preview=true", "preview_id=", "preview_nonce=", "preview_theme_id=", "elementor-preview=", "et_fb=1", "fl_builder",
    "vc_editable=true", "customize_changeset_uuid=", "ct_builder=true",
)  # fmt: skip
"""How fields of a query begin that show an unpublished page."""

_EDITED = frozenset({"document", "spreadsheets", "presentation", "forms", "drawings"})
_OWN_FILE = regex(r"file:|[a-z]:[\\/]|\\\\", re.IGNORECASE)  # "file:///C:/Users/anna/flyer.pdf"

_FINAL = "Link to the public page that readers can open."


def opens_administration(path: str) -> bool:
    """Whether a path is the administration of a content management system."""
    if "admin" not in path and "/wp-login" not in path and not path.rstrip("/").endswith(_MAKERS_ENDS):
        return False
    inside = any(piece in path for piece in _MAKERS_PATHS) or path.rstrip("/").endswith(_MAKERS_ENDS)
    return inside and not any(piece in path for piece in _FOR_EVERYBODY)


def is_suspect(url: str) -> bool:
    """Whether a URL could be a maker's, so that its surroundings are worth looking at."""
    if _OWN_FILE.match(url):
        return True
    pieces = urls.split(url)
    if opens_administration(pieces.path) or _is_preview_query(pieces.query):
        return True
    if not pieces.authority or pieces.scheme not in ("http", "https", ""):
        return False
    _, host, _ = urls.split_authority(pieces.authority)
    return bool(
        host == "docs.google.com"
        or _test_label(host)
        or _is_private(host)
        or host.endswith(TUNNELS)
        or host.endswith(MAKERS)
        or _is_makers_site(host)
    )


def _is_preview_query(query: str) -> bool:
    return any(field.startswith(_MAKERS_FIELDS) for field in query.split("&", 50)) if query else False


def _is_makers_site(host: str) -> bool:
    return host in _MAKERS_SITES or host.endswith(".admin.mailchimp.com")


def _is_private(host: str) -> bool:
    """Whether a host exists in an office or a home only (RFC 1918, RFC 6762), as it is written."""
    if host in ("localhost", "[::1]") or host.endswith(_OFFICE):
        return True
    numbers = host.split(".", 4)
    if len(numbers) != 4 or not all(number.isdecimal() and len(number) < 4 for number in numbers):
        return False
    first, second = int(numbers[0]), int(numbers[1])
    return first in (0, 10, 127) or (first, second) in ((192, 168), (169, 254)) or (first == 172 and 16 <= second < 32)


def _test_label(host: str) -> str:
    """How sure a host's first label tells a test copy: sure, joined, maybe, or nothing."""
    label = host.removeprefix("www.").partition(".")[0].rstrip("0123456789")
    if label in TEST_LABELS:
        return "sure"
    if label in MAYBE_TEST_LABELS:
        return "maybe"
    pieces = label.replace("_", "-").split("-")
    return "joined" if len(pieces) > 1 and (pieces[0] in _JOINED or pieces[-1] in _JOINED) else ""


def _is_preview(host: str) -> bool:
    """Whether a host shows one state of a site to its makers: ``deploy-preview-12--shop.netlify.app``."""
    name, _, maker = next(((host[: -len(end)], ".", end) for end in MAKERS if host.endswith(end)), ("", "", ""))
    if maker in (".netlify.app", ".web.app"):
        return "--" in name
    if maker == ".pages.dev":
        first, dot, _ = name.partition(".")
        return bool(dot) and len(first) == 8 and set(first) <= set("0123456789abcdef")
    if maker == ".vercel.app":
        return "-git-" in name
    return (
        maker == ".shopifypreview.com"
        or name.startswith(("staging", "dev-", "test-"))
        or (name.endswith("stg") and bool(maker))
    )


def fault(url: str, hosts: Collection[str], *, email: bool, shown: bool) -> Fault | None:
    """Why readers cannot be meant to open this URL.

    ``hosts`` are the other hosts of the document, which tell whose test copy it is; ``shown`` when the text shows this
    very URL: a manual that says "open http://localhost:8000" means it.
    """
    text = urls.clean(url)
    if _OWN_FILE.match(text) and not has_tag(text):
        return Fault(
            RULE,
            "the link opens a file on the computer of whoever wrote it",
            "Put the file on the site and link to it.",
        )
    pieces = urls.split(text)
    if not pieces.authority or pieces.scheme not in ("http", "https", ""):
        return _own_path(pieces, email=email)
    _, host, _ = urls.split_authority(pieces.authority)
    if _is_private(host):
        if shown and not email:
            return None
        severity = "warning" if shown else ""
        return Fault(
            RULE, f"the link opens {host}, which exists on the maker’s own network only", _FINAL, severity=severity
        )
    if host.endswith(TUNNELS):
        return Fault(RULE, f"the link opens {host}, a temporary door to the maker’s own computer", _FINAL)
    if _is_preview(host):
        return Fault(RULE, f"the link opens {host}, a preview of a site", _FINAL, severity="" if email else "warning")
    return _test_copy(host, hosts) or _makers_place(host, pieces, hosts, email=email)


def _own_path(pieces: urls.Pieces, *, email: bool) -> Fault | None:
    if not email and not pieces.scheme and opens_administration(pieces.path):
        return Fault(RULE, "the link opens the administration of the site", _FINAL, severity="warning")
    return None


def _test_copy(host: str, hosts: Collection[str]) -> Fault | None:
    """``staging.shop.test`` beside ``www.shop.test``, and ``shop.netlify.app`` beside ``shop.test``."""
    first, _, rest = host.removeprefix("www.").partition(".")
    label = _test_label(host)
    if label and "." in rest and len(rest) > 4:
        own = any(urls.same_host(other, rest) for other in hosts)
        own = own or (label == "joined" and any(urls.same_site(other, rest) and other != host for other in hosts))
        if own:
            severity = "" if label != "maybe" or first.startswith("dev") else "warning"
            return Fault(RULE, f"the link opens {host}, a test copy of {rest}", _FINAL, severity=severity)
        if label == "sure":
            message = f"the link opens {host}, which looks like a test copy of {rest}"
            return Fault(RULE, message, _FINAL, severity="warning")
    maker = next((end for end in MAKERS if host.endswith(end)), "")
    if maker:
        name = host.removesuffix(maker).rpartition(".")[2].replace("-", "")
        for other in sorted(hosts):
            if not other.endswith(MAKERS) and len(urls.brand(other)) > 3 and urls.brand(other) in name:
                return Fault(RULE, f"the link opens {host}, the maker’s copy of {other}", _FINAL)
    return None


def _makers_place(host: str, pieces: urls.Pieces, hosts: Collection[str], *, email: bool) -> Fault | None:
    if host == "docs.google.com" and _is_edited(pieces.path):
        message = "the link opens a shared document where it is edited"
        severity = "warning" if email and "usp=sharing" not in pieces.query else "info"
        return Fault(RULE, message, "Make sure that readers can only view it.", severity=severity)
    if _is_preview_query(pieces.query):
        return Fault(RULE, "the link opens an unpublished preview, which readers cannot see", _FINAL)
    own = any(urls.same_site(other, host) for other in hosts if other != host) or not hosts
    if _is_makers_site(host) or (opens_administration(pieces.path) and own):
        return Fault(
            RULE, "the link opens a page that only the makers of the site can log in to", _FINAL, severity="warning"
        )
    return None


def _is_edited(path: str) -> bool:
    """``/document/d/IDENTIFIER/edit``"""
    pieces = path.split("/", 5)
    return len(pieces) > 4 and pieces[1] in _EDITED and pieces[2] == "d" and pieces[4] == "edit"


def findings(facts: Facts, delivery: Delivery) -> Iterator[Finding]:
    """The suspects, except hosts that the user named and the address that this very build is put at."""
    for fact in facts.facts.get(SUSPECT, ()):
        message, remedy, severity = fact.value
        if not _is_meant(fact.match, delivery):
            level = cast(Severity, severity) if severity else None
            yield Finding(RULE, message, fact.location, match=fact.match, help=remedy, severity=level)


def _is_meant(url: str, delivery: Delivery) -> bool:
    target = urls.resolve(urls.clean(url))
    if not target.host:
        return False
    port = target.port or {"https": "443"}.get(target.scheme, "80")
    named = {name.lower() for name in delivery.allowed}
    bare = target.host.strip("[]")
    if not named.isdisjoint({target.host, bare, f"{target.host}:{port}"}):
        return True
    return any(urls.resolve(preview).host == target.host for preview in delivery.previews)
