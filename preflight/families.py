"""The families of rules in a few words each, and the README's table of them, made from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from preflight.model import PreflightError, Rule

FAMILIES: Mapping[str, str] = {
    "spelling": "misspelt, doubled and wrong words, names nearly right, garbled characters (English; French, German, "
    "Spanish, Italian, Portuguese, Dutch and Russian as warnings)",
    "links": "broken, empty, malformed and placeholder links, missing anchors, links that say one thing and open "
    "another, test copies of the site, wrong mail addresses",
    "dates": "weekdays that do not fit, days that do not exist, deadlines already over, old copyright years "
    "(English, French, German, Spanish)",
    "amounts": "savings and sums that do not come out, two discounts in one message, a price ten times that of the "
    "last issue",
    "recipients": "a list with blanks, shifted or swapped columns, duplicates, mistyped addresses; messages that are "
    "not their addressee's",
    "mail": "a missing way to unsubscribe or postal address, an empty subject, a text version of the last issue",
    "issue": "against the previous issue: the picture, first paragraph, link or campaign that stayed",
    "slugs": "against the previous build or export: addresses that are gone or changed without a redirect, dead "
    "menu links, broken redirects",
    "meta": "against the previous build or export: titles and descriptions emptied, copied or shifted, pages "
    "hidden from search engines",
    "tags": "merge tags that would be sent raw, damaged or foreign ones, greetings that name nobody",
    "placeholders": "lorem ipsum, notes to oneself, untouched template copy, test subjects",
    "terms": "your own rules, in four lines of TOML",
    "checklist": "what a person must have looked at, and has not",
    "waivers": "accepted findings whose time has run out, or that nothing needs any more",
}
BEGIN = "rules: written by make docs"
END = "end of rules"
"""What the lines say between which a file is made from the rules."""


def table(rules: Iterable[Rule]) -> str:
    """The families with the names of their rules, as a Markdown table. A preview rule says so."""
    named: dict[str, list[str]] = {family: [] for family in FAMILIES}
    for rule in sorted(rules, key=lambda rule: rule.id):
        if rule.family not in named:
            raise PreflightError(f"there is no description of the family {rule.family!r} (preflight/families.py)")
        named[rule.family].append(rule.id.partition(".")[2] + (" (preview)" if rule.preview else ""))
    lines = ["| family | what | its rules |", "|---|---|---|"]
    lines += [f"| `{family}` | {FAMILIES[family]} | {', '.join(names) or '–'} |" for family, names in named.items()]
    return "\n".join(lines) + "\n"


def nav(rules: Iterable[Rule]) -> str:
    """The pages of the rules by family, as a part of ``nav`` in ``mkdocs.yml``."""
    named: dict[str, list[str]] = {}
    for rule in sorted(rules, key=lambda rule: rule.id):
        named.setdefault(rule.family, []).append(f"          - rules/{rule.id}.md\n")
    return "".join(f"      - {family}:\n{''.join(pages)}" for family, pages in named.items())


def written(name: str, text: str, rules: Iterable[Rule]) -> str:
    """The text of a file with what stands between its two marks brought up to date: the table, or the pages where it is
    YAML. Raises PreflightError when it has no such marks."""
    lines = text.splitlines(keepends=True)
    marks = [number for number, line in enumerate(lines) if BEGIN in line or line.strip("<!-#> \n") == END]
    if len(marks) != 2:
        raise PreflightError(f"there are no two lines that say {BEGIN!r} and {END!r}", name)
    made = nav(rules) if name.endswith((".yml", ".yaml")) else table(rules)
    return "".join([*lines[: marks[0] + 1], made, *lines[marks[1] :]])
