"""The JSON Schema of ``preflight.toml``, made from the code that reads it: editors complete and check with it.

    python -m preflight.schema [--check] docs/preflight.schema.json

Draft 7 without references, which is what editors' TOML extensions (Taplo) read; TOML's dates are texts to it. What only
the program can know is not in it: whether a rule or a file is there, and the tables of plug-ins.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from preflight import __version__, plugins
from preflight.checkers.terms import declared
from preflight.config.settings import Settings
from preflight.model import SEVERITIES

NAME = "preflight.schema.json"
AT = f"https://raw.githubusercontent.com/preflight-send/preflight/v{__version__}/docs/{NAME}"
"""Where editors find it: the one that belongs to this version."""

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
OF_RULES: Mapping[str, Schema] = {
    "id": {"type": "string", "pattern": r"^terms\..", "description": 'its name: "terms.our-name"'},
    "message": TEXT | {"description": "what is wrong; {match} and {replacement} are filled in"},
    "help": TEXT | {"description": "what to do"},
    "severity": {"enum": list(SEVERITIES), "description": "warning unless said otherwise"},
    "kinds": {
        "anyOf": [{"enum": list(declared.KINDS)}, {"type": "array", "items": {"enum": list(declared.KINDS)}}],
        "description": "only in such texts",
    },
    "scope": TEXT | {"description": 'only within these elements, a CSS selector: "footer", ".legal p"'},
    "languages": TEXTS | {"description": 'only in texts of these languages: "en"'},
    "match-case": {"type": "boolean", "description": "whether capitals count"},
    "safe": {"type": "boolean", "description": "whether --fix may put the replacement in"},
    "swap": {
        "type": "object",
        "additionalProperties": {"type": "string"},
        "description": 'what is found, and what is written instead: { "web site" = "website" }',
    },
    "phrases": TEXTS | {"description": "what is found, or what has to be there"},
    "pattern": TEXT | {"description": "what is found: a regular expression (RE2)"},
    "replacement": TEXT | {"description": r"what is written instead; \1 is the first group"},
    "links": TEXTS | {"description": "a link that opens one of these pages"},
    "text": TEXT | {"description": "only a link with these words"},
    "after": TEXTS | {"description": "the words before the date"},
    "days": {"type": "integer", "minimum": 0, "maximum": 3660, "description": "at most so many days ahead"},
    "addresses": TEXTS | {"description": "addresses that the site must have"},
}
"""Keys of a ``[[rule]]``; which of them go together, its ``uses`` says."""


def schema() -> Schema:
    """The schema as plain data."""
    found = _inlined(msgspec.json.schema(Settings))
    properties = found["properties"]
    properties["rule"]["items"] = {"oneOf": [_of_rule(uses) for uses in declared.USES]}
    for name in plugins.BUILT_IN:
        if table := _of_family(name):
            properties[name] = table
    return {"$schema": "http://json-schema.org/draft-07/schema#", "$id": AT, **found, "title": "preflight.toml"}


def text() -> str:
    """The schema as its file has it."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _of_family(name: str) -> Schema:
    """A family's table: its options, as a configuration writes their names."""
    options = plugins.module(name).Options
    found = _inlined(msgspec.json.schema(options))
    properties = {
        option.replace("_", "-"): value for option, value in found.get("properties", {}).items() if option != "rules"
    }
    about = " ".join((options.__doc__ or "").replace("``", "").split())
    return {"type": "object", "description": about, "properties": properties, "additionalProperties": False}


def _of_rule(uses: str) -> Schema:
    keys = [key for key in (*declared.COMMON, *declared.KEYS[uses]) if key != "uses"]
    return {
        "type": "object",
        "required": ["id", "uses"],
        "properties": {"uses": {"const": uses}, **{key: OF_RULES.get(key, {}) for key in keys}},
        "additionalProperties": False,
    }


def _inlined(value: Any, definitions: Mapping[str, Any] | None = None) -> Any:
    """Without references and nulls, which TOML has not; without defaults that mean “not said”."""
    if isinstance(value, list):
        return [_inlined(item, definitions) for item in value if item != {"type": "null"}]
    if not isinstance(value, dict):
        return value
    known = definitions or value.get("$defs", {})
    if "$ref" in value:
        target = known[value["$ref"].rpartition("/")[2]]
        return _inlined({**target, **{key: item for key, item in value.items() if key not in ("$ref", "$defs")}}, known)
    found = {key: _inlined(item, known) for key, item in value.items() if key != "$defs"}
    if found.get("default", 0) in (None, "", [], {}):
        del found["default"]
    if None in found.get("enum", ()):
        found["enum"] = [item for item in found["enum"] if item is not None]
    if len(found.get("anyOf", ())) == 1:
        found = {**found.pop("anyOf")[0], **found}
    return found


def main(argv: Iterable[str]) -> int:
    """Write the schema, or say with ``--check`` whether it is as it should be."""
    *options, name = argv
    file = Path(name)
    present = file.read_text(encoding="utf-8") if file.is_file() else ""
    if present == text():
        return 0
    if "--check" in options:
        sys.stderr.write(f"{name} is not what the code says: run make docs\n")
        return 1
    file.write_text(text(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
