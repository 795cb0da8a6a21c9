"""Find, read and fold configuration: defaults < rule packs < the nearest ``preflight.toml`` < the command line.

Rule packs, a client's file and the defaults share one schema. Everything unknown is refused with file, line and the
nearest valid name. A configuration that was found (rather than named with ``--config``) can grant nothing: no hosts, no
Python files, no paths outside its own tree.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from preflight import plugins, shipped
from preflight.discovery import Plugin
from preflight.model import SEVERITIES, PreflightError, Rule, Severity, Waiver

SCHEMA = 1
FILE_NAME = "preflight.toml"
TABLE_HEADER = re.compile(r"^\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
"""``[spelling]``, ``[[rule]]``"""
KEY = re.compile(r"""^\s*(?:"([^"]+)"|'([^']+)'|([A-Za-z0-9_.-]+))\s*=""")
"""``send-date = …``, ``"links.staging" = …``"""

TOP_LEVEL: Mapping[str, type] = {
    "schema": int, "extends": list, "kind": str, "state": str, "language": str, "site": list, "base-path": str,
    "send-date": object, "fail-on": str, "select": list, "ignore": list, "exclude": list, "words": list,
    "words-file": str, "waivers": str, "plugins": list, "allow-hosts": list, "severity": dict, "rule": list,
}  # fmt: skip
CHOICES = {
    "kind": ("email", "page", "site", "sheet", "evergreen"),
    "state": ("source", "test-send", "final"),
    "fail-on": SEVERITIES,
}


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A folded configuration. ``checkers`` maps a checker's name to its options as plain data."""

    kind: str = ""
    state: str = ""
    language: str = ""
    hosts: tuple[str, ...] = ()
    base_path: str = "/"
    send_date: str | date | datetime | None = None
    fail_on: Severity = "error"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    allow_hosts: tuple[str, ...] = ()
    checkers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    file: str = ""
    notes: tuple[str, ...] = ()

    def rules(self) -> dict[str, Rule]:
        """Every rule of every enabled checker, by id."""
        return {rule.id: rule for name, options in self.checkers.items() for rule in plugins.rules_of(name, options)}

    def wants(self, rule: str) -> bool:
        """Whether ``--select`` and ``--ignore`` leave this rule in."""
        chosen = not self.select or any(covers(pattern, rule) for pattern in self.select)
        return chosen and not any(covers(pattern, rule) for pattern in self.ignore)

    def enabled(self) -> dict[str, Mapping[str, Any]]:
        """The checkers with at least one wanted rule, and their options."""
        if not self.select and not self.ignore:
            return dict(self.checkers)
        return {
            name: options
            for name, options in self.checkers.items()
            if any(self.wants(rule.id) for rule in plugins.rules_of(name, options))
        }


def covers(pattern: str, rule: str) -> bool:
    """Whether a rule id, a glob (``links.*``) or a family's name (``links``) means this rule."""
    return fnmatchcase(rule, pattern) or rule.startswith(f"{pattern}.")


# --- finding and folding --------------------------------------------------------------------------------


def find(start: Path) -> Path | None:
    """The nearest ``preflight.toml`` at or above a target, not looking beyond the repository that holds it."""
    folder = start.resolve() if start.is_dir() else start.resolve().parent
    for candidate in (folder, *folder.parents):
        file = candidate / FILE_NAME
        if file.is_file():
            return file
        if (candidate / ".git").exists():
            return None
    return None


def load(file: Path | None, *, shown: str = "", trusted: bool = False, allow_plugins: bool = False) -> Ruleset:
    """The defaults with a configuration file folded over them. Raises PreflightError with file and line."""
    ruleset = Ruleset(checkers=default_checkers())
    defaults = _Layer.read(shipped.folder("rules") / "default.toml", "rules/default.toml", trusted=True)
    ruleset = _fold(ruleset, defaults, allow_plugins=False)
    if file is None:
        return ruleset
    layer = _Layer.read(file, shown or str(file), trusted=trusted)
    return replace(_fold(ruleset, layer, allow_plugins=allow_plugins), file=layer.shown)


def default_checkers() -> dict[str, Mapping[str, Any]]:
    """The built-in families, and the plug-ins that somebody installed on purpose."""
    return {
        **{name: {} for name in plugins.BUILT_IN},
        **{name: {plugins.SOURCE: plugin.source} for name, plugin in plugins.installed().items()},
    }


