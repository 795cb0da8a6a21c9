"""The clients of one workspace, and what tells one from another.

A workspace is a folder whose ``preflight.toml`` says where its clients' folders are, each with a ``preflight.toml``:

    clients = ["clients/*"]

A client is known by its ``site``, by ``senders`` and ``profiles`` in its ``preflight.toml``, and by the addresses in
its ``facts.toml``. None of them belongs in another client's delivery, except what that one names as ``partners``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from preflight.config import facts
from preflight.config.client import CONFIGURATION, folders_above
from preflight.config.layer import Layer, nearest, texts
from preflight.model import Client, PreflightError
from preflight.reading import profiles, urls

MOST_CLIENTS = 500


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


def others(layer: Layer) -> tuple[Client, ...]:
    """The other clients of the workspace that this configuration is in, without what they share with its own.

    What lies in the workspace itself is nobody's delivery.
    """
    if "clients" in layer.values:
        _files(layer)  # refuses what is written wrong
        return ()
    own, here = identity(layer), layer.file.resolve().parent
    partners = {partner.lower() for partner in texts(layer, "", "partners")}
    found = (identity(other) for other in _clients(layer) if other.file.resolve().parent != here)
    return tuple(
        Client(
            one.name,
            tuple(host for host in one.hosts if host not in own.hosts),
            tuple(sender for sender in one.senders if sender not in own.senders),
            tuple(profile for profile in one.profiles if profile not in own.profiles),
            tuple(brand for brand in one.brands if brand not in own.brands),
            tuple(address for address in one.addresses if address not in own.addresses),
        )
        for one in found
        if one.name.lower() not in partners
    )


def client_file(start: Path, name: str) -> Path:
    """The configuration of a client, by its folder's name, in the workspace at or above ``start``."""
    folder = start.resolve() if start.is_dir() else start.resolve().parent
    known: dict[str, Path] = {}
    for candidate in (folder, *folder.parents):
        file = candidate / CONFIGURATION
        if file.is_file():
            layer = Layer.read(file, str(file), trusted=False)
            known |= {one.parent.name: one for one in _files(layer)}
        if (candidate / ".git").exists():
            break
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


def _clients(layer: Layer) -> Iterator[Layer]:
    """The configurations of all clients of the workspace, whether this is a client's or the workspace's own."""
    workspaces = [layer]
    for folder, shown in folders_above(layer):
        workspaces.append(Layer.read(folder / CONFIGURATION, f"{shown}/{CONFIGURATION}", trusted=False))
    for workspace in workspaces:
        for file in _files(workspace):
            yield Layer.read(file, f"{file.parent.name}/{CONFIGURATION}", trusted=False)


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
