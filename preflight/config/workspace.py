"""The clients of one workspace, and what tells one from another.

A workspace is a folder whose ``preflight.toml`` says where its clients' folders are, each with a ``preflight.toml``:

    clients = ["clients/*"]

A client is known by its ``site``, by ``senders`` and ``profiles`` in its ``preflight.toml``, and by the addresses in
its ``facts.toml``. None of them belongs in another client's delivery, except what that one names as ``partners``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from preflight.config import facts
from preflight.config.client import CONFIGURATION, folders_above
from preflight.config.layer import Layer, nearest, texts
from preflight.model import Client, PreflightError
from preflight.reading import profiles, urls

MOST_CLIENTS = 500
UNREAD = "the settings of another client cannot be read: what belongs there is not looked for"
"""Which one, is told to whoever checks that client; its name is not for this one's report."""


def identity(layer: Layer) -> Client:
    """What the client of this configuration is known by."""
    file = layer.file.parent / facts.FILE_NAME
    known = facts.read_facts(file, file.name) if file.is_file() else ()
    sites = [*texts(layer, "", "site"), *(url for name in known for url in name.details.get("url", ()))]
    senders = [*texts(layer, "", "senders"), *(mail for name in known for mail in name.details.get("email", ()))]
    return Client(
        name=layer.file.resolve().parent.name,
        hosts=_distinct(host_of(site) for site in sites),
        senders=_distinct(sender.lower().removeprefix("mailto:").strip() for sender in senders),
        profiles=_distinct(profiles.profile(profile) for profile in texts(layer, "", "profiles")),
        brands=_distinct(text for name in known if name.kind == "brand" for text in (name.text, *name.aliases)),
        addresses=_distinct(text for name in known for text in name.details.get("address", ())),
    )


def others(layer: Layer) -> tuple[tuple[Client, ...], tuple[str, ...]]:
    """The other clients of the workspace that this configuration is in, without what they share with its own; and a
    note where one of them cannot be read, which is no reason to check none.

    What lies in the workspace itself is nobody's delivery.
    """
    if "clients" in layer.values:
        _files(layer)  # refuses what is written wrong
        return (), ()
    own, here = identity(layer), layer.file.resolve().parent
    partners = {partner.lower() for partner in texts(layer, "", "partners")}
    known = [_identity(file) for file in _client_files(layer) if file.resolve().parent != here]
    theirs = tuple(
        Client(
            one.name,
            tuple(host for host in one.hosts if host not in own.hosts),
            tuple(sender for sender in one.senders if sender not in own.senders),
            tuple(profile for profile in one.profiles if profile not in own.profiles),
            tuple(brand for brand in one.brands if brand not in own.brands),
            tuple(address for address in one.addresses if address not in own.addresses),
        )
        for one in known
        if one is not None and one.name.lower() not in partners
    )
    return theirs, (UNREAD,) if None in known else ()


def client_files(start: Path) -> dict[str, Path]:
    """The configurations of all clients, by their folders' names, in the workspace at or above ``start``."""
    folder = start.resolve() if start.is_dir() else start.resolve().parent
    known: dict[str, Path] = {}
    for candidate in (folder, *folder.parents):
        file = candidate / CONFIGURATION
        if file.is_file():
            layer = Layer.read(file, str(file), trusted=False)
            known |= {one.parent.name: one for one in _files(layer)}
        if (candidate / ".git").exists():
            break
    return known


def client_file(start: Path, name: str) -> Path:
    """The configuration of a client, by its folder's name, in the workspace at or above ``start``."""
    known = client_files(start)
    found = known.get(name) or next((file for key, file in known.items() if key.lower() == name.lower()), None)
    if found is None:
        if not known:
            raise PreflightError(
                f"--client {name}: no folder from here upwards has a {CONFIGURATION} that says where the clients are "
                '(clients = ["clients/*"])'
            )
        raise PreflightError(f"--client {name}: there is no client of that name{nearest(name, known)}")
    return found


def host_of(site: str) -> str:
    """The host of a site as people write it: ``https://www.shop.test/`` and ``shop.test`` are one."""
    target = urls.resolve(site if "//" in site else f"//{site.strip()}")
    return target.host.removeprefix("www.")


def clients(layer: Layer) -> Iterator[Layer]:
    """The configurations of all clients of the workspace, whether this is a client's or the workspace's own; without
    those that cannot be read, which ``others`` tells."""
    for file in _client_files(layer):
        with suppress(PreflightError):
            yield Layer.read(file, f"{file.parent.name}/{CONFIGURATION}", trusted=False)


def _identity(file: Path) -> Client | None:
    try:
        return identity(Layer.read(file, f"{file.parent.name}/{CONFIGURATION}", trusted=False))
    except PreflightError:
        return None


def _client_files(layer: Layer) -> Iterator[Path]:
    workspaces = [layer]
    for folder, shown in folders_above(layer):
        workspaces.append(Layer.read(folder / CONFIGURATION, f"{shown}/{CONFIGURATION}", trusted=False))
    for workspace in workspaces:
        yield from _files(workspace)


def _files(layer: Layer) -> list[Path]:
    """The clients' configurations that a workspace's one names; patterns stay inside its own folder."""
    found: dict[Path, None] = {}
    root = layer.file.resolve().parent
    for pattern in texts(layer, "", "clients"):
        if Path(pattern).is_absolute() or ".." in Path(pattern).parts or "**" in pattern:
            layer.refuse(f"clients = {pattern!r} names no folders inside this one", "", "clients")
        found.update(dict.fromkeys(sorted(root.glob(f"{pattern.rstrip('/')}/{CONFIGURATION}"))))
    return list(found)[:MOST_CLIENTS]


def _distinct(values: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))
