"""Apache: ``Redirect``, ``RedirectMatch`` and ``RewriteRule`` in an ``.htaccess`` at the root.

https://httpd.apache.org/docs/2.4/mod/mod_alias.html · https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html

``Redirect /about`` also moves ``/about/team``: the rest of the path is added to the target as it stands. Rules win over
existing files unless ``RewriteCond %{REQUEST_FILENAME} !-f`` says otherwise. Conditions that only a server can tell
(cookies, browsers, query) make a rule unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.model import Location, Redirect
from preflight.patterns import regex
from preflight.redirects import patterns
from preflight.redirects.table import NOT_EVALUATED

ACCEPTED = frozenset(
    {
        "redirect", "redirectpermanent", "redirecttemp", "redirectmatch",
        "rewriteengine", "rewritebase", "rewritecond", "rewriterule",
    }
)  # fmt: skip
"""The directives that are evaluated."""

NOT_READ = frozenset(
    {
        "alias", "aliasmatch", "scriptalias", "proxypass", "proxypassmatch", "rewritemap", "rewriteoptions", "include",
        "includeoptional", "fallbackresource",
    }
)  # fmt: skip
"""Directives that lead visitors elsewhere in ways that are not evaluated."""

STATUSES = {"permanent": 301, "temp": 302, "seeother": 303, "gone": 410}
_WORD = regex(r'"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>\S+)')  # '"^/old page$"'
_SECTION = regex(r"<(?P<close>/?)(?P<name>\w+)")  # "<IfModule"
_ANCHOR = regex(r"\\.|\[\^?\]?[^\]]{0,99}\]|\^")  # "^" in "^old/(.*)$"
_OWN_HOST = regex(r"https?://%\{(?:HTTP_HOST|SERVER_NAME)\}", re.IGNORECASE)  # "https://%{HTTP_HOST}"
_SCRIPT = regex(r"\.(?:php|cgi|pl|py|aspx?)(?:[/?#]|\Z)", re.IGNORECASE)  # ".php" in "/index.php?q=$1"
_FILE_NAMES = frozenset({"%{REQUEST_FILENAME}", "%{DOCUMENT_ROOT}%{REQUEST_URI}"})
_NO_PATTERN = ("!", "=", "<", ">", "-")
_EVERYTHING = frozenset({".*", "^.*$", "^(.*)$", "(.*)", "^", "."})
_TRANSPARENT = frozenset({"ifmodule", "ifversion", "ifdefine"})


def read(text: str, path: str) -> Iterator[Redirect]:
    """The rules of an ``.htaccess``, in order."""
    sections: list[str] = []
    conditions: list[list[str]] = []
    engine, base = False, "/"
    for number, line in _lines(text):
        section = _SECTION.match(line)
        if section:
            if not section["close"]:
                sections.append(line[:60])
            elif sections:
                sections.pop()
            continue
        name, *words = _words(line)
        name = name.lower()
        place = Location(path, "", number)
        within = next((opening for opening in sections if not _is_transparent(opening)), "")
        condition = f"only inside {within}" if within else ""
        if name in ("redirect", "redirectpermanent", "redirecttemp", "redirectmatch"):
            yield _redirect(name, words, place, condition)
        elif name == "rewriteengine":
            engine = bool(words) and words[0].lower() == "on"
        elif name == "rewritebase" and words:
            base = words[0] if words[0].endswith("/") else words[0] + "/"
        elif name == "rewritecond":
            conditions.append(words)
        elif name == "rewriterule":
            if engine and (rule := _rewrite(words, conditions, base, place, condition)):
                yield rule
            conditions = []
        elif name in NOT_READ:
            yield _beyond(" ".join([name, *words])[:80], place, f"“{line.split()[0]}” is not evaluated")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Directives with the number of their first line; a final backslash continues a line."""
    held: list[str] = []
    first = 0
    for number, line in enumerate(text.split("\n"), 1):
        first = first if held else number
        if line.endswith("\\"):
            held.append(line[:-1])
            continue
        whole = "".join([*held, line]).strip()
        held = []
        if whole and not whole.startswith("#"):
            yield first, whole


def _words(line: str) -> list[str]:
    """The words of a directive; quotes hold a word with spaces together."""
    words = []
    for match in _WORD.finditer(line):
        quoted = match["quoted"]
        words.append(match["plain"] if quoted is None else quoted.replace('\\"', '"'))
    return words


def _is_transparent(opening: str) -> bool:
    section = _SECTION.match(opening)
    return section is not None and section["name"].lower() in _TRANSPARENT


def _redirect(name: str, words: list[str], place: Location, condition: str) -> Redirect:
    """``Redirect [status] path [target]`` and its three sisters; without a target the status says that it is gone."""
    status = {"redirectpermanent": 301}.get(name, 302)
    if words and name in ("redirect", "redirectmatch") and (words[0].lower() in STATUSES or words[0].isdecimal()):
        status = STATUSES.get(words[0].lower()) or int(words[0])
        words = words[1:]
    source, target = [*words, "", ""][:2]
    if not source or (not target and 300 <= status < 400):
        return _unread(source, place, "it needs a path and a target")
    if name == "redirectmatch":
        return _matched(source, source, target, status, place, condition, force=True)
    if not source.startswith("/"):
        return _unread(source, place, "a path begins with /")
    plain = patterns.escaped(patterns.plain(source))
    pattern = f"^{plain}(?P<rest>.*)$" if source.endswith("/") else f"^{plain}(?P<rest>/.*)?$"
    return Redirect(source, target, status, place, True, pattern, "apache", condition)


