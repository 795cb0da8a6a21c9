"""Accepted findings: a file of waivers, each with a rule and a reason."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from preflight.config.layer import Layer, line_of, nearest, refuse_unknown, text
from preflight.config.ruleset import Ruleset, covers
from preflight.model import PreflightError, Waiver
from preflight.patterns import regex

CONTROLS = regex("[\x00-\x1f\x7f]")
KEYS = ("rule", "reason", "path", "match", "fingerprint", "owner", "expires", "count")


def waivers(layer: Layer, ruleset: Ruleset) -> tuple[Waiver, ...]:
    """The accepted findings that the configuration names a file of; each needs a rule and a reason."""
    name = text(layer, "waivers", "")
    if not name:
        return ()
    file = layer.inside(name, "waivers")
    shown = f"{layer.shown.rpartition('/')[0]}/{name}".lstrip("/") if "/" in layer.shown else name
    if not file.is_file():
        layer.refuse(f"waivers = {name!r}: there is no such file", "", "waivers")
    return read_waivers(file, shown, ruleset)


def read_waivers(file: Path, shown: str, ruleset: Ruleset) -> tuple[Waiver, ...]:
    """Read a waivers file. Raises PreflightError with the line of the waiver that is wrong."""
    layer = Layer.read(file, shown, trusted=True)
    refuse_unknown(layer, layer.values, ("schema", "waiver"), "", "setting")
    return tuple(_waiver(layer, raw, number, ruleset) for number, raw in enumerate(layer.values.get("waiver", [])))


def named_waivers(file: Path) -> str:
    """The waivers file that a configuration names, or nothing. Raises PreflightError when it cannot be read."""
    name = Layer.read(file, file.name, trusted=True).values.get("waivers", "")
    return name if isinstance(name, str) else ""


def written(waiver: Waiver) -> str:
    """The waiver as it stands in a waivers file."""
    lines = ["[[waiver]]", f"rule = {toml_text(waiver.rule)}", f"reason = {toml_text(waiver.reason)}"]
    optional = {"path": waiver.path, "match": waiver.match, "fingerprint": waiver.fingerprint, "owner": waiver.owner}
    lines += [f"{key} = {toml_text(value)}" for key, value in optional.items() if value and value != "**"]
    lines += [f"count = {waiver.count}"] if waiver.count is not None else []
    lines += [f"expires = {waiver.expires.isoformat()}"] if waiver.expires else []
    return "\n".join(lines) + "\n"


def toml_text(value: str) -> str:
    """A basic string of TOML: quotation marks, backslashes and control characters escaped."""
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted) + '"'


def _waiver(layer: Layer, raw: dict[str, Any], number: int, ruleset: Ruleset) -> Waiver:
    line = line_of(layer.text, "waiver", "", occurrence=number)

    def refuse(message: str) -> None:
        raise PreflightError(message, layer.shown, line)

    for key in raw:
        if key not in KEYS:
            refuse(f"unknown key {key!r} in a waiver{nearest(key, KEYS)}")
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
