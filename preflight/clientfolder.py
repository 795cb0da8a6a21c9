"""``preflight init --client-folder NAME``: one client's folder, plain files that git can hold.

A folder that is there already keeps every file it has; what is missing is added.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from preflight import manual
from preflight.config import FILE_NAME
from preflight.config.layer import Layer, texts
from preflight.model import PreflightError
from preflight.patterns import regex

NAME = regex(r"\w[\w .&+'-]{0,80}")
"""``bramblewick``, ``Brook & Bean``"""
WORKSPACE = """\
# The workspace: where the clients' folders are. Each has a preflight.toml of its own.
schema = 1
clients = ["clients/*"]
"""
WORDS = """\
# This client's own words, one a line: names, products, places. "preflight words add WORD" writes here.
"""
WAIVERS = """\
# Findings that this client accepts, each with a reason, and best with a day on which it is asked again.
schema = 1

# [[waiver]]
# rule = "links.staging"
# match = "https://preview.example.com/menu"
# reason = "the preview is linked on purpose"
# expires = 2027-01-31
"""
FACTS = """\
# What this client's people, products, places and brands are called, so that a near miss is noticed.
schema = 1

# [[person]]
# name = "Orla Byrne"
# email = "orla@example.com"

# [[product]]
# name = "Bramble Loaf"
# price = "£4.20"
"""
CHECKLIST = """\
# What somebody must have looked at before anything of this client goes out. "preflight checklist TARGET" asks, and an
# answer holds until what it is about changes. Four items come with the program: audience, schedule, sender, phone.
schema = 1
# defaults = false            # without those four

# [[item]]
# id = "hero"
# text = "The hero image is this issue's"
# about = "images"            # asked again when the images change; also: message, sender, subject, opening, links,
#                             # prices, text, all
# ticked-by = "changed"       # preflight sees it by itself where --against names the previous issue
# kinds = ["email"]

# [[item]]
# id = "opening"
# text = "The first paragraph is rewritten"
# about = "opening"
# ticked-by = "changed"
# kinds = ["email"]

# [[item]]
# id = "price"
# text = "The prices are confirmed with the client"
# about = "prices"
"""
FOLDERS = {"issues": "what went out, for --against issues", "incidents": "past mistakes: preflight incident"}


def make(name: str, here: Path) -> str:
    """Make the folder of a client below ``here``, and say what is in it. Raises PreflightError."""
    if not NAME.fullmatch(name) or name.endswith((".", " ")):
        raise PreflightError(f"--client-folder {name!r}: give the client's folder a plain name, such as bramblewick")
    folder = _place(name, here)
    shown = folder.relative_to(here).as_posix()
    done: list[str] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in _files():
            if not (folder / file).exists():
                with (folder / file).open("x", encoding="utf-8", newline="\n") as stream:
                    stream.write(text)
                done.append(file)
        for inner in FOLDERS:
            (folder / inner).mkdir(exist_ok=True)
            (folder / inner / ".gitkeep").touch()
    except OSError as error:
        raise PreflightError(f"cannot be written ({error.strerror or error})", shown) from error
    wrote = f"Wrote {', '.join(done)}" if done else "Nothing was missing: every file is as it was"
    kept = "; ".join(f"{inner}/ holds {what}" for inner, what in FOLDERS.items())
    return f"{shown}: {wrote}. {kept}.\nCheck with: preflight check MESSAGE --client {folder.name}"


def _place(name: str, here: Path) -> Path:
    """The client's folder in the workspace that is here; one is begun where there is none."""
    file = here / FILE_NAME
    if not file.exists():
        try:
            file.write_text(WORKSPACE, encoding="utf-8", newline="\n")
        except OSError as error:
            raise PreflightError(f"cannot be written ({error.strerror or error})", FILE_NAME) from error
    patterns = texts(Layer.read(file, FILE_NAME, trusted=True), "", "clients")
    pattern = next((one for one in patterns if one.endswith("*") and ".." not in one and not one.startswith("/")), "")
    if not pattern:
        raise PreflightError('says nothing of clients\' folders: write clients = ["clients/*"] into it', FILE_NAME)
    return here / pattern.rstrip("*").rstrip("/") / name


def _files() -> Iterator[tuple[str, str]]:
    settings = manual.starter_configuration()
    for key in ("waivers", "ledger"):
        settings = settings.replace(f"# {key} = ", f"{key} = ", 1)
    yield FILE_NAME, settings
    yield "words.txt", WORDS
    yield "waivers.toml", WAIVERS
    yield "facts.toml", FACTS
    yield "checklist.toml", CHECKLIST