def _rewrite(
    words: list[str], conditions: list[list[str]], base: str, place: Location, condition: str
) -> Redirect | None:
    """``RewriteRule pattern target [flags]``, or None when it sends nobody anywhere."""
    if len(words) < 2:
        return _unread(" ".join(words), place, "it needs a pattern and a target")
    source, target = words[:2]
    flags = dict(
        flag.strip().partition("=")[::2] for flag in (words[2].strip("[]") if len(words) > 2 else "").upper().split(",")
    )
    status = 200
    if "R" in flags or "REDIRECT" in flags or (target.startswith(("http://", "https://")) and "P" not in flags):
        code = (flags.get("R") or flags.get("REDIRECT") or "302").lower()
        status = STATUSES.get(code) or (int(code) if code.isdecimal() else 302)
    if "G" in flags or "GONE" in flags:
        status = 410
    elif "F" in flags or "FORBIDDEN" in flags:
        status = 403
    elif target == "-":
        return None
    if source.startswith("!"):
        return _beyond(source, place, "negated patterns are not evaluated")
    wanted, force, unknown = _requirements(conditions)
    pattern = _ANCHOR.sub(lambda match: "^/" if match[0] == "^" else match[0], source)
    if wanted and source in _EVERYTHING and not unknown:
        pattern = wanted
    elif wanted or unknown:
        condition = condition or f"only where {unknown or 'its RewriteCond'} allows it"
    if {"C", "CHAIN", "S", "SKIP"} & flags.keys():
        condition = condition or "only together with its neighbours"
    target = _OWN_HOST.sub("", target).replace("%{REQUEST_URI}", "$0")
    if not target.startswith(("/", "http://", "https://", "$0")):
        target = base + target
    if "%" in target and re.search(r"%(?:\d|\{)", target):
        condition = condition or "its target depends on the request"
    if status == 200 and _SCRIPT.search(target):
        condition = condition or f"whatever the script {target[:40]} answers"
    if {"NC", "NOCASE"} & flags.keys():
        pattern = "(?i)" + pattern
    return _matched(source, pattern, target, status, place, condition, force=force)


def _requirements(conditions: list[list[str]]) -> tuple[str, bool, str]:
    """What the RewriteConds ask: a pattern for the path, whether the rule wins over files, and what nobody can tell."""
    wanted, force, unknown = "", True, ""
    for words in conditions:
        subject, test, *flags = [*words, "", ""][: max(2, len(words))]
        variable = subject.upper()
        if variable in _FILE_NAMES and test in ("!-f", "!-d", "!-l", "!-s"):
            force = False
        elif variable == "%{REQUEST_URI}" and not test.startswith(_NO_PATTERN) and not (wanted or flags):
            wanted = test
        else:
            unknown = unknown or subject[:40] or "its RewriteCond"
    return wanted, force, unknown


def _matched(
    source: str, pattern: str, target: str, status: int, place: Location, condition: str, *, force: bool
) -> Redirect:
    pattern, widened = patterns.without_look_around(pattern)
    if patterns.compiled(pattern) is None:
        return _beyond(source, place, "its pattern is too involved to be evaluated")
    if widened:
        condition = condition or "only where the look-ahead in its pattern allows it"
    path, either_slash = patterns.literal(pattern)
    if path and "$" not in target:
        return Redirect(path, target, status, place, force, "", "apache", condition, either_slash)
    return Redirect(source, target, status, place, force, pattern, "apache", condition)


def _beyond(source: str, place: Location, why: str) -> Redirect:
    return Redirect(source, "", NOT_EVALUATED, place, host="apache", condition=why)


def _unread(source: str, place: Location, why: str) -> Redirect:
    return Redirect(source, "", 0, place, host="apache", condition=why)


def write(source: str, target: str, *, folder: bool = False) -> str:
    """A line for ``.htaccess``. ``RedirectMatch``, since ``Redirect`` would also move everything below the path."""
    target = patterns.quoted(target)
    if folder:
        return f'RedirectMatch 301 "^{patterns.escaped(source)}(.*)$" "{target}$1"'
    return f'RedirectMatch 301 "^{patterns.either_slash(source)}$" "{target}"'


def write_folder(source: str, target: str) -> str:
    """A folder's move that leaves alone what is still there."""
    pattern = patterns.escaped(source.lstrip("/"))
    return (
        "RewriteCond %{REQUEST_FILENAME} !-f\nRewriteCond %{REQUEST_FILENAME} !-d\n"
        f'RewriteRule "^{pattern}(.*)$" "{patterns.quoted(target)}$1" [R=301,L,NE]\n'
    )
