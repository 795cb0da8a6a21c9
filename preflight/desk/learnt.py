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
from preflight.desk import cards, decided, lessons, sitepages
from preflight.desk.asked import check_of, client_of, sentence, to
from preflight.desk.checks import Check
from preflight.desk.guard import LIMIT
from preflight.desk.kept import DAYS
from preflight.desk.lessons import Upload
from preflight.desk.pages import page
from preflight.desk.sitepages import Pages
from preflight.desk.waiting import Lessons, Waiting, drop
from preflight.model import PreflightError


async def form(request: Request) -> Response:
    """For one card of an answer, for the answer as a whole, or for two files."""
    client = client_of(request)
    check = _check(request, request.query_params.get("check", ""))
    number = request.query_params.get("card", "")
    given = {"check": check.id if check else "", "card": number, "day": date.today().isoformat()}
    card = (
        next((one for one in cards.cards(check.report, "", None) if str(one.number) == number), None)
        if check and check.report
        else None
    )
    pages = await run_in_threadpool(_pages, request, check, number)
    if card is not None:
        given |= {"what": card.message}
        if pages is None or pages.wrong.name != sitepages.ADDRESSES:
            given |= {"wrong": card.match, "words": card.instead}
        if card.word and card.match and card.instead:  # the client reads it
            given |= {"what": f"“{card.match}” stood where “{card.instead}” is right"}
    return _form(client, check, given, pages)


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
    pages = await run_in_threadpool(_pages, request, check, given.get("card", ""))
    bad: Upload | Path | None = uploads.get("bad") or (pages.wrong if pages else _sample(check))
    good = uploads.get("good")
    if pages is not None and "bad" not in uploads and good is None and not (given.get("wrong") and given.get("words")):
        good = pages.right
    try:
        if bad is None:
            raise PreflightError("drop the file that went out")
        if check is not None and "bad" not in uploads and check.is_overtaken:
            raise PreflightError(f"another “{check.name}” has been dropped since: drop the one that went out here")
        waiting = await run_in_threadpool(lessons.propose, client, check.id if check else "", given, bad, good)
    except PreflightError as error:
        return _form(client, check, given, pages, trouble=sentence(str(error)), status=400)
    request.app.state.lessons.add(waiting)
    return to(f"/client/{client.address}/learn/{waiting.id}")


async def shown(request: Request) -> Response:
    """The rule in plain words, how it did on trial, and the note; or why none was accepted."""
    client = client_of(request)
    waiting = await run_in_threadpool(request.app.state.lessons.get, request.path_params["lesson"], client)
    tried = [lessons.tried(proposal, trial) for proposal, trial in waiting.lesson.tried]
    return page(
        "lesson.html",
        client=client,
        waiting=waiting,
        proposed=tried[-1] if waiting.lesson.accepted else None,
        refused=tried[:-1] if waiting.lesson.accepted else tried,
        note=lessons.paragraphs(waiting.lesson.note),
        fields=await run_in_threadpool(_fields_of, request, waiting),
        days=DAYS,
    )


async def agree(request: Request) -> Response:
    """Yes; or no, and then once more (``no``) or not (``drop``)."""
    client, sent = client_of(request), await request.form()
    waits: Lessons = request.app.state.lessons
    waiting = await run_in_threadpool(waits.take, request.path_params["lesson"], client)
    after = f"?check={waiting.check}" if waiting.check else ""
    if sent.get("answer") != "yes":
        await run_in_threadpool(drop, waiting.folder)
        return to(f"/client/{client.address}" + ("" if sent.get("answer") == "drop" else f"/learn{after}"))
    try:
        fresh = await run_in_threadpool(lessons.still, waiting)
        if not lessons.is_same(fresh.lesson, waiting.lesson):
            waits.add(fresh)
            return to(f"/client/{client.address}/learn/{waiting.id}")
        lesson = await run_in_threadpool(lessons.keep, fresh)
    except PreflightError:
        waits.add(waiting)
        raise
    if lesson.folder is None:
        raise PreflightError("no rule was accepted, so there is nothing to keep")
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
    """The check that it is about; an answer may have been closed before somebody says yes."""
    try:
        return check_of(request, identifier) if identifier else None
    except HTTPException:
        return None


def _sample(check: Check | None) -> Path | None:
    return check.file if check and not check.is_site and check.file.is_file() else None


def _pages(request: Request, check: Check | None, number: str) -> Pages | None:
    """The page that the card of a website is about."""
    if check is None or not check.is_site:
        return None
    return sitepages.of(check, number, request.app.state.checks.after(check))


def _form(
    client: object, check: Check | None, given: dict[str, str], pages: Pages | None, *, trouble: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    return page("learn.html", status=status, client=client, trouble=trouble, fields=_fields(check, given, pages))


def _fields_of(request: Request, waiting: Waiting) -> dict[str, object]:
    check, given = _check(request, waiting.check), dict(waiting.given)
    return _fields(check, given, _pages(request, check, given.get("card", "")))


def _fields(check: Check | None, given: dict[str, str], pages: Pages | None) -> dict[str, object]:
    return {
        "check": check,
        "sample": check.name if check and _sample(check) else "",
        "pages": pages,
        "given": {**dict.fromkeys((*lessons.FIELDS, "card"), ""), "day": date.today().isoformat(), **given},
        "kinds": lessons.KINDS,
        "limit": LIMIT,
    }
