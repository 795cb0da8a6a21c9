"""An answer: its page, the message in its frame, its certificate, and its buttons."""

from __future__ import annotations

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response

from preflight.desk import actions, cards, live, remote
from preflight.desk.asked import check_of, sentence, to
from preflight.desk.begin import shown_soon
from preflight.desk.checks import Check
from preflight.desk.guard import LIMIT
from preflight.desk.kept import DAYS
from preflight.desk.pages import FRAME_POLICY, PICTURE_POLICY, framed, page
from preflight.desk.plainly import gap, plainly
from preflight.model import PreflightError
from preflight.reporters import answer, shown
from preflight.trail import certificate as certificates


class OvertakenError(PreflightError):
    """The file of this answer is another one by now; ``address`` is that of its newer answer, or empty."""

    def __init__(self, message: str, address: str) -> None:
        super().__init__(message)
        self.address = address


async def show(request: Request) -> Response:
    check = check_of(request)
    if check.state != "done" or check.report is None:
        told = sentence(check.sentence) if check.sentence else ""
        return page("running.html", check=check, sentence=told)
    report = shown.masked(check.report)
    found = cards.cards(check.report, f"/check/{check.id}", check.changes)
    entries = answer.grouped(report.findings)
    overtaken = await run_in_threadpool(lambda: check.is_overtaken)
    is_live = live.is_live(check.options)
    views = [] if is_live else cards.views(report)  # a list that programs read is nothing to look at
    return page(
        "answer.html",
        check=check,
        report=report,
        verdict=live.verdict(answer.verdict(report, entries), check.options),
        assumptions=[
            " · ".join(plainly(live.assumed(one, check.options)) for one in answer.assumptions(target))
            for target in report.targets
        ],
        details=[*(plainly(one) for one in answer.details(report)), *([live.NOTE] if is_live else [])],
        fixed=[plainly(one) for one in check.changes.fixed] if check.changes else [],
        cards=found,
        views=[(one, Markup(one.html) if one.kind != "page" else "") for one in views],  # noqa: S704 (our own)
        pictures=remote.told(check.pictures),
        accepted=[(plainly(said), why) for said, why in cards.accepted(check.report)],
        failed=[gap(one) for one in answer.gaps(report, intended=False)],
        left_out=[gap(one) for one in answer.gaps(report, intended=True)],
        checklist=[one for target in report.targets for one in target.checklist],
        ready=actions.is_ready(check),
        summary=_words(check),
        who=actions.whoever(),
        overtaken_gone=overtaken,
        overtaken=_newer(request, check) if overtaken else None,
        keepable=not check.is_site or check.file.exists(),
        limit=LIMIT,
        days=DAYS,
    )


def _words(check: Check) -> list[str]:
    """What the client's page says, to be pasted into an email."""
    try:
        return certificates.as_lines(certificates.read(check.certificate)) if check.certificate else []
    except PreflightError:  # it was deleted meanwhile
        return []


async def state(request: Request) -> Response:
    check = check_of(request)
    told = {"done": check.done, "total": check.total, "opened": check.opened, "links": check.links}
    return JSONResponse({"state": check.state, **told})


async def view(request: Request) -> Response:
    """The message on its own address, under a policy of its own: a sandbox that runs nothing and loads nothing."""
    check, number = check_of(request), request.path_params["number"]
    found = cards.views(shown.masked(check.report)) if check.report else []
    if number >= len(found) or found[number].kind != "page":
        raise HTTPException(404)
    return HTMLResponse(framed(found[number].html), headers={"content-security-policy": FRAME_POLICY})


async def pictures(request: Request) -> Response:
    """The same once, with its pictures from the web: somebody pressed the button that says what that means."""
    check, number = check_of(request), request.path_params["number"]
    if check.report is None:
        raise HTTPException(404)
    await run_in_threadpool(_refuse_overtaken, request, check)
    report = await run_in_threadpool(remote.report_with, check.report, check.options)
    found = cards.views(shown.masked(report))
    if number >= len(found) or found[number].kind != "page":
        raise HTTPException(404)
    return HTMLResponse(framed(found[number].html, pictures=True), headers={"content-security-policy": PICTURE_POLICY})


async def act(request: Request) -> Response:
    """The buttons of an answer. Whatever changes the answer runs the check again."""
    check = check_of(request)
    form = await request.form(max_fields=400)
    action = request.path_params["action"]
    if action == "stop":
        await run_in_threadpool(check.stop)
        return to(f"/check/{check.id}")
    if action == "close":
        kept = next((one for one in request.app.state.checks.open(check.client) if one.id == check.id), None)
        if kept is not None:
            await run_in_threadpool(request.app.state.checks.close, kept)
        return to(f"/client/{check.client.address}")
    if action not in actions.ACTIONS:
        raise HTTPException(404)
    if action != "again":
        if check.state != "done" or check.report is None:
            raise PreflightError("the check is still running, or was stopped: wait for its answer, or check again")
        await run_in_threadpool(_refuse_overtaken, request, check)
    given = [(key, value) for key, value in form.multi_items() if isinstance(value, str)]
    check.note = await run_in_threadpool(actions.ACTIONS[action], check, given)
    if action in actions.LASTING:
        await run_in_threadpool(check.keep)
        return to(f"/check/{check.id}#done")
    await run_in_threadpool(check.start)
    return await shown_soon(check)


async def certificate(request: Request) -> Response:
    check, form = check_of(request), request.path_params["form"]
    file = check.certificate
    if file is None or form not in ("json", "html") or not file.exists():
        raise HTTPException(404)
    if form == "json":
        return FileResponse(file, media_type="application/json", filename=file.name)
    return HTMLResponse(
        file.with_suffix(".html").read_text(encoding="utf-8"), headers={"content-security-policy": FRAME_POLICY}
    )


def _newer(request: Request, check: Check) -> Check | None:
    found: Check | None = request.app.state.checks.newer(check)
    return found


def _refuse_overtaken(request: Request, check: Check) -> None:
    """Two tabs: this answer is about bytes that are no longer there."""
    if not check.is_overtaken:
        return
    newer = _newer(request, check)
    where = "there is a newer answer" if newer else "its file was changed or taken away"
    raise OvertakenError(
        f"this answer is about an earlier version of “{check.name}”: {where}, so nothing was done here",
        f"/check/{newer.id}" if newer else "",
    )
