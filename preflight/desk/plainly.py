"""The command line's words as the desk says them: the one place where a message loses its options and commands.

The pipeline tells everybody the same, and tells some of it in the words of the terminal. Here each of those becomes
what somebody at the desk can press or type. What quotes the checked text (“…”) stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from preflight.patterns import regex

WORDS: Sequence[tuple[str, str]] = (
    ("your --send-date", "the day you gave"),
    ("your configuration", "this client's settings"),
    ("this check runs offline: nothing was read", "links are not opened: tick “Open the links, too”, and check again"),
    ("the check ran offline", "“Open the links, too” was not ticked"),
    ("goes out today or later: say when with --send-date", "goes out today or later: no day was given"),
    ("say it with --send-date", "give the day under “Goes out on”, and check again"),
    ("assumed to be the final email: say otherwise with --state", "taken for the final email"),
    ("links to other pages cannot be checked without --site", "links to other pages were not checked"),
    ("name the site's folder with --site", "check the whole site instead"),
    ("the site it belongs to was not named (--site FOLDER)", "the site it belongs to was not given"),
    (", or say that it may change: --allow-change", ", or press “Not a mistake” if it may change"),
    ("name the sheet as it was before with --against", "give the sheet as it was before"),
    ("there is no sheet to compare with: name it with --against", "there is no sheet to compare with"),
    (": preflight words remove WORD", ": “What was decided” lists the words"),
    ("the previous delivery links to them, too (--new-only)", "the previous delivery links to them, too"),
    (" (--no-cache opens all)", ""),
    (": not requested (--allow-host names a host that may be)", ": not requested, for it lies in a private network"),
    (": name hosts with --allow-host, or the file with --config", ""),
    (" not honoured: name the file with --config", " not used"),
    (" would run code: allow it with --allow-plugins", " would run code, which the desk does not do"),
    (" With --show-recipients the values are shown, too.", ""),
    ("; --show-recipients shows what stands there", ""),
    (" --show-recipients shows both.", ""),
    ("; see preflight checklist", ": answer it on this page"),
    (" make one (preflight init --client-folder NAME), or name it with --client", " make one on the first page"),
    ("write one (preflight init), or say --user for your own list", "make the client's folder on the first page"),
    ("run preflight check first", "check it first"),
    ("preflight init shows what a configuration looks like", "ask whoever wrote it"),
    (
        "--phrase names words: that is a rule of the kind phrase, not",
        "words were named, which fits no rule of the kind",
    ),
    ("say who it is with --who NAME", "write it into “Your name”"),
)
SHAPES = (
    (regex(r"add it to the client's words: preflight words add .*"), "add it to this client's dictionary."),
    (regex(r"and so on: preflight redirects, with --undo, writes [^.]*\."), "and so on."),
    (regex(r"Answer it: preflight checklist .*"), "Answer it below."),
    (regex(r"--client-folder (?=['\"])"), ""),
    (regex(r"--client (?=[^\s:]+:)"), ""),
    (regex(r" \((?:exit code|signal) -?\d+\)"), ""),
)
"""``add it to the client's words: preflight words add Brumwick``"""
MARKS = ("--", "preflight ", "exit code", "signal", "configuration", "offline")
"""What a sentence has that may need other words; most have none of it."""
QUOTED = regex(r"(“[^”]*”)")
OPTION = regex(r"(?<![\w-])--[a-z][a-z-]+\b(?: [A-Z]{2,})?")
COMMAND = regex(
    r"\bpreflight (?:baseline|check|checklist|compare|explain|facts|incident|init|learn|log|memory|redirects|rules|"
    r"snapshot|verify|words)\b"
)
CLAUSE = regex(r"[^.:;(),]*[.:;(),]?")
"""``say otherwise with --state,``"""
FAMILIES = {
    "amounts": "Sums and prices", "checklist": "The checklist", "dates": "Dates", "document": "A file",
    "images": "Pictures", "issue": "What changed since the last issue", "links": "Links",
    "mail": "Sender, footer and form of the email", "meta": "Titles and descriptions of pages",
    "placeholders": "Left-over dummy text", "recipients": "Who receives it", "slugs": "Addresses of pages",
    "spelling": "Spelling", "tags": "Merge fields", "terms": "The client's own rules",
}  # fmt: skip


def plainly(text: str) -> str:
    """The sentence without words of the terminal."""
    if not any(mark in text for mark in MARKS):
        return text
    for said, instead in WORDS:
        text = text.replace(said, instead)
    for shape, instead in SHAPES:
        text = shape.sub(instead, text)
    pieces = QUOTED.split(text)
    pieces[::2] = [_without_options(piece) for piece in pieces[::2]]
    return "".join(pieces).strip()


def gap(text: str) -> str:
    """``links — not opened`` → ``Links: not opened``"""
    family, dash, why = text.partition(" — ")
    return plainly(f"{FAMILIES.get(family, family.capitalize())}: {why}" if dash else text)


def _without_options(text: str) -> str:
    """A clause that nobody put into words for the desk is left out rather than shown."""
    if not OPTION.search(text) and not COMMAND.search(text):
        return text
    kept = [clause for clause in CLAUSE.findall(text) if not OPTION.search(clause) and not COMMAND.search(clause)]
    return re.sub(r"[:,;(]\s*$", "", "".join(kept))
