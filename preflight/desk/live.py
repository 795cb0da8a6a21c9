"""A website named by its address: what is read of it is the list of its pages that it gives itself, not the pages."""

from __future__ import annotations

from preflight.collect import is_online
from preflight.model import PreflightError
from preflight.pipeline import Options

LIST = "list of its pages"
NOTE = (
    "What was read is the list of its pages, as the site gives it now: their addresses and, of a WordPress, their "
    "titles and descriptions. What the pages say was not read: check the built site for that."
)
UNREAD = "an address on the web is only looked at when links may be opened: tick “Open the links, too”, and check again"
BEFORE = (
    "the list of a live site's pages cannot be compared with a folder or a .zip. To compare a new build with the site "
    "as it is now, choose the build, and put this address where the site as it was before is asked for"
)


def require(target: str, before: str, *, offline: bool) -> None:
    """Raises PreflightError for what cannot lead to an answer."""
    if is_online(target) and offline:
        raise PreflightError(UNREAD)
    if is_online(target) and before and not is_online(before):
        raise PreflightError(BEFORE)


def is_live(options: Options) -> bool:
    return is_online(options.targets[0])


def verdict(text: str, options: Options) -> str:
    """The command line calls a list of pages a sheet, which is imported."""
    return text.replace("Ready to import", "Ready").replace(" import ", " publish ") if is_live(options) else text


def assumed(clause: str, options: Options) -> str:
    return LIST if clause == "sheet" and is_live(options) else clause
