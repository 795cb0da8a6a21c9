"""What the desk answers: its addresses, its plain pages, and what it says when something cannot be."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from preflight.collect import shown_path
from preflight.desk import answers, begin, clientpages, clients, learnt, sketches, steps
from preflight.desk.asked import sentence, to
from preflight.desk.kept import DAYS
from preflight.desk.pages import goodbye, page
from preflight.desk.registry import Checks
from preflight.desk.waiting import Lessons
from preflight.model import PreflightError

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
            Route("/client/{client}", clientpages.choose),
            Route("/client/{client}/check", begin.email, methods=["POST"]),
            Route("/client/{client}/site", begin.site, methods=["POST"]),
            Route("/client/{client}/close", clientpages.close, methods=["POST"]),
            Route("/client/{client}/decided", clientpages.decided_page),
            Route("/client/{client}/decided", clientpages.take_back, methods=["POST"]),
            Route("/client/{client}/learn", learnt.form),
            Route("/client/{client}/learn", learnt.propose, methods=["POST"]),
            Route("/client/{client}/learn/{lesson}", learnt.shown),
            Route("/client/{client}/learn/{lesson}", learnt.agree, methods=["POST"]),
            Route("/client/{client}/incidents/{name}", learnt.note),
            Route("/check/{check}", answers.show),
            Route("/check/{check}/state", answers.state),
            Route("/check/{check}/view/{number:int}", answers.view),
            Route("/check/{check}/view/{number:int}", answers.pictures, methods=["POST"]),
            Route("/check/{check}/certificate.{form}", answers.certificate),
            Route("/check/{check}/{action}", answers.act, methods=["POST"]),
            Route("/help", help_page),
            Route("/close", close, methods=["POST"]),
            Route("/{asset}", asset),
        ],
        exception_handlers={PreflightError: refused, HTTPException: missing, Exception: broken},
    )
    app.state.here, app.state.offline = here, offline
    app.state.checks, app.state.lessons = Checks(lambda name: clients.client(here, name)), Lessons()
    app.state.checks.expire()
    app.state.lessons.expire()
    app.state.close = lambda: None
    return app


async def home(request: Request) -> Response:
    here = request.app.state.here
    known = clients.clients(here)
    return page(
        "home.html",
        clients=known,
        here=shown_path(here.resolve()),
        open=await run_in_threadpool(request.app.state.checks.open),
        rules=[one for one in await run_in_threadpool(request.app.state.lessons.of) if one.client in known],
        days=DAYS,
    )


async def make_client(request: Request) -> Response:
    form = await request.form()
    made = await run_in_threadpool(clients.make, request.app.state.here, str(form.get("name", "")))
    return to(f"/client/{made.address}")


async def help_page(request: Request) -> Response:
    del request
    return page("help.html", programs=steps.PROGRAMS, platforms=steps.PLATFORMS, draw=_drawn)


async def close(request: Request) -> Response:
    """Close the desk, for people who have no terminal to stop it in, once its last page is sent."""
    await run_in_threadpool(request.app.state.checks.stop)
    await run_in_threadpool(request.app.state.lessons.stop)
    return goodbye(BackgroundTask(request.app.state.close))


async def asset(request: Request) -> Response:
    name = request.path_params["asset"]
    if name not in FILES:
        raise HTTPException(404)
    return FileResponse(FILES[name], media_type=ASSETS[name])


async def refused(request: Request, error: Exception) -> Response:
    name = request.path_params.get("client")
    known = request.app.state.checks.get(request.path_params.get("check", ""))
    back = f"/check/{known.id}" if known else f"/client/{name}" if name else "/"
    newer = error.address if isinstance(error, answers.OvertakenError) else ""
    return page(
        "sorry.html", status=400, title="That did not work", sentence=sentence(str(error)), back=back, newer=newer
    )


async def missing(request: Request, error: Exception) -> Response:
    del request
    status = error.status_code if isinstance(error, HTTPException) else 404
    told = "This answer was closed, or was never here. What was kept of it is on its client's page."
    return page("sorry.html", status=status, title="There is no such page", sentence=told, back="/", newer="")


async def broken(request: Request, error: Exception) -> Response:
    del request
    told = f"Preflight itself went wrong ({type(error).__name__}). Your files are as they were; please report it."
    return page("sorry.html", status=500, title="That should not happen", sentence=told, back="/", newer="")


def _drawn(kind: str, words: str) -> Markup:
    return Markup(sketches.inline(kind, words))  # noqa: S704 (our own)
