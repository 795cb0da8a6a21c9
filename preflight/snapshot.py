"""``preflight snapshot SITE``: the addresses of a site as they are now, in a file to be committed (``preflight.lock``).

It is the previous build of those who keep none: the next check is held against it. It changes on demand only, and
reads as a text: one address a line, sorted, so that a difference between two of them shows what moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from preflight import config, pipeline
from preflight.checkers.meta import robots
from preflight.checkers.meta.head import KIND as HEAD
from preflight.checkers.slugs.build import Build, Page
from preflight.collect import shown_path
from preflight.lockfile import COLUMNS, FILE_NAME, belongs_to, head_of
from preflight.model import Delivery, PreflightError
from preflight.reading import urls
from preflight.redirects.table import is_redirect
from preflight.writing import write


def first(site: str) -> str:
    """Take a site's first snapshot; one that is there stays as it is."""
    file = place(site)
    return f"{shown_path(file)} is there already, and stays as it is." if file.exists() else take(site)


def take(site: str, *, config_file: str | None = None, no_config: bool = False) -> str:
    """Write or refresh the lock file of a site; what to tell the user. Raises PreflightError."""
    options = pipeline.Options(
        targets=(site,), offline=True, kind="site", select=("slugs", "meta"), config=config_file, no_config=no_config
    )
    ((_, delivery),) = pipeline.delivered(options)
    if not delivery.documents or delivery.kind != "site":
        raise PreflightError(f"{site}: there are no pages in it: name the folder of the built site")
    file = place(site)
    shown = shown_path(file)
    earlier = _read(file, shown)
    if earlier and not belongs_to(file, site):
        raise PreflightError(f"{shown} is the snapshot of another site: give this one a preflight.toml of its own")
    rows = dict(_rows(delivery))
    lines = [*head_of(site, file), "\t".join(COLUMNS), *("\t".join(rows[address]) for address in sorted(rows))]
    text = "".join(f"{line}\n" for line in lines)
    if text == earlier:
        return f"{shown} is as the site is: {_many(len(rows))}."
    try:
        write(str(file), text)
    except OSError as error:
        raise PreflightError(f"cannot be written ({error.strerror})", shown) from error
    return _story(shown, rows, earlier)


def place(site: str) -> Path:
    """Where a site's lock file lies: beside the nearest ``preflight.toml``, else in the working directory."""
    found = config.find(Path(site))
    return (found.parent if found else Path.cwd()) / FILE_NAME


def _read(file: Path, shown: str) -> str:
    """The lock file as it is. Whatever else has its name is left alone."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise PreflightError(f"cannot be read ({error.strerror})", shown) from error
    if text.strip() and not text.startswith("# preflight.lock "):
        raise PreflightError("is no snapshot of preflight, and was not replaced: move it away", shown)
    return text


def _story(shown: str, rows: dict[str, list[str]], earlier: str) -> str:
    if not earlier:
        return f"Wrote {shown}: {_many(len(rows))}. Commit it: from now on every check is held against it."
    known = {line.split("\t")[0] for line in earlier.splitlines() if line.startswith("/")}
    gone, new = sorted(known - rows.keys()), sorted(rows.keys() - known)
    lines = [f"Refreshed {shown}: {_many(len(rows))}, {len(new)} new, {len(gone)} gone."]
    lines += [f"  gone: {address}" for address in gone] + [f"  new:  {address}" for address in new]
    return "\n".join(lines)


def _many(count: int) -> str:
    return f"{count} address{'es' if count != 1 else ''}"


# --- what is kept of a page -----------------------------------------------------------------------------


def _rows(delivery: Delivery) -> Iterator[tuple[str, list[str]]]:
    """Address → its cells, for pages and for redirects that work."""
    build = Build(delivery)
    closed = robots.closed(delivery, build.pages)
    wanted: dict[str, set[str]] = {}
    for link in build.links():
        if link.fragment:
            wanted.setdefault(urls.page_key(link.path), set()).add(link.fragment)
    for rule in delivery.redirects:
        address = urls.decoded(rule.source)
        if is_redirect(rule) and not rule.pattern and address.startswith("/") and build.fate(address).kind == "moved":
            yield address, _cells({"address": address, "to": rule.target})
    for address, page in build.pages.items():
        yield address, _cells(_known(page, wanted.get(urls.page_key(address), set()), closed=address in closed))


def _known(page: Page, linked: set[str], *, closed: bool) -> dict[str, str]:
    meta = {name: text for name, (text, _) in page.facts.meta.items()}
    heading = next(iter(page.facts.facts.get(HEAD, ())), None)
    return {
        "address": page.address,
        "to": page.target,
        **{name: meta.get(name, "") for name in ("title", "description", "robots", "canonical", "og:image")},
        "heading": page.sketch.heading,
        "h1": heading.value["h1"] if heading else "",
        "closed": "yes" if closed else "",
        "anchors": " ".join(sorted(linked.intersection(page.facts.anchors))),
        "words": str(page.sketch.words),
        "text": "".join(f"{number:08x}" for number in page.sketch.hashes),
    }


def _cells(values: dict[str, str]) -> list[str]:
    return [" ".join(values.get(column, "").split()) for column in COLUMNS]


def usual_build(folder: Path) -> str:
    """The folder of the built site, where it has one of the names that generators give it."""
    names = ("public", "_site", "dist", "build", "out", "site", "htdocs", "www")
    found = next((name for name in names if (folder / name / "index.html").is_file()), "")
    return found or ("." if (folder / "index.html").is_file() else "")
