"""A contract test kit for authors of checkers; with any test runner, or none.

    import preflight_voice
    from preflight.testing import check_checker, examine_text

    def test_keeps_the_contract():
        check_checker(preflight_voice)

    def test_counts_exclamation_marks():
        assert examine_text(preflight_voice, "<p>Now! Really!</p>", "text/html").findings

A checker is given as its module, or as the text that registers it: ``"package.module:object"``, or the path of a file.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from types import ModuleType
from typing import Any, Literal

from preflight import contract, discovery, examine, parse, plugins
from preflight.model import SEVERITIES, Delivery, Fact, Facts, Finding, Location, SendDate, State
from preflight.patterns import regex

RULE_ID = regex(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*")
"""``voice.exclamation``"""
SLOW = 5.0
"""Seconds, half of what a document gets in a real run."""
MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".eml": "message/rfc822",
}

NASTY: Mapping[str, tuple[str, bytes]] = {
    "an empty page": ("text/html", b""),
    "white space": ("text/plain", b" \r\n\t\n" * 50),
    "control characters": ("text/plain", bytes(range(32)) * 20),
    "no text at all": ("text/html", bytes(range(256)) * 40),
    "every script": ("text/plain", "Größe naïve Ωμέγα дом 你好 שלום 🎉👩‍👩‍👧 e\u0301 \u202eabc\u202c ﬁ ".encode() * 40),
    "one long word": ("text/plain", b"a" * 200_000),
    "one long line": ("text/plain", b"Is this it? Yes! " * 12_000),
    "open brackets": ("text/plain", b"(" * 200_000),
    "exclamation marks": ("text/plain", b"!" * 200_000),
    "tags that never end": ("text/html", b"<a " * 60_000),
    "deep nesting": ("text/html", b"<div>" * 4_000 + b"deep" + b"</div>" * 4_000),
    "Windows line ends": ("text/html", b"\xef\xbb\xbf<p>First.\r\n<p>Second &amp; third.\r\n"),
    "a letter that stops": (
        "message/rfc822",
        b'Subject: =?utf-8?q?Hi?=\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html\n\n<p>',
    ),
    "half a template": ("text/html", b"<p>Hi {{ name | default: 'you' }}, {% if x %}yes{% endif %} *|FNAME|*</p>"),
    "a page": ("text/html", b"<title>News</title><h1>News</h1><p>Come on <b>Fri</b>day, 27 November 2026!</p>"),
}  # fmt: skip
"""Documents that a checker meets sooner or later."""


def check_checker(checker: ModuleType | str) -> None:
    """Hold a checker to its contract. Raises AssertionError with what is wrong, in words."""
    name, source = _named(checker)
    loaded = discovery.load(discovery.Plugin(name, source, source))
    fault = contract.fault_of(loaded, name)
    assert not fault, f"the checker {fault}"
    _check_rules(loaded, name)
    _check_options(loaded)
    seen: dict[str, Facts] = {}
    for title, (media_type, data) in NASTY.items():
        started = time.perf_counter()
        facts = _examined(name, source, data, media_type, "nasty", {})
        assert time.perf_counter() - started < SLOW, f"takes more than {SLOW:g} seconds for {title}"
        items: list[Fact | Finding] = [*facts.findings, *(fact for kind in facts.facts.values() for fact in kind)]
        for item in items:
            _check_item(loaded, item, data, title)
        seen[title] = facts
    for title in reversed(list(NASTY)):
        media_type, data = NASTY[title]
        again = _examined(name, source, data, media_type, "nasty", {})
        assert again == seen[title], f"gives another result for {title} the second time: it must not remember anything"
    delivery = Delivery("nasty", "site", "final", tuple(seen.values()), SendDate(date(2026, 11, 24), "option"))
    first, second = _reviewed(name, source, delivery, {}), _reviewed(name, source, delivery, {})
    assert first == second, "review gives another result the second time: it must not remember anything"
    for finding in first:
        assert finding.rule in {rule.id for rule in loaded.RULES}, (
            f"review gives {finding.rule!r}, which is not in RULES"
        )
        assert finding.message, f"review gives a finding of {finding.rule} without a message"


def examine_text(
    checker: ModuleType | str, text: str | bytes, media_type: str = "text/html", *, path: str = "page", **options: Any
) -> Facts:
    """What the checker makes of one document: ``.findings`` and ``.facts``. Whatever it raises comes through."""
    data = text.encode() if isinstance(text, str) else text
    return _examined(*_named(checker), data, media_type, path, options)


def review_texts(
    checker: ModuleType | str,
    texts: Mapping[str, str | bytes],
    *,
    previous: Mapping[str, str | bytes] | None = None,
    send_date: date,
    kind: Literal["email", "page", "site", "sheet"] = "site",
    state: State = "final",
    **options: Any,
) -> tuple[Finding, ...]:
    """What ``review`` finds in a delivery of several files, given as name → content; their names say what they are."""
    name, source = _named(checker)

    def delivery(named: Mapping[str, str | bytes], earlier: Delivery | None) -> Delivery:
        documents = tuple(
            _examined(
                name,
                source,
                text.encode() if isinstance(text, str) else text,
                MEDIA_TYPES.get(PurePosixPath(path).suffix, "text/plain"),
                path,
                options,
            )
            for path, text in named.items()
        )
        sent = SendDate(send_date, "option")
        return Delivery("delivery", kind, state, documents, sent, frozenset(named), previous=earlier)

    before = delivery(previous, None) if previous is not None else None
    return _reviewed(name, source, delivery(texts, before), options)


def _named(checker: ModuleType | str) -> tuple[str, str]:
    """The name that the checker's rules begin with, and where its code is."""
    source = checker if isinstance(checker, str) else checker.__name__
    rules = getattr(discovery.load(discovery.Plugin("", source, source)), "RULES", ())
    assert rules, "the checker has no RULES"
    return str(rules[0].id).partition(".")[0], source


