"""Pictures from the web, once somebody has asked for them: for one view, and under a policy of its own.

Loading them is what opening the email does: its sender's counter counts an opening, and the servers that hold them see
this computer's address. Addresses within the own network are never loaded: a message must not knock at a router's door.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from preflight import parse, pipeline, render
from preflight.model import Report
from preflight.patterns import regex
from preflight.reporters import answer

HOST = regex(r"(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*[a-z0-9]")
"""``images.example.com``, and neither ``localhost`` nor ``10.0.0.1``"""
PRIVATE = (".local", ".localhost", ".internal", ".lan", ".home", ".home.arpa", ".intranet", ".corp", ".private")
MOST_HOSTS = 12


def hosts(report: Report, options: pipeline.Options) -> tuple[str, ...]:
    """The servers that the pictures of an email come from; nothing for a site."""
    if not report.targets or any(target.kind != "email" for target in report.targets):
        return ()
    found: dict[str, None] = {}
    for source in pipeline.sources(options):
        try:
            document = parse.parse(source.read(), source.media_type)
        except OSError:
            continue
        addresses = (image.url.strip() for part in document.parts for image in part.images)
        found.update((urlsplit(address).hostname or "", None) for address in addresses if is_public(address))
    return tuple(found)[:MOST_HOSTS]


def is_public(address: str) -> bool:
    """Whether it is a picture's address on the web: a name, and the usual port."""
    try:
        parts = urlsplit(address.strip())
        port, host = parts.port, (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    usual = (parts.scheme, port) in (("https", None), ("https", 443), ("http", None), ("http", 80))
    return usual and not parts.username and bool(HOST.fullmatch(host)) and not host.endswith(PRIVATE)


def told(names: tuple[str, ...]) -> str:
    return answer.listed(names)


def report_with(report: Report, options: pipeline.Options) -> Report:
    """The report with its renderings anew, the pictures of the web in them."""
    kind = report.targets[0].kind
    return render.rendered(report, [(source, kind) for source in pipeline.sources(options)], loads=is_public)
