"""What the desk answers: one function for each page and each button."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from preflight import pipeline
from preflight.collect import shown_path
from preflight.desk import actions, cards, clients, dropped, sketches, steps
from preflight.desk.checks import Check, Checks
from preflight.desk.guard import LIMIT
from preflight.desk.pages import FRAME_POLICY, framed, page, shown_text
from preflight.model import PreflightError
from preflight.reporters import answer, shown

QUICK = 2.5
"""Seconds that a button waits for the answer, before it shows how far the check is."""
ASSETS = {"desk.css": "text/css", "report.css": "text/css", "marks.css": "text/css", "desk.js": "text/javascript"}
PAGES = Path(__file__).parent / "page"
REPORT_PAGES = Path(__file__).parents[1] / "reporters" / "page"
FILES = {name: PAGES / name for name in ("desk.css", "desk.js")} | {
    "report.css": REPORT_PAGES / "page.css",
    "marks.css": REPORT_PAGES / "marks.css",
}


def application(here: Path, *, offline: bool) -> Starlette:
    """The desk of the workspace at or above ``here``; ``offline`` opens no links unless somebody asks for it."""
    app = Starlette(
        routes=[
            Route("/", home),
            Route("/clients", make_client, methods=["POST"]),
            Route("/client/{client}", choose),
            Route("/client/{client}/check", begin, methods=["POST"]),
            Route("/check/{check}", show),
            Route("/check/{check}/state", state),
            Route("/check/{check}/view/{number:int}", view),
            Route("/check/{check}/certificate.{form}", certificate),
            Route("/check/{check}/{action}", act, methods=["POST"]),
            Route("/help", help_page),
            Route("/close", close, methods=["POST"]),
            Route("/{asset}", asset),
        ],
        exception_handlers={PreflightError: refused, HTTPException: missing, Exception: broken},
    )
    app.state.here, app.state.offline, app.state.checks = here, offline, Checks()
    app.state.close = lambda: None
    return app


# --- choosing -------------------------------------------------------------------------------------------


async def home(request: Request) -> Response:
    here = request.app.state.here
    return page("home.html", clients=clients.clients(here), here=shown_path(here.resolve()))


async def make_client(request: Request) -> Response:
    form = await request.form()
    made = await run_in_threadpool(clients.make, request.app.state.here, str(form.get("name", "")))
    return _to(f"/client/{made.address}")


async def choose(request: Request) -> Response:
    return page("client.html", client=_client(request), offline=request.app.state.offline, limit=LIMIT)


async def begin(request: Request) -> Response:
    """A file, pasted HTML or a folder, whichever the form was about; the check of it."""
    client = _client(request)
    async with request.form(max_files=1, max_fields=20, max_part_size=LIMIT) as form:
        online = bool(form.get("online"))
        upload, pasted, path = form.get("file"), str(form.get("html") or ""), str(form.get("path") or "").strip()
        if isinstance(upload, UploadFile) and upload.filename:
            name, data, chosen = upload.filename, await upload.read(), True
        else:
            name, data, chosen = dropped.PASTED, pasted.encode("utf-8", "replace"), bool(pasted.strip())
        day, previous = str(form.get("send-date") or ""), str(form.get("against") or "").strip()
        form_kind = str(form.get("kind") or "")
    if form_kind == "site":
        check = await run_in_threadpool(_site, client, path, previous)
    elif chosen:
        check = await run_in_threadpool(_message, client, name, data)
    else:
        raise PreflightError("nothing was chosen: drop an email, or paste its HTML, then press Check")
    check.options = replace(check.options, offline=not online, send_date=day or None)
    request.app.state.checks.add(check)
    await run_in_threadpool(check.start)
    return await _shown_soon(check)


def _message(client: clients.Client, name: str, data: bytes) -> Check:
    kept = dropped.keep(client, name, data)
    against = client.earlier
    options = pipeline.Options(
        targets=(str(kept.file),),
        kind="email",
        against=str(against) if against else None,
        config=str(client.file) if client.file else None,
        no_config=client.file is None,
        all_items=client.file is not None,
        render=True,
    )
    return Check(client, options, name, kept.subject)


def _site(client: clients.Client, path: str, previous: str) -> Check:
    for one in filter(None, (path, previous)):
        if not Path(one).expanduser().exists():
            raise PreflightError(f"there is no folder {one}: copy its path from your file manager, and paste it")
    if not path:
        raise PreflightError("no folder was named: paste the path of the built website")
    options = pipeline.Options(
        targets=(str(Path(path).expanduser()),),
        kind="site",
        against=str(Path(previous).expanduser()) if previous else None,
        config=str(client.file) if client.file else None,
        no_config=client.file is None,
        all_items=client.file is not None,
        render=True,
    )
    return Check(client, options, Path(path).name)


# --- the answer -----------------------------------------------------------------------------------------


async def show(request: Request) -> Response:
    check = _check(request)
    if check.state != "done" or check.report is None:
        return page("running.html", check=check, sentence=_sentence(check.sentence))
    report = shown.masked(check.report)
    found = cards.cards(check.report, f"/check/{check.id}", check.changes)
    entries = answer.grouped(report.findings)
    return page(
        "answer.html",
        check=check,
        report=report,
        verdict=answer.verdict(report, entries),
        assumptions=[" · ".join(answer.assumptions(target)) for target in report.targets],
        details=list(answer.details(report)),
        cards=found,
        views=[(one, Markup(one.html) if one.kind != "page" else "") for one in cards.views(report)],  # noqa: S704
        accepted=cards.accepted(check.report),
        failed=list(answer.gaps(report, intended=False)),
        left_out=list(answer.gaps(report, intended=True)),
        checklist=[one for target in report.targets for one in target.checklist],
        first=next((card for card in found if card.severity == "error"), None),
        ready=actions.is_ready(check),
        who=actions.whoever(),
    )


async def state(request: Request) -> Response:
    check = _check(request)
    return JSONResponse({"state": check.state, "done": check.done, "total": check.total})


async def view(request: Request) -> Response:
    """The message on its own address, under a policy of its own: a sandbox that runs nothing and loads nothing."""
    check, number = _check(request), request.path_params["number"]
    found = cards.views(shown.masked(check.report)) if check.report else []
    if number >= len(found) or found[number].kind != "page":
        raise HTTPException(404)
    return HTMLResponse(framed(found[number].html), headers={"content-security-policy": FRAME_POLICY})


async def act(request: Request) -> Response:
    """The buttons of an answer. Whatever changes the answer runs the check again."""
    check = _check(request)
    form = await request.form(max_fields=200)
    action = request.path_params["action"]
    if action == "stop":
        await run_in_threadpool(check.stop)
        return _to(f"/check/{check.id}")
    if action not in actions.ACTIONS:
        raise HTTPException(404)
    if action != "again" and (check.state != "done" or check.report is None):
        raise PreflightError("the check is still running, or was stopped: wait for its answer, or check again")
    given = [(key, value) for key, value in form.multi_items() if isinstance(value, str)]
    check.note = await run_in_threadpool(actions.ACTIONS[action], check, given)
    if action in actions.LASTING:
        return _to(f"/check/{check.id}#done")
    await run_in_threadpool(check.start)
    return await _shown_soon(check)


async def certificate(request: Request) -> Response:
    check, form = _check(request), request.path_params["form"]
    file = check.certificate
    if file is None or form not in ("json", "html") or not file.exists():
        raise HTTPException(404)
    if form == "json":
        return FileResponse(file, media_type="application/json", filename=file.name)
    return HTMLResponse(
        file.with_suffix(".html").read_text(encoding="utf-8"), headers={"content-security-policy": FRAME_POLICY}
    )


# --- the rest -------------------------------------------------------------------------------------------


async def help_page(request: Request) -> Response:
    del request
    return page("help.html", programs=steps.PROGRAMS, platforms=steps.PLATFORMS, draw=_drawn)


async def close(request: Request) -> Response:
    """Close the desk, for people who have no terminal to stop it in."""
    request.app.state.checks.stop()
    request.app.state.close()
    told = "You can close this tab. The icon opens the desk again; everything you kept is in the clients' folders."
    return page("sorry.html", title="The desk is closed", sentence=told, back="")


async def asset(request: Request) -> Response:
    name = request.path_params["asset"]
    if name not in FILES:
        raise HTTPException(404)
    return FileResponse(FILES[name], media_type=ASSETS[name])


async def refused(request: Request, error: Exception) -> Response:
    name = request.path_params.get("client")
    known = request.app.state.checks.get(request.path_params.get("check", ""))
    back = f"/check/{known.id}" if known else f"/client/{name}" if name else "/"
    return page("sorry.html", status=400, title="That did not work", sentence=_sentence(str(error)), back=back)


async def missing(request: Request, error: Exception) -> Response:
    del request
    status = error.status_code if isinstance(error, HTTPException) else 404
    told = "This page is from an earlier desk, or was never here. What you dropped is still in the client's drafts."
    return page("sorry.html", status=status, title="There is no such page", sentence=told, back="/")


async def broken(request: Request, error: Exception) -> Response:
    del request
    told = f"Preflight itself went wrong ({type(error).__name__}). Your files are as they were; please report it."
    return page("sorry.html", status=500, title="That should not happen", sentence=told, back="/")


def _drawn(kind: str, words: str) -> Markup:
    return Markup(sketches.inline(kind, words))  # noqa: S704 (our own)


def _client(request: Request) -> clients.Client:
    return clients.client(request.app.state.here, request.path_params["client"])


def _check(request: Request) -> Check:
    found: Check | None = request.app.state.checks.get(request.path_params["check"])
    if found is None:
        raise HTTPException(404)
    return found


async def _shown_soon(check: Check) -> Response:
    await run_in_threadpool(check.finished.wait, QUICK)
    return _to(f"/check/{check.id}")


def _to(address: str) -> Response:
    return RedirectResponse(address, status_code=303)


def _sentence(text: str) -> str:
    """``it is empty`` → ``It is empty.``"""
    text = shown_text(shown.mask(text))
    return text and text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
