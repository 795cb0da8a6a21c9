"""``preflight redirects`` as JSON (contract) and as text."""

from __future__ import annotations

import json
from collections.abc import Iterable

from preflight.moved.comparison import Comparison
from preflight.renames import Move

SHOWN = 20
"""Lines of a kind that a person is shown; the rest are counted."""


def as_json(comparison: Comparison) -> str:
    """The contract's ``preflight redirects --format json``."""
    value = {
        "schema": 1,
        "moves": [
            {
                "from": move.old,
                "to": move.new,
                "confidence": round(move.confidence, 2),
                "tier": move.tier,
                "evidence": list(move.evidence),
            }
            for move in comparison.moves
        ],
        "removed": [{"from": one.address, "why": one.why} for one in comparison.removed],
        "kept": comparison.kept,
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def as_text(comparison: Comparison) -> str:
    """The same for a person."""
    sure = [move for move in comparison.moves if move.tier == "auto"]
    doubtful = [move for move in comparison.moves if move.tier == "suggest"]
    lines = [
        f"{_many(comparison.kept, 'address still opens', 'addresses still open')}, {_many(len(sure), 'page', 'pages')}"
        f" moved, {len(doubtful)} may have moved, {_many(len(comparison.removed), 'looks', 'look')} deleted."
    ]
    for title, moves in (("Moved:", sure), ("Perhaps moved, look at each:", doubtful)):
        if moves:
            lines += ["", title, *_short(f"  {_arrow(move)}" for move in moves)]
    if comparison.removed:
        lines += ["", "Deleted, it seems:", *_short(f"  {one.address}" for one in comparison.removed)]
    if sure:
        lines += ["", "For the list to publish, name your host: --format netlify, apache, redirection, shopify …"]
    return "\n".join(lines) + "\n"


def remarks(doubtful: Iterable[Move], comment: str) -> str:
    """Suggestions as comments of a list."""
    return "".join(f"{comment} perhaps: {_arrow(move)}\n" for move in doubtful)


def _arrow(move: Move) -> str:
    return f"{move.old} → {move.new}  ({move.confidence:.2f}: {', '.join(move.evidence)})"


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def _short(lines: Iterable[str]) -> list[str]:
    every = list(lines)
    return every if len(every) <= SHOWN else [*every[:SHOWN], f"  … and {len(every) - SHOWN} more"]
