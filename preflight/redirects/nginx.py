"""nginx: ``return`` and ``rewrite`` in a server's or a location's block.

https://nginx.org/en/docs/http/ngx_http_rewrite_module.html · https://nginx.org/en/docs/http/ngx_http_core_module.html#location

Accepted: ``return CODE URL``, ``rewrite PATTERN TARGET [permanent|redirect|last|break]``, and ``location`` with ``=``,
``^~``, ``~``, ``~*`` or a prefix around them. Rules win over files. Of locations the exact one applies, then the
longest ``^~``, then the first pattern, then the longest prefix; a server's own rewrites come before all of them.
``if``, ``map``, ``include`` and variables that only a request can tell are not evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from preflight.model import Location, Redirect
from preflight.patterns import regex
from preflight.redirects import patterns
from preflight.redirects.table import NOT_EVALUATED

FLAGS = {"permanent": 301, "redirect": 302, "last": 200, "break": 200}
NOT_READ = frozenset({"if", "map", "include", "rewrite_by_lua", "rewrite_by_lua_block", "split_clients", "geo"})
"""Directives that can send visitors elsewhere in ways that are not evaluated."""

_TOKEN = regex(
    r'\s+|#[^\n]*|"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'|([;{}])|([^\s;{}"\'#]+(?:\{\d[^}\n]{0,9}\}[^\s;{}]*)?)'
)
"""``"/old page"``, ``{``, ``^/post-(\\d{4})/``"""
_OWN = regex(r"\$scheme://(?:\$host|\$http_host|\$server_name)", re.IGNORECASE)  # "$scheme://$host"
_WHOLE = regex(r"\$(?:uri|request_uri|document_uri)\b")  # "$request_uri"
_QUERY = regex(r"(?:\$is_args)?\$args\b|\?$")  # "$is_args$args"
_VARIABLE = regex(r"\$[A-Za-z_{]")  # "$http_cookie"


class Block(Struct):
    """``words`` open it: ``("location", "=", "/old")``."""

    words: tuple[str, ...] = ()
    line: int = 1
    statements: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def read(text: str, path: str) -> Iterator[Redirect]:
    """The rules of a configuration, in the order in which they apply."""
    servers: list[Redirect] = []
    ranked: list[tuple[tuple[int, int, int], list[Redirect]]] = []
    waiting = [_blocks(text)]
    while waiting:
        block = waiting.pop(0)
        servers += [rule for words, line in block.statements for rule in _statement(words, line, path, None)]
        for inner in block.blocks:
            name = inner.words[0] if inner.words else ""
            if name == "location":
                rank = _rank(inner.words, len(ranked))
                ranked.append((rank, list(_location(inner, path))))
            elif name in NOT_READ:
                servers.append(
                    _beyond(" ".join(inner.words), Location(path, "", inner.line), f"“{name}” is not evaluated")
                )
            else:
                waiting.append(inner)
    yield from servers
    for _, rules in sorted(ranked, key=lambda entry: entry[0]):
        yield from rules


def _blocks(text: str) -> Block:
    """The configuration as nested blocks. Unbalanced braces close where the text ends."""
    root = Block()
    stack = [root]
    words: list[str] = []
    line, first, position = 1, 1, 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            position += 1
            continue
        position = token.end()
        sign = token[3]
        if sign == "{" and len(stack) < DEEPEST:
            block = Block(tuple(words), first)
            stack[-1].blocks.append(block)
            stack.append(block)
            words = []
        elif sign == "}":
            words = []
            if len(stack) > 1:
                stack.pop()
        elif sign == ";":
            if words:
                stack[-1].statements.append((tuple(words), first))
            words = []
        elif token[4] or token[1] is not None or token[2] is not None:
            first = first if words else line
            words.append(next(group for group in (token[4], token[1], token[2]) if group is not None))
        line += text.count("\n", token.start(), token.end())
    return root


DEEPEST = 20
"""Blocks inside blocks that are followed."""


def _rank(words: tuple[str, ...], number: int) -> tuple[int, int, int]:
    sign, path = (words[1], words[2]) if len(words) > 2 else ("", words[-1])
    kind = {"=": 0, "^~": 1, "~": 2, "~*": 2}.get(sign, 3)
    return kind, number if kind == 2 else -len(path), number


def _location(block: Block, path: str) -> Iterator[Redirect]:
    words = block.words
    sign, where = (words[1], words[2]) if len(words) > 2 else ("", words[-1])
    if where.startswith("@") or len(words) < 2:
        return
    if sign in ("~", "~*"):
        pattern = ("(?i)" if sign == "~*" else "") + where
    else:
        pattern = f"^{patterns.escaped(where)}$" if sign == "=" else f"^{patterns.escaped(where)}"
    for statement, line in block.statements:
        yield from _statement(statement, line, path, (where, pattern))
    for inner in block.blocks:
        name = inner.words[0] if inner.words else ""
        place = Location(path, "", inner.line)
        yield _beyond(where, place, f"“{name}” inside a location is not evaluated")


def _statement(words: tuple[str, ...], line: int, path: str, around: tuple[str, str] | None) -> Iterator[Redirect]:
    """The rule of one directive, if it is any. ``around`` is the location's path and its pattern."""
    place = Location(path, "", line)
    if words[0] in NOT_READ:
        yield _beyond(" ".join(words)[:80], place, f"“{words[0]}” is not evaluated")
    elif words[0] == "return" and len(words) > 1:
        yield from _return(words, place, around)
    elif words[0] == "rewrite":
        if len(words) < 3:
            yield Redirect(" ".join(words[1:]), "", 0, place, host="nginx", condition="it needs a pattern and a target")
            return
        flag = words[3] if len(words) > 3 else ""
        status = FLAGS.get(flag, 302 if words[2].startswith(("http://", "https://", "$scheme")) else 200)
        yield _rule(words[1], words[1], words[2], status, place)


def _return(words: tuple[str, ...], place: Location, around: tuple[str, str] | None) -> Iterator[Redirect]:
    code = words[1]
    if not code.isdecimal():
        code, target = "302", words[1]
    else:
        target = words[2] if len(words) > 2 else ""
    status = int(code)
    if not target and 300 <= status < 400:
        yield Redirect(code, "", 0, place, host="nginx", condition="it needs a target")
        return
    if status == 200 or (status < 400 and not target.startswith(("/", "http", "$"))):
        return
    where, pattern = around or ("/", "^/")
    yield _rule(where, pattern, target, status, place)


def _rule(source: str, pattern: str, target: str, status: int, place: Location) -> Redirect:
    condition = ""
    target = _QUERY.sub("", _OWN.sub("", target))
    target = _WHOLE.sub("$0", target)
    if _VARIABLE.search(target):
        condition = "its target depends on the request"
    pattern, widened = patterns.without_look_around(pattern)
    if patterns.compiled(pattern) is None:
        return _beyond(source, place, "its pattern is too involved to be evaluated")
    if widened:
        condition = condition or "only where the look-ahead in its pattern allows it"
    path, either_slash = patterns.literal(pattern)
    rule = Redirect(source, target, status, place, True, pattern, "nginx", condition)
    if path and "$" not in target:
        return replace(rule, source=path, pattern="", either_slash=either_slash)
    if "$0" in target and not pattern.endswith("$"):
        rule = replace(rule, pattern=f"{pattern}.*$" if pattern.startswith("^") else pattern)
    return rule


def _beyond(source: str, place: Location, why: str) -> Redirect:
    return Redirect(source, "", NOT_EVALUATED, place, host="nginx", condition=why)


def write(source: str, target: str, *, folder: bool = False) -> str:
    """A line for a ``server`` block. The final slash of a page does not matter."""
    if folder:
        return f'rewrite "^{patterns.escaped(source)}(.*)$" "{patterns.quoted(target)}$1" permanent;'
    return f'rewrite "^{patterns.either_slash(source)}$" "{patterns.quoted(target)}" permanent;'
