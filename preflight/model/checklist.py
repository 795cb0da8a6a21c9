"""The client's checklist: what somebody must have looked at, and who says that they did."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from preflight.model.places import Location

Answer = Literal["", "yes", "no", "not applicable"]


class Item(Struct, frozen=True):
    """One line of ``checklist.toml``. ``about`` is the aspect of the content whose change opens it again, ``kinds`` the
    deliveries it is asked for (empty: all). ``ticked_by`` is how preflight answers it by itself: ``changed``,
    ``sender``, rule ids or globs, or nothing. ``wants`` is ``yes`` where a *no* leaves it open."""

    id: str
    text: str
    about: str = "all"
    kinds: tuple[str, ...] = ()
    ticked_by: tuple[str, ...] = ()
    wants: Literal["yes", "any"] = "yes"
    must: bool = True
    place: Location = Location()


class Checklist(Struct, frozen=True):
    """The items that one client declared. ``folder`` is the client's folder, absolute; ``senders`` are the addresses
    and domains that the client sends from."""

    items: tuple[Item, ...]
    folder: str
    senders: tuple[str, ...] = ()


class Signed(Struct, frozen=True):
    """An item and its answer for one target. ``note`` is what somebody wrote, or preflight's evidence (``who`` is then
    ``preflight``); ``when`` is UTC, ISO. ``why`` says why it is open, empty when nobody has answered yet."""

    item: str
    text: str
    open: bool
    must: bool = True
    answer: Answer = ""
    who: str = ""
    note: str = ""
    when: str = ""
    why: str = ""
