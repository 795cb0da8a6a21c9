"""Fold a configuration file over what came before it: packs first, then its own values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

from msgspec.structs import replace

from preflight import plugins, shipped
from preflight.config.arrangements import arrangements
from preflight.config.client import names_of, words_of
from preflight.config.layer import Layer, line_of, misfit, nearest, refuse_unknown, text, texts
from preflight.config.ruleset import Ruleset
from preflight.config.settings import SETTINGS, Kind, State
from preflight.config.waivers import waivers
from preflight.contract import option_names
from preflight.discovery import Plugin
from preflight.model import SEVERITIES, PreflightError, Severity

PACKS = ("newsletter", "site")
WRITTEN = {"link-record": (".txt", ".lock"), "ledger": (".jsonl",)}
"""Files that a run writes to, and how their names must end: a configuration cannot have a page overwritten."""
CHOICES = {"kind": get_args(Kind), "state": get_args(State), "fail-on": SEVERITIES}


def fold(ruleset: Ruleset, layer: Layer, *, allow_plugins: bool, inside: tuple[Path, ...] = ()) -> Ruleset:
    """The ruleset with the file's settings over it. ``inside`` are the files that are being folded around this one."""
    values = layer.values
    for name in texts(layer, "", "extends"):
        pack = _pack(layer, name)
        if pack.file.resolve() in (layer.file.resolve(), *inside):
            layer.refuse(f"extends = {name!r} goes round in a circle", "", "extends")
        ruleset = fold(ruleset, pack, allow_plugins=allow_plugins, inside=(*inside, layer.file.resolve()))
    checkers = {name: dict(options) for name, options in ruleset.checkers.items()}
    notes = list(ruleset.notes)
    for name in texts(layer, "", "plugins"):
        plugin = _plugin(layer, name, allow_plugins=allow_plugins)
        checkers[plugin.name] = {**checkers.get(plugin.name, {}), plugins.SOURCE: plugin.source}
    refuse_unknown(layer, values, [*SETTINGS, *checkers], "", "setting")
    for key, choices in CHOICES.items():
        if key in values and values[key] not in choices:
            layer.refuse(f"{key} = {values[key]!r} is none of {', '.join(choices)}", "", key)
    for name, options in checkers.items():
        if name in values:
            options.update(_options(layer, name, options, values[name]))
    if values.get("kind") == "transactional":
        checkers["mail"] = {"kind": "transactional", **checkers.get("mail", {})}
    if "rule" in values:
        checkers["terms"]["rules"] = _declared(layer, checkers["terms"].get("rules", []))
    hosts = tuple(host for site in texts(layer, "", "site") if (host := re.sub(r"^\w+://|[/?#].*$", "", site).lower()))
    allow_hosts = tuple(texts(layer, "", "allow-hosts"))
    if allow_hosts and not layer.trusted:
        notes.append(
            f"allow-hosts in {layer.shown} not honoured: name hosts with --allow-host, or the file with --config"
        )
        allow_hosts = ()
    arranged, unheeded = arrangements(layer)
    notes += unheeded
    folded = replace(
        ruleset,
        kind=text(layer, "kind", ruleset.kind),
        state=text(layer, "state", ruleset.state),
        language=text(layer, "language", ruleset.language).lower(),
        hosts=hosts or ruleset.hosts,
        base_path=_base_path(text(layer, "base-path", ruleset.base_path)),
        send_date=_send_date(layer, ruleset.send_date),
        fail_on=values.get("fail-on", ruleset.fail_on),
        select=tuple(texts(layer, "", "select")) or ruleset.select,
        ignore=ruleset.ignore + tuple(texts(layer, "", "ignore")),
        exclude=ruleset.exclude + tuple(texts(layer, "", "exclude")),
        words={**ruleset.words, **words_of(layer)},
        names=ruleset.names + names_of(layer),
        allow_hosts=ruleset.allow_hosts + allow_hosts,
        link_record=_beside(layer, "link-record") or ruleset.link_record,
        ledger=_beside(layer, "ledger") or ruleset.ledger,
        sources=_folders(layer, "sources") or ruleset.sources,
        arrangements=ruleset.arrangements + arranged,
        partners=ruleset.partners + tuple(partner.lower() for partner in texts(layer, "", "partners")),
        checkers=checkers,
        notes=tuple(notes),
    )
    folded = replace(folded, severity={**ruleset.severity, **_severities(layer, folded)})
    check_patterns(folded, [*texts(layer, "", "select"), *texts(layer, "", "ignore")], layer)
    return replace(folded, waivers=ruleset.waivers + waivers(layer, folded))


