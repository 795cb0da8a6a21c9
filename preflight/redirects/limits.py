"""How many redirects a host accepts. What is beyond is ignored, without a word.

Cloudflare Pages: 2,000 plain and 100 patterns, 1,000 characters a line · Vercel: 2,048, 4,096 characters · GitLab
Pages: 1,000 lines, 64 kB · Squarespace: 2,500 lines, 400 kB · Shopify: 100,000.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from preflight.model import Redirect


class Limits(Struct, frozen=True):
    """Zero means no limit that is published. ``size`` in bytes, ``line`` in characters of source and target."""

    lines: int = 0
    plain: int = 0
    patterns: int = 0
    line: int = 0
    size: int = 0


OF_HOST = {
    "cloudflare": Limits(lines=2_100, plain=2_000, patterns=100, line=1_000),
    "vercel": Limits(lines=2_048, line=4_096),
    "gitlab": Limits(lines=1_000, size=64_000),
    "squarespace": Limits(lines=2_500, size=400_000),
    "shopify": Limits(lines=100_000),
}


def exceeded(rules: Sequence[Redirect], limits: Limits) -> Iterator[tuple[Redirect, str]]:
    """The first rule beyond each limit, and what the limit is in words."""
    kinds = (
        ("redirects", limits.lines, rules),
        ("plain redirects", limits.plain, [rule for rule in rules if not rule.pattern]),
        ("redirects with a pattern", limits.patterns, [rule for rule in rules if rule.pattern]),
    )
    for what, most, several in kinds:
        if most and len(several) > most:
            yield several[most], f"{most:,} {what}, and there are {len(several):,}"
    if limits.line:
        for rule in rules:
            if len(rule.source) + len(rule.target) > limits.line:
                yield rule, f"{limits.line:,} characters in a redirect"
                break
