"""Redirect rules of static hosts: read them, and answer them as the host would.

``read`` turns a build's redirect files into rules, one module per host; ``table.Table`` finds the rule that applies to
a path and follows it to its end. Pages that send their readers on (``<meta http-equiv="refresh">``) come in as rules of
host ``page``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping

from preflight.model import Redirect
from preflight.patterns import regex

CLOUDFLARE_NAMES = ("wrangler.toml", "wrangler.json", "wrangler.jsonc", "_routes.json")
"""Files that a Cloudflare project has: they tell whose ``_redirects`` it is."""

NAMES = ("_redirects", "netlify.toml", "vercel.json", ".htaccess", *CLOUDFLARE_NAMES)
"""The files at a build's root that ``read`` wants to see, in the order in which their rules apply."""


_NGINX = regex(
    r"(?:nginx|redirects?|rewrites?)[\w.-]{0,40}\.conf\Z|[\w.-]{1,60}\.nginx\Z", re.IGNORECASE
)  # "nginx.conf"
_SHEET = regex(r"[^/]{0,80}redirect[^/]{0,80}\.(?:csv|json)\Z", re.IGNORECASE)  # "redirection-oak-2026.csv"
_MAPPINGS = regex(r"(?:url[-_]?mappings?|redirects?)\.txt\Z", re.IGNORECASE)  # "url-mappings.txt"


def wanted(names: Collection[str]) -> list[str]:
    """The files at a build's root that ``read`` wants to see: ``NAMES``, nginx's, and lists that platforms export."""
    others = (name for name in names if "/" not in name and name not in NAMES)
    found = [name for name in others if any(kind.match(name) for kind in (_NGINX, _SHEET, _MAPPINGS))]
    return [name for name in NAMES if name in names] + sorted(found)


def read(files: Mapping[str, bytes], host: str = "") -> tuple[Redirect, ...]:
    """The rules of these files, in the order in which they apply. ``host`` is whose ``_redirects`` it is, where the
    client's configuration says so.

    Keys are paths as reports show them; only the last segment decides what a file is. A line that nobody can read
    becomes a rule of status 0 that covers nothing and says in ``condition`` why; one that its host understands and this
    program does not, a rule of status ``NOT_EVALUATED``.
    """
    if not files:
        return ()
    # a newsletter has no redirects and shall not wait for them
    from preflight.redirects import apache, netlify, nginx, sheets, squarespace, vercel

    named = {posixpath.basename(path): (path, data) for path, data in files.items()}
    rules: list[Redirect] = []
    for name, (path, text) in ((name, (named[name][0], _text(named[name][1]))) for name in wanted(named)):
        if name == "_redirects":
            rules += netlify.read(text, path, host or host_of(named))
        elif _SHEET.match(name):
            rules += sheets.read(text, path)
        elif _MAPPINGS.match(name):
            rules += squarespace.read(text, path) if squarespace.is_list(text) else ()
        elif _NGINX.match(name):
            rules += nginx.read(text, path)
        elif name == "netlify.toml":
            rules += netlify.read_toml(text, path)
        elif name == "vercel.json":
            rules += vercel.read(text, path)
        elif name == ".htaccess":
            rules += apache.read(text, path)
    return tuple(rules)


def host_of(names: Mapping[str, object] | frozenset[str]) -> str:
    """Whose site a build with these file names is: netlify, cloudflare, vercel, apache, or empty when nothing tells.

    A bare ``_redirects`` could be Netlify's, Cloudflare's or GitLab's: it counts as Netlify's, whose rules it follows.
    """
    if "netlify.toml" in names:
        return "netlify"
    if any(name in names for name in CLOUDFLARE_NAMES):
        return "cloudflare"
    known = {"_redirects": "netlify", "vercel.json": "vercel", ".htaccess": "apache"}
    return next((host for name, host in known.items() if name in names), "")


def proposal(host: str, source: str, target: str, *, folder: bool = False) -> str:
    """The line that redirects ``source`` to ``target`` for good, as the host writes it; empty for an unknown host.

    With ``folder`` both end in a slash, and all that lies below goes along.
    """
    from preflight.redirects import apache, netlify, vercel

    writers = {"netlify": netlify.write, "cloudflare": netlify.write, "vercel": vercel.write, "apache": apache.write}
    return writers[host](source, target, folder=folder) if host in writers else ""


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
