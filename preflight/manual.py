"""The user's manual, made from the rules themselves: their list, one rule's page with examples, a first configuration.

The examples are the rows of the case tables that the tests run, so that they cannot lie.
"""

from __future__ import annotations

import sys
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_type_hints

from preflight import config, families, judge, plugins, shipped
from preflight.config import Ruleset, nearest
from preflight.model import PreflightError, Rule

WIDTH = 96
EXAMPLES = 3
SHOWN_LINES = 8


def all_rules(ruleset: Ruleset) -> dict[str, Rule]:
    """Every rule by id, those of the configuration and its waivers included."""
    return {**ruleset.rules(), **{rule.id: rule for rule in judge.RULES}}


def rule_list(ruleset: Ruleset) -> str:
    """One line a rule: severity as configured, id, summary."""
    lines = []
    for rule in sorted(all_rules(ruleset).values(), key=lambda rule: rule.id):
        level = next((level for pattern, level in ruleset.severity.items() if pattern == rule.id), rule.severity)
        lines.append(f"{'preview' if rule.preview else level:<8} {rule.id:<26} {rule.summary}")
    return "\n".join(lines)


def explain(name: str, ruleset: Ruleset) -> str:
    """One rule's page. Raises PreflightError naming the nearest rule."""
    known = all_rules(ruleset)
    rule = known.get(name) or next((rule for rule in known.values() if name in rule.aliases), None)
    if rule is None:
        family = [rule for rule in known.values() if rule.family == name]
        if not family:
            raise PreflightError(f"there is no rule {name!r}{nearest(name, known)} (preflight rules lists them)")
        return "\n\n".join(_page(rule) for rule in family)
    return _page(rule)


def _page(rule: Rule) -> str:
    level = "information until it has proved itself (preview)" if rule.preview else rule.severity
    blocks = [f"{rule.id} · {level}", rule.summary[:1].upper() + rule.summary[1:] + "."]
    blocks += [
        textwrap.fill(" ".join(block.split()), WIDTH) for block in textwrap.dedent(rule.text).strip().split("\n\n")
    ]
    cases = list(cases_of(rule))
    failing = [case for case in cases if case.get("expect")][:EXAMPLES]
    passing = [case for case in cases if not case.get("expect")][:EXAMPLES]
    if failing:
        blocks.append("Found:")
        blocks += [_example(case) for case in failing]
    if passing:
        blocks.append("Not found, on purpose:")
        blocks += [_example(case) for case in passing]
    return "\n\n".join(blocks)


def cases_of(rule: Rule) -> Iterator[Mapping[str, Any]]:
    """The rows of the family's case table that show this rule."""
    file = shipped.folder("cases") / f"{rule.family}.toml"
    if not file.is_file():
        return
    for case in tomllib.loads(file.read_text(encoding="utf-8")).get("case", []):
        expected = any(rule.id in line.split() for line in case.get("expect", []))
        if expected or rule.id in case.get("passes", []):
            yield case


def _example(case: Mapping[str, Any]) -> str:
    files = case.get("files") or {"": case.get("source", "")}
    files = {**files, **({"list.csv": case["recipients"]} if "recipients" in case else {})}
    lines = [f"  {case['name']}"]
    for name, text in files.items():
        shown = text.strip("\n").splitlines()
        lines += [f"    {name}:"] if name else []
        lines += [f"    | {line[:WIDTH]}" for line in shown[:SHOWN_LINES]]
        lines += ["    | …"] if len(shown) > SHOWN_LINES else []
    return "\n".join("".join(c if c.isprintable() else "·" for c in line) for line in lines)


# --- a first configuration ------------------------------------------------------------------------------

_HEAD = """\
# preflight: what this client insists on. Lines that begin with # are switched off; take the # away to use one.
schema = 1

# Rule packs that come with the program: "newsletter", "site".
# extends = ["newsletter"]

# The client's own words: names, products, places. They are never taken for typos. A words.txt beside this file is read
# by itself, one word a line; "preflight words add WORD" writes into it.
words = []
# words-file = "dictionary.txt"       # where that list is called otherwise

# What the client's people, products, places and brands are called, so that "Jane Smiht" is noticed. A facts.toml beside
# this file is read by itself; it holds entries of [[person]], [[product]], [[place]] and [[brand]], each with a name
# and perhaps aliases.
# facts = "client-facts.toml"         # where that file is called otherwise

# kind = "email"                      # email, page, site
# language = "en-GB"                  # for texts that do not say it themselves
# site = ["https://www.example.com"]  # the site's own address: its links are looked up in the build
# base-path = "/"                     # where on that address the build is put
# send-date = "Tue 09:00"             # a weekly newsletter; or a date: 2026-11-24

# fail-on = "error"                   # what keeps it from going out: error, warning or info
# ignore = ["links.insecure"]         # rules that are not wanted
# exclude = ["drafts/*"]              # files of a site that are not checked
# sources = ["content"]               # what the built pages are made from: marks in GitHub and GitLab point there
# waivers = "waivers.toml"            # accepted findings, each with a reason
# ledger = "ledger.jsonl"             # a line for every check: what "preflight log" shows and verifies
# link-record = "links.txt"           # links that were fine, in a file that git can hold: not opened again for a week

# Whose addresses may stand here although they are another client's of yours; and what is this client's own.
# partners = ["brook-and-bean.example"]
# profiles = ["instagram.com/example"]
# senders = ["news@example.com"]

# [severity]
# "links.staging" = "warning"

# How links to one host are opened. What lets a link pass says why, and until when.
# [[host]]
# name = "shop.example"               # or "*.shop.example"
# accept = [403]                      # also: skip = true, expected-live = 2027-01-31, path = "/launch/*"
# reason = "turns programs away"
# expires = 2027-03-31
# rate = 2.0                          # requests a second; also: connections = 1, headers = { X-Name = "text" }

# A rule of your own: four lines.
# [[rule]]
# id = "terms.our-name"
# uses = "terms.swap"
# swap = { "Bramble & Rye" = "Bramble and Rye" }
# message = "the bakery writes its name with 'and'"
"""