def _examined(name: str, source: str, data: bytes, media_type: str, path: str, options: Mapping[str, Any]) -> Facts:
    document = parse.parse(data, media_type)
    seen = examine.checked(document, name, {plugins.SOURCE: source, **options})
    row = examine.pack(
        document,
        [item for item in seen if isinstance(item, Fact)],
        [item for item in seen if isinstance(item, Finding)],
    )
    row |= {"sha256": hashlib.sha256(data).hexdigest(), "gaps": [], "partial": False}
    return examine.unpack(row, path, path)


def _reviewed(name: str, source: str, delivery: Delivery, options: Mapping[str, Any]) -> tuple[Finding, ...]:
    judge = plugins.prepared(name, {plugins.SOURCE: source, **options}).review
    found = tuple(judge(delivery)) if judge else ()
    for item in found:
        fault = contract.fault_in(item, name)
        assert not fault, f"review {fault}"
    return found


def _check_rules(checker: Any, name: str) -> None:
    ids = [rule.id for rule in checker.RULES]
    assert name not in plugins.RESERVED, f"{name!r} is the name of preflight's own checks"
    assert len(set(ids)) == len(ids), "two rules share an id"
    for rule in checker.RULES:
        assert RULE_ID.fullmatch(rule.id), (
            f"{rule.id!r} is no rule id: family.fault in small letters, digits and hyphens"
        )
        assert rule.summary.strip(), f"{rule.id} has no summary"
        assert not rule.summary.endswith("."), f"the summary of {rule.id} is a clause, without a full stop"
        assert rule.text.strip(), f"{rule.id} has no text: say why it exists, what it looks at, and what to do"
        assert rule.severity in SEVERITIES, f"{rule.id} has the severity {rule.severity!r}"


def _check_options(checker: Any) -> None:
    options = checker.Options
    how = getattr(options, "__struct_config__", None) or options.__dataclass_params__
    assert how.frozen, "Options is not frozen: class Options(msgspec.Struct, frozen=True) or @dataclass(frozen=True)"
    try:
        options()
    except TypeError as error:
        raise AssertionError(f"an option has no default, and a client may leave it out: {error}") from None
    assert options() == options(), "two Options of the same values are not equal: the results could not be kept"


def _check_item(checker: Any, item: Fact | Finding, data: bytes, title: str) -> None:
    place = item.place
    assert isinstance(place, Location)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    if place.line is not None:
        assert 1 <= place.line <= lines, f"points at line {place.line} of {title}, which has {lines}"
        assert (place.line, place.column) <= (place.end_line, place.end_column), f"points backwards in {title}"
    if isinstance(item, Finding):
        assert item.rule in {rule.id for rule in checker.RULES}, f"gives {item.rule!r}, which is not in RULES"
        assert item.message, f"gives a finding of {item.rule} without a message"
