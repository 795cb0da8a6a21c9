"""Promise against page, on sites whose links are right: how often a link's words and its page are said to disagree.

    python benchmarks/promise.py SITE [SITE …] [--most 3000] [--show 20] [--shuffled]

A site's own links lead where they should, so every finding is a false alarm. With --shuffled each link is held against
the page of another link instead: what is *not* found then was missed.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from preflight.checkers.links import kept
from preflight.model import Probe
from preflight.parse import tokens
from preflight.probe.landing import Page, clean, understand
from preflight.reading import urls

DAY = date(2026, 11, 24)
MOST_READ = 256 * 1024


def links(source: str) -> Iterator[tuple[str, str]]:
    """Address and words of each link of a page."""
    url, words = "", []
    for kind, _, _, text, attributes in tokens.tokenize(source):
        if kind == tokens.START and text == "a":
            url, words = dict(attributes or ()).get("href") or "", []
        elif kind == tokens.TEXT and url:
            words.append(text)
        elif kind == tokens.END and text == "a" and url:
            yield url, clean("".join(words))
            url = ""


def pairs(site: Path) -> Iterator[tuple[str, str, str]]:
    """Words of a link, the file it opens, and the language of the page it stands on; each once."""
    files = {file.relative_to(site).as_posix() for file in site.rglob("*.htm*")}
    seen: set[tuple[str, str]] = set()
    for name in sorted(files):
        source = (site / name).read_bytes().decode("utf-8", "replace")
        for url, words in links(source):
            target = urls.resolve(url, urls.page_address(name))
            opened = urls.site_file(target.path, files) if target.on_site else None
            if opened and opened != name and words and not target.fragment and (words, opened) not in seen:
                seen.add((words, opened))
                yield words, opened, "en"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sites", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=3000)
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("--shuffled", action="store_true")
    arguments = parser.parse_args()
    for site in arguments.sites:
        found = list(pairs(site))
        random.Random(7).shuffle(found)
        found = found[: arguments.most]
        opened = [one[1] for one in found]
        if arguments.shuffled:
            opened = opened[1:] + opened[:1]
        pages: dict[str, Page] = {}
        counts: Counter[str] = Counter()
        shown = 0
        for (words, _, language), name in zip(found, opened, strict=True):
            if name not in pages:
                body = (site / name).read_bytes()
                pages[name] = understand(body[:MOST_READ].decode("utf-8", "replace"), complete=len(body) <= MOST_READ)
            page = pages[name]
            probe = Probe(f"https://site.example/{name}", "alive", 200, title=page.title, landing=page.landing)
            if fault := kept.fault(words, probe, language, DAY):
                counts[fault.severity] += 1
                if shown < arguments.show and not arguments.shuffled:
                    shown += 1
                    print(f"  {fault.severity} {words!r} {name}: {fault.message}")
        print(f"{site.name}: {len(found)} pairs, {dict(counts)}")


if __name__ == "__main__":
    main()
