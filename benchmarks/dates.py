"""How fast dates are read: megabytes of text a second, for prose and for text full of dates.

    python benchmarks/dates.py [--runs 5]

The texts are made here, so that the figures mean the same everywhere. Best of the runs, one core.
"""

from __future__ import annotations

import argparse
import time

from preflight.reading import amounts, dates

PLAIN = (
    "The shed behind the orchard has a new roof, and everybody who held a hammer is thanked with soup and bread. "
    "Bring a friend, a chair and a warm coat; the kettle is on the stove whenever the gate is open to you. "
)
DATED = (
    "Join us on Thursday, 26 November 2026 at 7 pm, or on 5 December. Tickets are £12 each until 30 November, "
    "then £15. The group was founded in 1987 and meets every second Tuesday of the month. © 2019–2026 "
)
FOOTER = "© 2019–2026 Bramblewick Ltd. Registered office: 14 Mill Lane. Last updated 26 November 2026."


def dated(number: int) -> str:
    """No two paragraphs are the same: what is repeated is remembered, and would be no measure."""
    return f"{DATED} Stall {number} is yours."


def texts_of(run: int) -> dict[str, list[str]]:
    """New texts for every run, for the same reason; the footer alone stays."""
    numbers = range(run * 10_000, run * 10_000 + 8_000)
    return {
        "prose": [PLAIN] * 8_000,
        "prose, dates in every tenth paragraph": [dated(one) if one % 10 == 0 else PLAIN for one in numbers],
        "nothing but dates": [dated(one + 9_000) for one in numbers[:1_000]],
        "one footer on 5,000 pages": [FOOTER] * 5_000,
    }


def measured(texts: list[str]) -> tuple[float, int]:
    """Megabytes a second, and how many dates were found."""
    language = dates.table("en")
    began = time.process_time()
    found = sum(1 for text in texts for _ in dates.find(text, language))
    return sum(map(len, texts)) / (time.process_time() - began) / 1e6, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    print(f"{'':<42}{'MB/s':>8}{'found':>9}")
    for name in texts_of(0):
        best, found = max(measured(texts_of(run)[name]) for run in range(options.runs))
        print(f"{name:<42}{best:>8.1f}{found:>9}")
    texts = texts_of(0)["nothing but dates"]
    began = time.process_time()
    found = sum(len(amounts.find(text)) for text in texts)
    speed = sum(map(len, texts)) / (time.process_time() - began) / 1e6
    print(f"{'the same texts, for amounts':<42}{speed:>8.1f}{found:>9}")


if __name__ == "__main__":
    main()