@dataclass(frozen=True, slots=True)
class _Layer:
    """One configuration file as it stands. ``trusted`` when the user named it or it ships with the program."""

    file: Path
    shown: str
    text: str
    values: dict[str, Any]
    trusted: bool

    @classmethod
    def read(cls, file: Path, shown: str, *, trusted: bool) -> _Layer:
        try:
            text = file.read_bytes().decode("utf-8-sig")
            values = tomllib.loads(text)
        except OSError as error:
            raise PreflightError(f"cannot be read ({error.strerror})", shown) from error
        except UnicodeDecodeError as error:
            raise PreflightError("is not UTF-8 text", shown) from error
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"at line (\d+)", str(error))
            raise PreflightError(f"is not valid TOML: {error}", shown, int(line[1]) if line else 1) from error
        except RecursionError:
            raise PreflightError("is nested too deeply", shown, 1) from None
        schema = values.get("schema", SCHEMA)
        layer = cls(file, shown, text, values, trusted)
        if not isinstance(schema, int) or schema > SCHEMA:
            layer.refuse(
                f"is written for a newer preflight (schema {schema}); this one reads schema {SCHEMA}", "", "schema"
            )
        return layer

    def refuse(self, message: str, table: str, key: str) -> None:
        raise PreflightError(message, self.shown, line_of(self.text, table, key))

    def inside(self, name: str, key: str) -> Path:
        """A file named by the configuration; outside its own folder only when the user named the configuration."""
        path = (self.file.parent / name).resolve()
        if not self.trusted and self.file.parent.resolve() not in path.parents:
            self.refuse(f"{key} = {name!r} lies outside this configuration's folder", "", key)
        return path


def _fold(ruleset: Ruleset, layer: _Layer, *, allow_plugins: bool) -> Ruleset:
    values = layer.values
    for pack in _list(layer, "", "extends"):
        ruleset = _fold(ruleset, _pack(layer, pack), allow_plugins=allow_plugins)
    checkers = {name: dict(options) for name, options in ruleset.checkers.items()}
    notes = list(ruleset.notes)
    for name in _list(layer, "", "plugins"):
        plugin = _plugin(layer, name, allow_plugins=allow_plugins)
        checkers[plugin.name] = {**checkers.get(plugin.name, {}), plugins.SOURCE: plugin.source}
    _refuse_unknown(layer, values, [*TOP_LEVEL, *checkers], "", "setting")
    for key, choices in CHOICES.items():
        if key in values and values[key] not in choices:
            layer.refuse(f"{key} = {values[key]!r} is none of {', '.join(choices)}", "", key)
    for name, options in checkers.items():
        if name in values:
            options.update(_options(layer, name, options, values[name]))
    if "rule" in values:
        checkers["terms"]["rules"] = _declared(layer, checkers["terms"].get("rules", []))
    hosts = tuple(host for site in _list(layer, "", "site") if (host := re.sub(r"^\w+://|[/?#].*$", "", site).lower()))
    allow_hosts = tuple(_list(layer, "", "allow-hosts"))
    if allow_hosts and not layer.trusted:
        notes.append(
            f"allow-hosts in {layer.shown} not honoured: name hosts with --allow-host, or the file with --config"
        )
        allow_hosts = ()
    folded = replace(
        ruleset,
        kind=_text(layer, "kind", ruleset.kind),
        state=_text(layer, "state", ruleset.state),
        language=_text(layer, "language", ruleset.language).lower(),
        hosts=hosts or ruleset.hosts,
        base_path="/" + _text(layer, "base-path", ruleset.base_path).strip("/") + "/"
        if "base-path" in values
        else ruleset.base_path,
        send_date=_send_date(layer, ruleset.send_date),
        fail_on=values.get("fail-on", ruleset.fail_on),
        select=tuple(_list(layer, "", "select")) or ruleset.select,
        ignore=ruleset.ignore + tuple(_list(layer, "", "ignore")),
        exclude=ruleset.exclude + tuple(_list(layer, "", "exclude")),
        words=ruleset.words | frozenset(_list(layer, "", "words")) | _words_file(layer),
        allow_hosts=ruleset.allow_hosts + allow_hosts,
        checkers=checkers,
        notes=tuple(notes),
    )
    folded = replace(folded, severity={**ruleset.severity, **_severities(layer, folded)})
    check_patterns(folded, [*_list(layer, "", "select"), *_list(layer, "", "ignore")], layer)
    return replace(folded, waivers=ruleset.waivers + _waivers(layer, folded))


