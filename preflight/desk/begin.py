"""What was dropped, pasted, chosen or named becomes a check."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from preflight import pipeline
from preflight.collect import is_online
from preflight.desk import clients, dropped, live, sites
from preflight.desk.asked import client_of, to
from preflight.desk.checks import Check
from preflight.desk.guard import LIMIT, SITE_LIMIT
from preflight.model import PreflightError

QUICK = 2.5
"""Seconds that a button waits for the answer, before it shows how far the check is."""
STATES = ("final", "test-send", "source")


async def email(request: Request) -> Response:
    """A file, or pasted HTML."""
    client = client_of(request)
    async with request.form(max_files=1, max_fields=20, max_part_size=LIMIT) as form:
        upload, pasted = form.get("file"), str(form.get("html") or "")
        if isinstance(upload, UploadFile) and upload.filename:
            name, data, chosen = upload.filename, await upload.read(), True
        else:
            name, data, chosen = dropped.PASTED, pasted.encode("utf-8", "replace"), bool(pasted.strip())
        told = _told(form)
    if not chosen:
        raise PreflightError("nothing was chosen: drop an email, or paste its HTML, then press Check")
    return await _begun(request, await run_in_threadpool(_message, client, name, data, told))


async def site(request: Request) -> Response:
    """A packed or a chosen folder, or where on this computer or on the web it lies."""
    client = client_of(request)
    async with request.form(max_files=sites.MOST_FILES, max_fields=20, max_part_size=SITE_LIMIT) as form:
        uploads = [one for one in form.getlist("site") if isinstance(one, UploadFile) and one.filename]
        named, previous = (str(form.get(name) or "").strip() for name in ("path", "against"))
        told = _told(form)
        if uploads:
            place = await run_in_threadpool(sites.keep, client, [(str(one.filename), one.file) for one in uploads])
        elif named:
            place = _place(named)
        else:
            raise PreflightError(
                "nothing was chosen: drop the packed site (.zip), choose its folder, or paste its path, "
                "then press Check"
            )
    before = _place(previous) if previous else "" if is_online(place) else str(sites.last(client) or "")
    live.require(place, before, offline=told["offline"])
    return await _begun(
        request,
        Check(
            client, _options(client, place, before, None if is_online(place) else "site", told), sites.shown_name(place)
        ),
    )


async def shown_soon(check: Check) -> Response:
    await run_in_threadpool(check.finished.wait, QUICK)
    return to(f"/check/{check.id}" + ("#done" if check.note.text else ""))


async def _begun(request: Request, check: Check) -> Response:
    request.app.state.checks.add(check)
    await run_in_threadpool(check.start)
    return await shown_soon(check)


def _told(form: FormData) -> dict[str, Any]:
    """What the form says beside the thing itself."""
    state, day = str(form.get("state") or ""), str(form.get("send-date") or "")
    return {"offline": not form.get("online"), "send_date": day or None, "state": state if state in STATES else None}


def _message(client: clients.Client, name: str, data: bytes, told: dict[str, Any]) -> Check:
    kept = dropped.keep(client, name, data)
    kept.file.chmod(0o600)
    against = str(client.earlier or "")
    return Check(client, _options(client, str(kept.file), against, "email", told), name, kept.subject)


def _options(client: clients.Client, target: str, against: str, kind: Any, told: dict[str, Any]) -> pipeline.Options:
    return pipeline.Options(
        targets=(target,),
        kind=kind,
        against=against or None,
        config=str(client.file) if client.file else None,
        no_config=client.file is None,
        all_items=client.file is not None,
        render=True,
        state=told["state"] if kind == "email" else None,
        offline=told["offline"],
        send_date=told["send_date"],
    )


def _place(named: str) -> str:
    """A folder or a .zip on this computer, or the address of a site. Raises PreflightError."""
    named = named.strip("\"'")  # as file managers copy paths
    if is_online(named):
        return named
    if named.startswith("file:"):
        named = url2pathname(unquote(urlsplit(named).path))
    path = Path(named).expanduser()
    try:
        if path.is_dir() or (path.is_file() and path.suffix.lower() in sites.SUFFIXES):
            return str(path)
    except (OSError, ValueError):
        pass
    what = "no website: name its folder, or a .zip of it" if path.is_file() else "not there"
    raise PreflightError(f"“{named}” is {what}. Copy the folder's path from your file manager, and paste it")
