"""“Always catch this”: the form, the rule that is proposed, and the note for the client."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from preflight.config import incidents
from preflight.desk import cards, decided, lessons
from preflight.desk.asked import check_of, client_of, sentence, to
from preflight.desk.checks import Check
from preflight.desk.guard import LIMIT
from preflight.desk.lessons import Upload
from preflight.desk.pages import page
from preflight.model import PreflightError


async def form(request: Request) -> Response:
    """For one card of an answer, for the answer as a whole, or for two files."""
    client = client_of(request)
    check = _check(request, request.query_params.get("check", ""))
    given = {"check": check.id if check else "", "day": date.today().isoformat()}
    number = request.query_params.get("card", "")
    card = (
        next((one for one in cards.cards(check.report, "", None) if str(one.number) == number), None)
        if check and check.report
        else None
    )
    if card is not None:
        given |= {"what": card.message, "wrong": card.match, "words": card.instead}
    return _form(client, check, given)


async def propose(request: Request) -> Response:
    """Rules are tried; nothing of the client's changes yet."""
    client = client_of(request)
    async with request.form(max_files=2, max_fields=40, max_part_size=LIMIT) as sent:
        given = {key: value for key, value in sent.multi_items() if isinstance(value, str)}
        uploads = {
            name: Upload(str(one.filename), await one.read())
            for name in ("bad", "good")
            if isinstance(one := sent.get(name), UploadFile) and one.filename
        }
    check = _check(request, given.get("check", ""))
    bad: Upload | Path | None = uploads.get("bad") or (_sample(check) if check else None)
    try:
        if bad is None:
            raise PreflightError("drop the file that went out")
        if check is not None and "bad" not in uploads and check.is_overtaken:
            raise PreflightError(f"another “{check.name}” has been dropped since: drop the one that went out here")
        waiting = await run_in_threadpool(
            lessons.propose, client, check.id if check else "", given, bad, uploads.get("good")
        )
    except PreflightError as error:
        return _form(client, check, given, trouble=sentence(str(error)), status=400)
    request.app.state.lessons.add(waiting)
    return to(f"/client/{client.address}/learn/{waiting.id}")


async def shown(request: Request) -> Response:
    """The rule in plain words, how it did on trial, and the note; or why none was accepted."""
    client = client_of(request)
    waiting = request.app.state.lessons.get(request.path_params["lesson"])
    if waiting is None or waiting.client != client:
        raise PreflightError("this was answered already, or the desk was closed since: tell it again")
    tried = waiting.tried
    return page(
        "lesson.html",
        client=client,
        waiting=waiting,
        proposed=tried[-1] if waiting.lesson.accepted else None,
        refused=tried[:-1] if waiting.lesson.accepted else tried,
        note=lessons.paragraphs(waiting.lesson.note),
        fields=_fields(_check(request, waiting.check), dict(waiting.given)),
    )


async def agree(request: Request) -> Response:
    """Yes or no."""
    client, sent = client_of(request), await request.form()
    waiting = request.app.state.lessons.take(request.path_params["lesson"])
    if sent.get("answer") != "yes":
        lessons.turn_down(waiting)
        return to(f"/client/{client.address}/learn" + (f"?check={waiting.check}" if waiting.check else ""))
    lesson = await run_in_threadpool(lessons.keep, waiting)
    if lesson.folder is None:
        raise PreflightError("no rule was accepted, so there is nothing to keep")
    after = f"?check={waiting.check}" if waiting.check else ""
    return to(f"/client/{client.address}/incidents/{lesson.folder.name}{after}")


async def note(request: Request) -> Response:
    """The note for the client: to copy, to print."""
    client, name = client_of(request), request.path_params["name"]
    if client.file is None or not decided.INCIDENT.fullmatch(name):
        raise HTTPException(404)
    try:
        text = (client.file.parent / incidents.FOLDER / name / "note.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise HTTPException(404) from None
    return page(
        "note.html",
        client=client,
        name=name,
        note=lessons.paragraphs(text),
        plain=lessons.plain(text),
        check=_check(request, request.query_params.get("check", "")),
    )


def _check(request: Request, identifier: str) -> Check | None:
    return check_of(request, identifier) if identifier else None


def _sample(check: Check) -> Path | None:
    return check.file if check.file.is_file() and check.options.kind == "email" else None


def _form(
    client: object, check: Check | None, given: dict[str, str], *, trouble: str = "", status: int = 200
) -> Response:
    return page("learn.html", status=status, client=client, trouble=trouble, fields=_fields(check, given))


def _fields(check: Check | None, given: dict[str, str]) -> dict[str, object]:
    return {
        "check": check,
        "sample": check.name if check and _sample(check) else "",
        "given": {**dict.fromkeys(lessons.FIELDS, ""), "day": date.today().isoformat(), **given},
        "kinds": lessons.KINDS,
        "limit": LIMIT,
    }
