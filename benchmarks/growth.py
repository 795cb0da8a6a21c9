"""Cost per page as a site grows: sites of 1,000, 10,000 and 100,000 pages, time and memory, drawn as docs/growth.svg.

    python benchmarks/growth.py [--pages 1000 10000] [--jobs 2] [--svg docs/growth.svg] [--keep FOLDER]

A made site has what real ones have: a menu and a footer on every page, sections with an overview of their pages, links
in the text to pages near and far, many with a fragment, identifiers on headings, a picture, and one link in a thousand
broken. It is the same on every machine.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path

from measured import check, measure

WORDS = [
    "garden", "bench", "winter", "morning", "letter", "kitchen", "window", "people", "market",
    "bread", "river", "bridge", "music", "paper", "simple", "evening", "travel", "story",
    "school", "harbour", "weather", "quiet", "corner", "basket", "second", "answer", "careful",
    "season", "gather", "bright",
]  # fmt: skip
SECTION = 50
"""Pages in a section."""
Point = tuple[int, float, float, float]
"""Pages, CPU milliseconds a page, wall milliseconds a page, peak megabytes."""


def make(root: Path, pages: int) -> None:
    """Write the site: ``section-N/page-M.html`` and an overview in each section."""
    chance = random.Random(pages)
    sections = -(-pages // SECTION)
    menu = "".join(f'<li><a href="/section-{n}/">{WORDS[n].title()}</a></li>' for n in range(min(sections, 12)))
    footer = '<footer><a href="/section-0/page-0.html#part-1">Imprint</a> <a href="/">Home</a> &copy; 2026</footer>'
    (root / "bench.png").parent.mkdir(parents=True, exist_ok=True)
    (root / "bench.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    for number in range(pages):
        section, place = divmod(number, SECTION)
        folder = root / f"section-{section}"
        if place == 0:
            folder.mkdir(parents=True, exist_ok=True)
            last = min(SECTION, pages - number)
            listed = "".join(f'<li><a href="page-{one}.html">Page {one}</a></li>' for one in range(1, last))
            text = f"<h1>{WORDS[section % len(WORDS)].title()}</h1><ul>{listed}</ul>"
            (folder / "index.html").write_text(_page(f"Section {section}", menu, text, footer), encoding="utf-8")
        text = "".join(
            f'<h2 id="part-{part}">{chance.choice(WORDS).title()} and {chance.choice(WORDS)}</h2>'
            f"<p>{_sentence(chance)} {_link(chance, section, sections, pages)} {_sentence(chance)}</p>"
            for part in range(8)
        )
        text = f'<h1>Page {number}</h1><img src="/bench.png" alt="A bench in the garden" width="9" height="9">{text}'
        (folder / f"page-{place}.html").write_text(_page(f"Page {number}", menu, text, footer), encoding="utf-8")
    (root / "index.html").write_text(_page("Home", menu, "<h1>Home</h1>", footer), encoding="utf-8")


def _link(chance: random.Random, section: int, sections: int, pages: int) -> str:
    """Two of three stay in the section, one of a thousand leads nowhere."""
    there = section if chance.random() < 0.66 else chance.randrange(sections)
    place = chance.randrange(min(SECTION, pages - there * SECTION))
    fragment = f"#part-{chance.randrange(8)}" if chance.random() < 0.5 else ""
    name = "lost" if chance.random() < 0.001 else f"page-{place}"
    return f'<a href="../section-{there}/{name}.html{fragment}">the {chance.choice(WORDS)}</a>'


def _sentence(chance: random.Random) -> str:
    return f"{' '.join(chance.sample(WORDS, k=28)).capitalize()}."


def _page(title: str, menu: str, text: str, footer: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="description" content="{title} of the garden"></head><body><nav><ul>{menu}</ul></nav>'
        f"<main>{text}</main>{footer}</body></html>"
    )


def drawn(points: Sequence[Point]) -> str:
    """Two charts as SVG: CPU milliseconds a page, and megabytes, over the number of pages (logarithmic)."""
    charts = [
        _chart(20, "CPU milliseconds a page", [(pages, cpu) for pages, cpu, _, _ in points], "ms"),
        _chart(380, "Peak memory, MB", [(pages, memory) for pages, _, _, memory in points], "MB"),
    ]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 740 260" role="img" font-family="sans-serif" '
        f'font-size="12">\n<title>Cost as a site grows</title>\n<rect width="740" height="260" fill="#fff"/>\n'
        f"{''.join(charts)}</svg>\n"
    )


def _chart(left: int, title: str, values: Sequence[tuple[int, float]], unit: str) -> str:
    top = max(value for _, value in values) * 1.25
    exponents = [len(str(pages)) - 1 for pages, _ in values]
    span = max(1, max(exponents) - min(exponents))
    spots = [
        (left + 50 + 240 * (exponent - min(exponents)) / span, 210 - 160 * value / top, pages, value)
        for exponent, (pages, value) in zip(exponents, values, strict=True)
    ]
    line = " ".join(f"{x:.0f},{y:.0f}" for x, y, _, _ in spots)
    marks = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="#0b4fb3"/>'
        f'<text x="{x:.0f}" y="{y - 10:.0f}" text-anchor="middle">{value:.{0 if value > 20 else 2}f} {unit}</text>'
        f'<text x="{x:.0f}" y="230" text-anchor="middle">{pages:,}</text>\n'
        for x, y, pages, value in spots
    )
    return (
        f'<text x="{left}" y="24" font-size="14">{escape(title)}</text>\n'
        f'<path d="M{left + 20} 40V210H{left + 320}" fill="none" stroke="#888"/>\n'
        f'<text x="{left + 320}" y="248" text-anchor="end" fill="#555">pages</text>\n'
        f'<polyline points="{line}" fill="none" stroke="#0b4fb3" stroke-width="2"/>\n{marks}'
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 10_000], help="100000 takes minutes and 600 MB")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--svg", type=Path, default=Path(__file__).parents[1] / "docs" / "growth.svg")
    parser.add_argument("--keep", type=Path, help="make the sites here, or use those that are there")
    options = parser.parse_args()
    points: list[Point] = []
    print(f"{date.today()}, jobs {options.jobs}, all offline families, nothing remembered")
    print(f"{'pages':>9}{'CPU ms/page':>13}{'wall ms/page':>14}{'peak MB':>9}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        work = options.keep or Path(name)
        environment = {**os.environ, "PREFLIGHT_CACHE": str(Path(name) / "cache")}
        for pages in sorted(options.pages):
            site = work / f"site-{pages}"
            if not site.is_dir():
                make(site, pages)
            command = check(site, "--no-cache", jobs=options.jobs)
            if not points:  # compiles the lexicon
                measure(command, environment=environment)
            wall, cpu, memory, code = measure(command, environment=environment)
            if code:
                sys.exit(f"exit {code}: {' '.join(command)}")
            points.append((pages, cpu / pages * 1000, wall / pages * 1000, memory))
            print(f"{pages:>9,}{points[-1][1]:>13.2f}{points[-1][2]:>14.2f}{memory:>9.0f}", flush=True)
    options.svg.write_text(drawn(points), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