def _beside(layer: Layer, key: str) -> str:
    """A text file beside the configuration that is written to: links that were fine, the ledger. Empty for none."""
    name = text(layer, key, "")
    if not name:
        return ""
    file = layer.inside(name, key)
    if file.suffix not in WRITTEN[key] or ".git" in file.parts:
        layer.refuse(f"{key} = {name!r} is a text file whose name ends in {' or '.join(WRITTEN[key])}", "", key)
    return str(file)


def _folders(layer: Layer, key: str) -> tuple[str, ...]:
    """Folders beside the configuration, as it names them."""
    names = texts(layer, "", key)
    for name in names:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            layer.refuse(f"{key} = {name!r} lies outside this configuration's folder", "", key)
    return tuple(names)


def _base_path(path: str) -> str:
    """``blog``, ``/blog`` and ``/blog/`` are one."""
    inner = path.strip("/")
    return f"/{inner}/" if inner else "/"


def _pack(layer: Layer, name: str) -> Layer:
    """A rule pack: one that ships with the program, or a file beside the configuration."""
    if name in PACKS:
        return Layer.read(shipped.folder("rules") / f"{name}.toml", f"rules/{name}.toml", trusted=True)
    file = layer.inside(name, "extends")
    if not file.is_file():
        layer.refuse(f"there is no rule pack {name!r}{nearest(name, PACKS)}", "", "extends")
    return Layer.read(file, name, trusted=layer.trusted)


def _plugin(layer: Layer, name: str, *, allow_plugins: bool) -> Plugin:
    """An enabled plug-in: an installed one, or a Python file where the run allows that."""
    if name.endswith(".py"):
        if not allow_plugins:
            layer.refuse(f"plug-in file {name!r} would run code: allow it with --allow-plugins", "", "plugins")
        return plugins.from_file(layer.inside(name, "plugins"))
    known = plugins.installed()
    if name not in known:
        layer.refuse(f"no installed plug-in is called {name!r}{nearest(name, known)}", "", "plugins")
    return known[name]


def _declared(layer: Layer, earlier: list[Any]) -> list[Any]:
    """The declarative rules: earlier ones, those of this file over them. The family that runs them validates them."""
    rules = {rule["id"]: rule for rule in earlier}
    terms = plugins.module("terms")
    for number, raw in enumerate(layer.values["rule"]):
        line = line_of(layer.text, "rule", "", occurrence=number)
        if not isinstance(raw, dict):
            raise PreflightError("a rule is a table: write [[rule]]", layer.shown, line)
        try:
            terms.read_rule(raw)
        except PreflightError as error:
            raise PreflightError(error.message, layer.shown, line) from None
        rules[raw["id"]] = raw
    return list(rules.values())


def _severities(layer: Layer, ruleset: Ruleset) -> dict[str, Severity]:
    table = layer.values.get("severity", {})
    if not isinstance(table, dict):
        layer.refuse("severity is a table: write [severity]", "", "severity")
    for pattern, level in table.items():
        if level not in SEVERITIES:
            layer.refuse(f"{pattern} = {level!r} is none of {', '.join(SEVERITIES)}", "severity", pattern)
    check_patterns(ruleset, list(table), layer, table="severity")
    return dict(table)


def check_patterns(ruleset: Ruleset, patterns: Iterable[str], layer: Layer | None = None, table: str = "") -> None:
    """Refuse a rule id or glob that means no known rule. Needs the checkers, so only what was named is looked up."""
    for pattern in patterns:
        if not ruleset.knows(pattern) and pattern.partition(".")[0] not in ("waivers",):
            message = f"there is no rule {pattern!r}{nearest(pattern, [*ruleset.rules(), *ruleset.checkers])}"
            if layer is None:
                raise PreflightError(message)
            layer.refuse(message, table, pattern)


def _send_date(layer: Layer, default: Any) -> Any:
    value = layer.values.get("send-date", default)
    if value is not None and not isinstance(value, (str, date)):
        layer.refuse('send-date is a date (2026-11-24) or a schedule ("Tue 09:00")', "", "send-date")
    return value


def _options(layer: Layer, name: str, earlier: Mapping[str, Any], table: Any) -> dict[str, Any]:
    """A checker's options as plain data, names and types checked against its ``Options``."""
    if not isinstance(table, dict):
        layer.refuse(f"{name} is a table: write [{name}]", "", name)
    options = plugins.module(name, earlier).Options
    kinds = get_type_hints(options)
    known = {name.replace("_", "-"): name for name in option_names(options) or ()}
    refuse_unknown(layer, table, known, name, "option")
    for key, value in table.items():
        if expected := misfit(value, kinds[known[key]]):
            layer.refuse(f"{key} = {value!r} is not {expected}", name, key)
    return {known[key]: value for key, value in table.items()}