def _pack(layer: _Layer, name: str) -> _Layer:
    """A rule pack: one that ships with the program, or a file beside the configuration."""
    packs = sorted(file.stem for file in shipped.folder("rules").glob("*.toml"))
    if name in packs:
        return _Layer.read(shipped.folder("rules") / f"{name}.toml", f"rules/{name}.toml", trusted=True)
    file = layer.inside(name, "extends")
    if not file.is_file():
        layer.refuse(f"there is no rule pack {name!r}{nearest(name, packs)}", "", "extends")
    if file == layer.file.resolve():
        layer.refuse("extends itself", "", "extends")
    return _Layer.read(file, name, trusted=layer.trusted)


def _plugin(layer: _Layer, name: str, *, allow_plugins: bool) -> Plugin:
    """An enabled plug-in: an installed one, or a Python file where the run allows that."""
    if name.endswith(".py"):
        if not allow_plugins:
            layer.refuse(f"plug-in file {name!r} would run code: allow it with --allow-plugins", "", "plugins")
        return plugins.from_file(layer.inside(name, "plugins"))
    known = plugins.installed()
    if name not in known:
        layer.refuse(f"no installed plug-in is called {name!r}{nearest(name, known)}", "", "plugins")
    return known[name]


def _declared(layer: _Layer, earlier: list[Any]) -> list[Any]:
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


def _severities(layer: _Layer, ruleset: Ruleset) -> dict[str, Severity]:
    table = layer.values.get("severity", {})
    if not isinstance(table, dict):
        layer.refuse("severity is a table: write [severity]", "", "severity")
    for pattern, level in table.items():
        if level not in SEVERITIES:
            layer.refuse(f"{pattern} = {level!r} is none of {', '.join(SEVERITIES)}", "severity", pattern)
    check_patterns(ruleset, list(table), layer, table="severity")
    return dict(table)


def check_patterns(ruleset: Ruleset, patterns: Iterable[str], layer: _Layer | None = None, table: str = "") -> None:
    """Refuse a rule id or glob that means no known rule. Needs the checkers, so only what was named is looked up."""
    patterns = list(patterns)
    if not patterns:
        return
    known = ruleset.rules()
    for pattern in patterns:
        if not any(covers(pattern, rule) for rule in known) and pattern.partition(".")[0] not in ("waivers",):
            message = f"there is no rule {pattern!r}{nearest(pattern, [*known, *ruleset.checkers])}"
            if layer is None:
                raise PreflightError(message)
            layer.refuse(message, table, pattern)


# --- values ---------------------------------------------------------------------------------------------


def _list(layer: _Layer, table: str, key: str) -> list[str]:
    value = layer.values.get(key, [])
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        layer.refuse(f"{key} is a list of texts", table, key)
    return list(value)


def _text(layer: _Layer, key: str, default: str) -> str:
    value = layer.values.get(key, default)
    if not isinstance(value, str):
        layer.refuse(f"{key} is a text, in quotation marks", "", key)
    return str(value)


def _send_date(layer: _Layer, default: Any) -> Any:
    value = layer.values.get("send-date", default)
    if value is not None and not isinstance(value, (str, date)):
        layer.refuse('send-date is a date (2026-11-24) or a schedule ("Tue 09:00")', "", "send-date")
    return value


def _words_file(layer: _Layer) -> frozenset[str]:
    name = _text(layer, "words-file", "")
    if not name:
        return frozenset()
    file = layer.inside(name, "words-file")
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        layer.refuse(f"words-file {name!r} cannot be read: {why}", "", "words-file")
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))


def _options(layer: _Layer, name: str, earlier: Mapping[str, Any], table: Any) -> dict[str, Any]:
    """A checker's options as plain data, names and types checked against its ``Options``."""
    if not isinstance(table, dict):
        layer.refuse(f"{name} is a table: write [{name}]", "", name)
    options = plugins.module(name, earlier).Options
    kinds = get_type_hints(options)
    known = {field.name.replace("_", "-"): field.name for field in fields(options)}
    _refuse_unknown(layer, table, known, name, "option")
    for key, value in table.items():
        if expected := misfit(value, kinds[known[key]]):
            layer.refuse(f"{key} = {value!r} is not {expected}", name, key)
    return {known[key]: value for key, value in table.items()}


