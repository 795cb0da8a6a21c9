"""What a request is about, and how it is answered: the client and the check that its address names."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from preflight.desk import clients
from preflight.desk.checks import Check
from preflight.desk.pages import shown_text
from preflight.desk.plainly import plainly
from preflight.reporters import shown


def client_of(request: Request) -> clients.Client:
    return clients.client(request.app.state.here, request.path_params["client"])


def check_of(request: Request, identifier: str = "") -> Check:
    found: Check | None = request.app.state.checks.get(identifier or request.path_params["check"])
    if found is None:
        raise HTTPException(404)
    return found


def to(address: str) -> Response:
    return RedirectResponse(address, status_code=303)


def sentence(text: str) -> str:
    """``it is empty`` → ``It is empty.``"""
    text = plainly(shown_text(shown.mask(text))) or "this cannot be done at the desk"
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "”")) else ".")
