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
TEXTS = {
    "prose": [PLAIN] * 8_000,
    "prose, dates in every tenth paragraph": [DATED if number % 10 == 0 else PLAIN for number in range(8_000)],
    "nothing but dates": [DATED] * 2_000,
}


def seconds(texts: list[str], *, runs: int) -> tuple[float, int]:
    """The best time, and how many dates were found."""
    language = dates.table("en")
    best, found = float("inf"), 0
    for _ in range(runs):
        began = time.process_time()
        found = sum(1 for text in texts for _ in dates.find(text, language))
        best = min(best, time.process_time() - began)
    return best, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    print(f"{'':<42}{'MB/s':>8}{'found':>9}")
    for name, texts in TEXTS.items():
        best, found = seconds(texts, runs=options.runs)
        print(f"{name:<42}{sum(map(len, texts)) / best / 1e6:>8.1f}{found:>9}")
    texts = TEXTS["nothing but dates"]
    began = time.process_time()
    found = sum(len(amounts.find(text)) for text in texts)
    speed = sum(map(len, texts)) / (time.process_time() - began) / 1e6
    print(f"{'the same texts, for amounts':<42}{speed:>8.1f}{found:>9}")


if __name__ == "__main__":
    main()
