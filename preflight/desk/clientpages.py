"""A client's own pages: what to check, what is open, and what was decided."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from preflight.desk import decided, sites
from preflight.desk.asked import client_of, sentence, to
from preflight.desk.guard import LIMIT, SITE_LIMIT
from preflight.desk.kept import DAYS
from preflight.desk.pages import page


async def choose(request: Request) -> Response:
    client = client_of(request)
    return page(
        "client.html",
        client=client,
        offline=request.app.state.offline,
        limit=LIMIT,
        site_limit=SITE_LIMIT,
        most_files=sites.MOST_FILES,
        build=sites.last(client),
        open=await run_in_threadpool(request.app.state.checks.open, client),
        rules=await run_in_threadpool(request.app.state.lessons.of, client),
        days=DAYS,
    )


async def close(request: Request) -> Response:
    """One answer of this client, or all of them."""
    client, form = client_of(request), await request.form()
    wanted = form.get("answer")
    checks = request.app.state.checks
    for one in await run_in_threadpool(checks.open, client):
        if wanted in (one.id, "all"):
            await run_in_threadpool(checks.close, one)
    return to(f"/client/{client.address}")


async def decided_page(request: Request) -> Response:
    return await _decided(request, "")


async def take_back(request: Request) -> Response:
    client, form = client_of(request), await request.form()
    said = await run_in_threadpool(decided.take_back, client, [str(form.get("decided", ""))])
    return await _decided(request, said)


async def _decided(request: Request, note: str) -> Response:
    client = client_of(request)
    found = await run_in_threadpool(decided.of, client)
    return page(
        "decided.html", client=client, decided=found, note=note, trouble=[sentence(one) for one in found.trouble]
    )
