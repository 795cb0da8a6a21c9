"""Every setting of a ``preflight.toml`` with its type and what it is for: what is accepted, and what editors show.

Tables of single families (``[links]``, ``[dates]``, …) are the ``Options`` of these families; ``[[rule]]`` is in
``preflight.checkers.terms``. The values are read, and refused with their line, in ``fold`` and ``arrangements``.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from preflight.model import Severity

Kind = Literal["email", "page", "site", "sheet", "evergreen", "transactional"]
State = Literal["source", "test-send", "final"]
Texts = str | list[str]
"""One text, or a list of them."""


class Host(Struct, rename="kebab", forbid_unknown_fields=True):
    """How links to one host are opened. What lets a link pass (accept, skip, expected-live) says why and until when."""

    name: Annotated[str, Meta(description='a host, or all below one: "shop.example", "*.shop.example"')]
    path: Annotated[str, Meta(description='only these paths: "/launch/*"')] = ""
    accept: Annotated[int | list[int], Meta(description="codes that are fine there: [403, 999]")] = []
    skip: Annotated[bool, Meta(description="do not open these links at all")] = False
    expected_live: Annotated[date | None, Meta(description="not there yet: asked again from this day on")] = None
    reason: Annotated[str, Meta(description="why this is accepted")] = ""
    expires: Annotated[date | None, Meta(description="until when")] = None
    rate: Annotated[float, Meta(description="requests a second, at most", ge=0.01, le=1000)] = 0
    connections: Annotated[int, Meta(description="requests at a time, at most", ge=1, le=60)] = 0
    headers: Annotated[
        dict[str, str],
        Meta(
            description="sent along; $NAME is the value of that environment variable. Only in a file named by --config"
        ),
    ] = {}


class Settings(Struct, rename="kebab", forbid_unknown_fields=True):
    """What a client insists on. The nearest preflight.toml above the checked file counts."""

    schema: Annotated[Literal[1], Meta(description="the form of this file")] = 1
    extends: Annotated[Texts, Meta(description='rule packs: "newsletter", "site", or a file beside this one')] = []
    kind: Annotated[Kind | None, Meta(description="what is checked here (guessed otherwise)")] = None
    state: Annotated[State | None, Meta(description="what a message file is (guessed otherwise)")] = None
    language: Annotated[str, Meta(description='for texts that do not say it themselves: "en-GB"')] = ""
    site: Annotated[Texts, Meta(description="the site's own addresses: links to them are looked up in the build")] = []
    base_path: Annotated[str, Meta(description="where on that address the build is put")] = "/"
    send_date: Annotated[
        str | None, Meta(description='when it goes out: 2026-11-24, or a schedule such as "Tue 09:00"')
    ] = None
    fail_on: Annotated[Severity, Meta(description="what keeps it from going out")] = "error"
    select: Annotated[Texts, Meta(description="only these rules: links.broken, links, dates.*")] = []
    ignore: Annotated[Texts, Meta(description="rules that are not wanted")] = []
    exclude: Annotated[Texts, Meta(description='files of a site that are not checked: "drafts/*"')] = []
    words: Annotated[Texts, Meta(description="the client's own words: never taken for typos")] = []
    words_file: Annotated[str, Meta(description="the list of words, where it is not called words.txt")] = ""
    facts: Annotated[str, Meta(description="what people and products are called, where it is not facts.toml")] = ""
    waivers: Annotated[str, Meta(description="the file of accepted findings: waivers.toml")] = ""
    plugins: Annotated[Texts, Meta(description="installed plug-ins, or Python files (with --allow-plugins)")] = []
    allow_hosts: Annotated[
        Texts, Meta(description="private hosts whose links may be opened. Only in a file named by --config")
    ] = []
    severity: Annotated[
        dict[str, Severity], Meta(description='error, warning or info, by rule: "links.staging" = "warning"')
    ] = {}
    rule: Annotated[list[dict[str, Any]], Meta(description="rules of your own: [[rule]]")] = []
    host: Annotated[list[Host], Meta(description="how links to one host are opened: [[host]]")] = []
    ledger: Annotated[str, Meta(description="a line for every check is written there: ledger.jsonl")] = ""
    link_record: Annotated[
        str, Meta(description="links that were fine, in a file that git can hold: not opened again for a week")
    ] = ""
    clients: Annotated[Texts, Meta(description='in a workspace: where the clients\' folders are: "clients/*"')] = []
    partners: Annotated[Texts, Meta(description="clients, hosts or profiles of others that may stand here")] = []
    senders: Annotated[Texts, Meta(description="addresses or domains that this client sends from")] = []
    profiles: Annotated[Texts, Meta(description="this client's profiles: instagram.com/example")] = []
    sources: Annotated[
        Texts, Meta(description="folders that the built pages are made from: marks in GitHub and GitLab point there")
    ] = []


SETTINGS = tuple(name.replace("_", "-") for name in Settings.__struct_fields__)
