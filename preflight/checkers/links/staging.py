"""Links that only the makers can open: test copies, local machines, editors' and administrators' pages."""

from __future__ import annotations

import re
from collections.abc import Collection

from preflight.checkers.links.fault import Fault
from preflight.checkers.links.form import has_tag
from preflight.reading import urls

RULE = "links.staging"

_SURE_LABEL = re.compile(r"(?:staging|stage|stg|preprod|pre-prod|uat|wip)\d{0,2}")  # "staging.shop.test"
_MAYBE_LABEL = re.compile(
    r"(?:dev|develop|development|test|testing|tst|qa|preview|beta|demo|sandbox|draft|new|old|temp|tmp)\d{0,2}"
)  # "dev.shop.test": public on some sites, a test copy on this one
_JOINED_LABEL = re.compile(
    r"(?:staging|stg|dev|test|preview)[-_](.+)|(.+)[-_](?:staging|stg|dev|test|preview)\d{0,2}"
)  # "dev-shop"
_PRIVATE = re.compile(
    r"localhost|127(?:\.\d{1,3}){1,3}|0\.0\.0\.0|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|"
    r"172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|169\.254(?:\.\d{1,3}){2}|\[::1\]|"
    r".{1,200}\.(?:local|localhost|lan|internal|localdomain)"
)  # "192.168.0.12"
_TUNNEL = re.compile(
    r".{1,200}\.(?:ngrok\.io|ngrok\.app|ngrok-free\.(?:app|dev)|loca\.lt|trycloudflare\.com|serveo\.net|lndo\.site|ddev\.site|"
    r"localtunnel\.me|webcontainer\.io|gitpod\.io|app\.github\.dev|localhost\.run)"
)  # "3f2a.ngrok.io"
_PREVIEW = re.compile(
    r"[^.]{1,200}--[^.]{1,200}\.netlify\.app|[^.]{1,200}-git-[^.]{1,200}\.vercel\.app|[0-9a-f]{8}\.[^.]{1,200}\.pages\.dev|"
    r"[^.]{1,200}--[^.]{1,200}\.web\.app|[^.]{1,200}\.shopifypreview\.com|[^.]{1,200}stg\.wpengine(?:powered)?\.com|"
    r"(?:staging|dev|test)[^.]{1,200}\.(?:kinsta\.cloud|wpengine(?:powered)?\.com|flywheelsites\.com|pantheonsite\.io|sg-host\.com)"
)  # "deploy-preview-12--shop.netlify.app"
_MAKERS_HOST = re.compile(
    r"(.{1,200})\.(?:netlify\.app|vercel\.app|pages\.dev|web\.app|herokuapp\.com|webflow\.io|wpengine\.com|wpenginepowered\.com|"
    r"kinsta\.cloud|flywheelsites\.com|pantheonsite\.io|myftpupload\.com|cloudwaysapps\.com|sg-host\.com|wixsite\.com|"
    r"wpcomstaging\.com|instawp\.xyz|dream\.press|onrender\.com|azurewebsites\.net|fly\.dev|up\.railway\.app)"
)  # "bakery.netlify.app"
_MAKERS_PATH = re.compile(
    r"/wp-admin(?:/(?!admin-(?:ajax|post)\.php)|\Z)|/wp-login\.php|/administrator/index\.php|/admin/(?:pages|themes|products|posts)\b|"
    r"/ghost/?\Z|/umbraco/?\Z"
)  # "/wp-admin/post.php"
_MAKERS_QUERY = re.compile(
    r"(?:\A|&)(?:preview=true|preview_id=|preview_nonce=|preview_theme_id=|elementor-preview=|et_fb=1|fl_builder|vc_editable=true|"
    r"customize_changeset_uuid=|ct_builder=true)"
)  # "?p=12&preview=true"
_EDITORS = re.compile(r"/(?:document|spreadsheets|presentation|forms|drawings)/d/[\w-]{8,200}/edit\b")
# "docs.google.com/document/d/…/edit"
_MAKERS_SITE = re.compile(
    r"us\d{1,2}\.admin\.mailchimp\.com|admin\.shopify\.com|editor\.wix\.com|manage\.wix\.com|app\.asana\.com"
)
_OWN_FILE = re.compile(r"file:|[a-z]:[\\/]|\\\\", re.IGNORECASE)  # "file:///C:/Users/anna/flyer.pdf"

_FINAL = "Link to the public page that readers can open."


