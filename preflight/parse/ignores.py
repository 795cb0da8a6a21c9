"""Inline ignores: comments in a page or a source by which its author accepts a finding.

    <!-- preflight-ignore links.broken, spelling.*: the shop opens on Monday -->     this line, or the next one
    <!-- preflight-ignore-start dates.past: minutes of an old meeting --> … <!-- preflight-ignore-end -->
    <!-- preflight-ignore-file spelling.*: written in dialect -->

``{# … #}``, ``{{/* … */}}`` and ``{% comment %} … {% endcomment %}`` serve as well. A comment alone on its line covers
the line after it; one beside other text covers its own line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from preflight.model import Ignore
from preflight.patterns import regex

_DIRECTIVE = regex(r"\s*(?:/\*)?\s*preflight-ignore(-start|-end|-file)?(?![\w-])([^:\n]*)(?::(.*))?", re.S)
# preflight-ignore links.broken: reason

MARK = "preflight-ignore"
"""What a comment must hold to be looked at."""

Comment = tuple[int, int, str]
"""Start and end in the source, delimiters included, and what stands between them."""


def find(source: str, part: str, comments: Iterable[Comment], line_starts: Sequence[int]) -> tuple[Ignore, ...]:
    """The ignores among a text's comments."""
    ignores: list[Ignore] = []
    started: list[tuple[tuple[str, ...], str, int]] = []
    for start, end, text in comments:
        if MARK not in text:
            continue
        match = _DIRECTIVE.match(text)
        if match is None:
            continue
        rules = tuple(re.split(r"[\s,]+", match[2].strip(" \t\r,"))) if match[2].strip(" \t\r,") else ("*",)
        reason = " ".join((match[3] or "").replace("*/", " ").split())
        first, last = bisect_right(line_starts, start), bisect_right(line_starts, max(start, end - 1))
        if match[1] == "-start":
            started.append((rules, reason, first))
        elif match[1] == "-end":
            if started:
                open_rules, open_reason, open_line = started.pop()
                ignores.append(Ignore(open_rules, open_reason, part, open_line, last))
        elif match[1] == "-file":
            ignores.append(Ignore(rules, reason, part, 1, None))
        else:
            before = source[line_starts[first - 1] : start]
            line_end = line_starts[last] if last < len(line_starts) else len(source)
            alone = not before.strip() and not source[end:line_end].strip()
            ignores.append(Ignore(rules, reason, part, first, last + 1 if alone else last))
    ignores += [Ignore(rules, reason, part, line, None) for rules, reason, line in started]
    return tuple(sorted(ignores, key=lambda ignore: ignore.first))
