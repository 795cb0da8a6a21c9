"""``preflight compare APPROVED RECEIVED``: 0 when only wrapping differs, 1 when the content does."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from preflight import compared
from preflight.compared import Difference
from preflight.reporters import answer, shown

Say = Callable[[str], None]
MOST = 40
"""Places that are told one by one."""


def run(arguments: argparse.Namespace, say: Say) -> int:
    found = compared.compare(arguments.approved, arguments.received)
    changed = [one for one in found if one.kind == "changed"]
    if arguments.format == "json":
        rows = [{"kind": one.kind, "sentence": shown.mask(one.sentence), "place": _row(one)} for one in found]
        row = {"schema": 1, "same": not changed, "differences": rows}
        say(shown.escaped(json.dumps(row, ensure_ascii=False)))
    else:
        for line in lines(found, arguments.approved, arguments.received):
            say(shown.visible(shown.mask(line)))
    return 1 if changed else 0


def lines(found: Sequence[Difference], approved: str, received: str) -> Iterator[str]:
    """What changed with its places, then what the platform did, counted, then what cannot be told."""
    kinds = {kind: [one for one in found if one.kind == kind] for kind in ("changed", "wrapped", "unseen")}
    if changed := kinds["changed"]:
        yield f"{received} is not what was approved: {answer.counted(len(changed), 'place')} changed."
        for one in changed[:MOST]:
            yield f"  {_where(one, received)}  {one.sentence}"
        if len(changed) > MOST:
            yield f"  … and {len(changed) - MOST:,} more"
    elif found:
        yield f"{received} is what was approved in {approved}, as far as it shows: only wrapping differs."
    else:
        yield f"{received} is what was approved in {approved}: nothing differs."
    for kind, title in (("wrapped", "Wrapped by the sending platform:"), ("unseen", "Cannot be seen from here:")):
        if kinds[kind]:
            yield title
            counts = Counter(one.sentence for one in kinds[kind])
            yield from (
                f"  {sentence}" + (f" ({n:,} times)" if n > 1 else "") for sentence, n in [*counts.items()][:MOST]
            )
            if len(counts) > MOST:
                yield f"  … and {len(counts) - MOST:,} more"


def _where(one: Difference, received: str) -> str:
    part = f" ({answer.part(one.place.part)})" if one.place.part else ""
    return f"{received}{part}" + (f":{one.place.line}:{one.place.column}" if one.place.line is not None else "")


def _row(one: Difference) -> dict[str, object]:
    return {"part": one.place.part, "line": one.place.line, "column": one.place.column}