def opens_administration(path: str) -> bool:
    """Whether a path is the administration of a content management system."""
    return bool(_MAKERS_PATH.search(path))


def is_suspect(url: str) -> bool:
    """Whether a URL could be a maker's, so that its surroundings are worth looking at."""
    if _OWN_FILE.match(url):
        return True
    pieces = urls.split(url)
    if opens_administration(pieces.path) or _MAKERS_QUERY.search(pieces.query):
        return True
    if not pieces.authority or pieces.scheme not in ("http", "https", ""):
        return False
    _, host, _ = urls.split_authority(pieces.authority)
    label = host.removeprefix("www.").partition(".")[0]
    return host == "docs.google.com" or any(
        pattern.fullmatch(subject)
        for pattern, subject in (
            (_SURE_LABEL, label), (_MAYBE_LABEL, label), (_JOINED_LABEL, label), (_PRIVATE, host), (_TUNNEL, host),
            (_PREVIEW, host), (_MAKERS_HOST, host), (_MAKERS_SITE, host),
        )
    )  # fmt: skip


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
    if _PRIVATE.fullmatch(host):
        if shown and not email:
            return None
        severity = "warning" if shown else ""
        return Fault(
            RULE, f"the link opens {host}, which exists on the maker’s own network only", _FINAL, severity=severity
        )
    if _TUNNEL.fullmatch(host):
        return Fault(RULE, f"the link opens {host}, a temporary door to the maker’s own computer", _FINAL)
    if _PREVIEW.fullmatch(host):
        return Fault(RULE, f"the link opens {host}, a preview of a site", _FINAL, severity="" if email else "warning")
    return _test_copy(host, hosts) or _makers_place(host, pieces, hosts, email=email)


def _own_path(pieces: urls.Pieces, *, email: bool) -> Fault | None:
    if not email and not pieces.scheme and _MAKERS_PATH.search(pieces.path):
        return Fault(RULE, "the link opens the administration of the site", _FINAL, severity="warning")
    return None


def _test_copy(host: str, hosts: Collection[str]) -> Fault | None:
    """``staging.shop.test`` beside ``www.shop.test``, and ``shop.netlify.app`` beside ``shop.test``."""
    first, _, rest = host.removeprefix("www.").partition(".")
    if "." in rest and len(rest) > 4:
        joined = _JOINED_LABEL.fullmatch(first)
        own = any(urls.same_host(other, rest) for other in hosts)
        own = own or bool(joined and any(urls.same_site(other, rest) and other != host for other in hosts))
        sure = _SURE_LABEL.fullmatch(first)
        if own and (sure or joined or _MAYBE_LABEL.fullmatch(first)):
            return Fault(
                RULE,
                f"the link opens {host}, a test copy of {rest}",
                _FINAL,
                severity="" if sure or _is_dev(first) else "warning",
            )
        if sure:
            return Fault(
                RULE, f"the link opens {host}, which looks like a test copy of {rest}", _FINAL, severity="warning"
            )
    if maker := _MAKERS_HOST.fullmatch(host):
        name = maker[1].rpartition(".")[2]
        plain = [other for other in hosts if not _MAKERS_HOST.fullmatch(other)]
        if own_host := next(
            (other for other in plain if len(urls.brand(other)) > 3 and urls.brand(other) in name.replace("-", "")), ""
        ):
            return Fault(RULE, f"the link opens {host}, the maker’s copy of {own_host}", _FINAL)
    return None


def _is_dev(label: str) -> bool:
    return label.rstrip("0123456789") in ("dev", "develop", "development") or bool(_JOINED_LABEL.fullmatch(label))


def _makers_place(host: str, pieces: urls.Pieces, hosts: Collection[str], *, email: bool) -> Fault | None:
    if host == "docs.google.com" and _EDITORS.search(pieces.path):
        message = "the link opens a shared document where it is edited"
        severity = "warning" if email and "usp=sharing" not in pieces.query else "info"
        return Fault(RULE, message, "Make sure that readers can only view it.", severity=severity)
    if _MAKERS_QUERY.search(pieces.query):
        return Fault(RULE, "the link opens an unpublished preview, which readers cannot see", _FINAL)
    own = any(urls.same_site(other, host) for other in hosts if other != host) or not hosts
    if _MAKERS_SITE.fullmatch(host) or (_MAKERS_PATH.search(pieces.path) and own):
        return Fault(
            RULE, "the link opens a page that only the makers of the site can log in to", _FINAL, severity="warning"
        )
    return None
