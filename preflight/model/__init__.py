"""The types that every step shares, and all that a third-party checker imports.

Offsets are code points in a part's decoded text; lines and columns are 1-based, lines break at ``\\n`` only.
Nothing here reads a file, a clock or the network, and nothing here imports more than the standard library.
"""

from __future__ import annotations

from typing import Any, Protocol

from preflight.model.delivery import (
    Arrangement,
    Client,
    Delivery,
    FactLink,
    Facts,
    Landing,
    Name,
    Probe,
    Redirect,
    SendDate,
)
from preflight.model.document import Document, Element, Ignore, Image, Link, Meta, Part, Record, TextRun, plain_document
from preflight.model.errors import PreflightError
from preflight.model.findings import (
    SEVERITIES,
    Fact,
    Finding,
    Fix,
    Gap,
    Related,
    Rule,
    Severity,
    State,
    Verdict,
    by_kind,
)
from preflight.model.places import CONTEXT, Location, Place, Span
from preflight.model.report import Judged, Rendering, Report, Target, Waiver

__all__ = [
    "API_VERSION",
    "CONTEXT",
    "SEVERITIES",
    "Arrangement",
    "Checker",
    "Client",
    "Delivery",
    "Document",
    "Element",
    "Fact",
    "FactLink",
    "Facts",
    "Finding",
    "Fix",
    "Gap",
    "Ignore",
    "Image",
    "Judged",
    "Landing",
    "Link",
    "Location",
    "Meta",
    "Name",
    "Part",
    "Place",
    "PreflightError",
    "Probe",
    "Record",
    "Redirect",
    "Related",
    "Rendering",
    "Report",
    "Rule",
    "SendDate",
    "Severity",
    "Span",
    "State",
    "Target",
    "TextRun",
    "Verdict",
    "Waiver",
    "by_kind",
    "plain_document",
]

API_VERSION = 1
"""Raised when a checker written for the version before would stop working."""


class Checker(Protocol):
    """What a checker module offers: ``RULES``, ``Options``, and ``check`` or ``review`` or both.

    With ``prepare(options)``, its result (a lexicon, a table) is made once per process and passed to both as the last
    argument; give it a ``digest`` attribute when it depends on more than the options and the program's version.
    A third-party checker also states ``API_VERSION`` and keeps to the rule-id prefix it is registered under.
    """

    RULES: tuple[Rule, ...]
    Options: type[Any]
