"""A plug-in that does to its process whatever the text tells it to."""

import ctypes
import os
import time
from dataclasses import dataclass

from preflight.model import Fact, Finding, Rule

API_VERSION = 1
RULES = (Rule("faulty.seen", "the word SEEN", "Says that it saw the word."),)


@dataclass(frozen=True)
class Options:
    at_review: str = ""


def check(document, options):
    for run in document.runs:
        do(run.text)
        if "SEEN" in run.text:
            start = run.text.index("SEEN")
            yield Finding("faulty.seen", "seen", run.span(start, start + 4), "SEEN")
        if "FACT" in run.text:
            yield Fact("faulty.fact", (1, ("a", None)), run.span(0, 1))
        if "STRANGE" in run.text:
            yield Fact("faulty.fact", {1, 2}, run.span(0, 1))
        if "FOREIGN" in run.text:
            yield Finding("dates.weekday", "not mine", run.span(0, 1))


def review(delivery, options):
    do(options.at_review)
    for document in delivery.documents:
        for fact in document.facts.get("faulty.fact", ()):
            yield Finding("faulty.seen", f"a fact of {fact.value}", fact.place)


def do(text):
    if "HANG" in text:
        while True:
            pass
    if "SLEEP" in text:
        time.sleep(1_000)
    if "EXIT" in text:
        os._exit(3)
    if "QUIT" in text:
        raise SystemExit(4)
    if "SEGFAULT" in text:
        ctypes.string_at(0)
    if "RAISE" in text:
        raise ValueError("no such thing")
    if "PRINT" in text:
        print("x" * 100_000)  # noqa: T201
        os.write(1, b"\0" * 100_000)
    if "CLOSE" in text:
        os.closerange(3, 256)
