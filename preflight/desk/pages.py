"""Templates into answers: everything that is put into one is escaped, and made visible."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.background import BackgroundTask
from starlette.responses import HTMLResponse

from preflight.reporters import shown
from preflight.reporters.html import FRAME_HEAD

REPORT_PAGE = Path(__file__).parents[1] / "reporters" / "page"
FRAME_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
LOADING = ("img-src data:", "img-src https: http: data:")
PICTURE_POLICY = FRAME_POLICY.replace(*LOADING)
"""The same, and pictures from the web are loaded: for one answer to one press of a button."""
HERE = "span:target+*{outline:4px solid #c2185b;outline-offset:2px}span:target{scroll-margin-top:6rem}"


def page(name: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
    return HTMLResponse(_environment().get_template(name).render(**values), status_code=status)


def goodbye(after: BackgroundTask) -> HTMLResponse:
    """The last page, which asks for nothing more: nobody would answer."""
    style = (REPORT_PAGE / "page.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
    html = _environment().get_template("closed.html").render(style=Markup(style))  # noqa: S704 (our own)
    return HTMLResponse(html, headers={"content-security-policy": policy}, background=after)


def framed(html: str, *, pictures: bool = False) -> str:
    """The harmless message as a document of its own, which loads nothing, or ``pictures`` alone."""
    marks = (REPORT_PAGE / "marks.css").read_text(encoding="utf-8")
    head = FRAME_HEAD.replace(*LOADING) if pictures else FRAME_HEAD
    return f"{head}{marks}{HERE}</style>{html}"


def shown_text(value: Any) -> Any:
    """Control characters and overrides of the reading direction are made visible; markup is our own."""
    return shown.visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "page"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