def starter_configuration() -> str:
    """A commented ``preflight.toml`` with every family's options and their defaults. Editors that know TOML find its
    schema by the first line."""
    from preflight import schema

    blocks = [f"#:schema {schema.AT}\n{_HEAD}"]
    for name in plugins.BUILT_IN:
        checker = plugins.module(name)
        lines = [f"# [{name}]"]
        defaults = checker.Options()
        for option, kind in get_type_hints(checker.Options, include_extras=True).items():
            if option == "rules":  # written as [[rule]]
                continue
            default = getattr(defaults, option)
            about = next((meta.description for meta in getattr(kind, "__metadata__", ())), "")
            lines.append(f"# {option.replace('_', '-')} = {_toml(default)}" + (f"  # {about}" if about else ""))
        if len(lines) > 1:
            blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return config.toml_text(value)
    if isinstance(value, (tuple, list, frozenset)):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{_toml(key)} = {_toml(item)}" for key, item in value.items()) + " }" if value else "{}"
        )
    return str(value)


# --- rule pages -----------------------------------------------------------------------------------------


_WORDS = "A word that is right goes into the client's list: `preflight words add WORD`. "
_RIGHT_AS_IT_IS = """\
## When it is right as it is

{words}In a page, say so beside the text, with the reason: `preflight-ignore {rule}: why it is right` in a comment.
For an email, or for many places, write it into the file that `waivers = "waivers.toml"` names:

```toml
[[waiver]]
rule = "{rule}"
match = "the words it is about"
reason = "why it is right"
expires = 2027-01-31
```"""


def pages(ruleset: Ruleset) -> dict[str, str]:
    """Markdown pages of all rules, by file name, with an index."""
    known = all_rules(ruleset)
    found = {f"{rule.id}.md": _markdown(rule) for rule in known.values()}
    lines = [
        f"- [{rule.id}]({rule.id}.md): {rule.summary}" for rule in sorted(known.values(), key=lambda rule: rule.id)
    ]
    found["README.md"] = "# Rules\n\nWritten from the rules themselves by `make docs`.\n\n" + "\n".join(lines) + "\n"
    return found


def _markdown(rule: Rule) -> str:
    text = "\n\n".join(" ".join(block.split()) for block in textwrap.dedent(rule.text).strip().split("\n\n"))
    level = f"Severity: {rule.severity}."
    if rule.preview:
        level = "Preview: information, until it has proved itself ([what that means](../stability.md))."
    blocks = [f"# {rule.id}", f"{rule.summary[:1].upper()}{rule.summary[1:]}. {level}", text]
    cases = list(cases_of(rule))
    for heading, chosen in (
        ("Found", [case for case in cases if case.get("expect")]),
        ("Not found, on purpose", [case for case in cases if not case.get("expect")]),
    ):
        if chosen:
            blocks.append(f"## {heading}")
            blocks += [f"```text\n{textwrap.dedent(_example(case))}\n```" for case in chosen[:EXAMPLES]]
    if rule.family != "waivers":
        blocks.append(_RIGHT_AS_IT_IS.format(rule=rule.id, words=_WORDS if rule.family == "spelling" else ""))
    return "\n\n".join(blocks) + "\n"


def main(argv: list[str]) -> int:
    """Write the rule pages into a folder, and what other files show of the rules, or say with ``--check`` whether they
    are as they should be: ``[--check] docs/rules [README.md mkdocs.yml]``."""
    check = argv[:1] == ["--check"]
    folder, *texts = map(Path, argv[check:])
    ruleset = config.load(None)
    wanted = {folder / name: text for name, text in pages(ruleset).items()}
    for file in texts:
        wanted[file] = families.written(file.name, file.read_text(encoding="utf-8"), all_rules(ruleset).values())
    present = {
        file: file.read_text(encoding="utf-8") for file in (*folder.glob("*.md"), *texts)
    }  # no file where there is no folder yet
    stale = sorted({file for file in wanted.keys() | present.keys() if wanted.get(file) != present.get(file)})
    if check:
        sys.stderr.writelines(f"{file} is not what the rules say: run make docs\n" for file in stale)
        return 1 if stale else 0
    folder.mkdir(parents=True, exist_ok=True)
    for file in stale:
        if file in wanted:
            file.write_text(wanted[file], encoding="utf-8", newline="\n")
        else:
            file.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