def misfit(value: Any, kind: Any) -> str:
    """What the value should have been, in words; empty when it fits the annotation."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return "" if value in arguments else f"one of {', '.join(map(str, arguments))}"
    if origin is tuple:
        fits = isinstance(value, list) and not any(misfit(item, arguments[0]) for item in value)
        return "" if fits else "a list"
    if origin is not None and issubclass(origin, Mapping):
        return "" if isinstance(value, dict) else "a table"
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "a text in quotation marks"}
    for plain, name in names.items():
        if kind is plain:
            accepted = (int, float) if plain is float else plain
            return "" if isinstance(value, accepted) and (plain is bool or not isinstance(value, bool)) else name
    return ""


def _refuse_unknown(layer: _Layer, table: Mapping[str, Any], known: Iterable[str], name: str, what: str) -> None:
    for key in table:
        if key not in known:
            layer.refuse(f"unknown {what} {key!r}{nearest(key, known)}", name, key)


def nearest(name: str, known: Iterable[str]) -> str:
    """``; did you mean 'links.broken'?`` or nothing."""
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), 1, 0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def line_of(text: str, table: str, key: str, *, occurrence: int = 0) -> int:
    """The line of a key in a table of a TOML text; of the n-th table header when there is no key. At least 1."""
    current, seen, fallback = "", -1, 1
    for number, line in enumerate(text.splitlines(), 1):
        if header := TABLE_HEADER.match(line):
            current = header[1].strip("\"' ")
            seen += current == table
            if current == (table or key):
                fallback = number if table or fallback == 1 else fallback
                if not key and seen == occurrence:
                    return number
        elif current == table and (match := KEY.match(line)):
            name = match[1] or match[2] or match[3]
            if key and name == key and seen >= (occurrence if table else -1):
                return number
    return fallback


# --- waivers --------------------------------------------------------------------------------------------

WAIVER_KEYS = ("rule", "reason", "path", "match", "fingerprint", "owner", "expires", "count")


def _waivers(layer: _Layer, ruleset: Ruleset) -> tuple[Waiver, ...]:
    """The accepted findings that the configuration names a file of; each needs a rule and a reason."""
    name = _text(layer, "waivers", "")
    if not name:
        return ()
    file = layer.inside(name, "waivers")
    shown = f"{layer.shown.rpartition('/')[0]}/{name}".lstrip("/") if "/" in layer.shown else name
    if not file.is_file():
        layer.refuse(f"waivers = {name!r}: there is no such file", "", "waivers")
    return read_waivers(file, shown, ruleset)


def read_waivers(file: Path, shown: str, ruleset: Ruleset) -> tuple[Waiver, ...]:
    """Read a waivers file. Raises PreflightError with the line of the waiver that is wrong."""
    layer = _Layer.read(file, shown, trusted=True)
    _refuse_unknown(layer, layer.values, ("schema", "waiver"), "", "setting")
    return tuple(_waiver(layer, raw, number, ruleset) for number, raw in enumerate(layer.values.get("waiver", [])))


def _waiver(layer: _Layer, raw: dict[str, Any], number: int, ruleset: Ruleset) -> Waiver:
    line = line_of(layer.text, "waiver", "", occurrence=number)

    def refuse(message: str) -> None:
        raise PreflightError(message, layer.shown, line)

    for key in raw:
        if key not in WAIVER_KEYS:
            refuse(f"unknown key {key!r} in a waiver{nearest(key, WAIVER_KEYS)}")
    if not str(raw.get("reason", "")).strip():
        refuse("a waiver needs a reason: say why this is accepted")
    if not raw.get("rule"):
        refuse("a waiver needs a rule")
    expires = raw.get("expires")
    if expires is not None and (not isinstance(expires, date) or isinstance(expires, datetime)):
        refuse("expires is a date, without quotation marks: expires = 2027-01-31")
    known = ruleset.rules()
    if not any(covers(str(raw["rule"]), rule) for rule in known):
        aliases = [alias for rule in known.values() for alias in rule.aliases]
        if raw["rule"] not in aliases:
            refuse(f"there is no rule {raw['rule']!r}{nearest(str(raw['rule']), known)}")
    return Waiver(**{"path": "**", **raw}, file=layer.shown, line=line)
