"""The desk's server: one free port of this computer, a token in its first address, and the browser."""

from __future__ import annotations

import errno
import secrets
import socket
import threading
import time
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from preflight.desk import running
from preflight.model import PreflightError

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp, Receive, Scope, Send

ADDRESS = "127.0.0.1"
MISSING = "the desk needs a few more libraries: pip install 'preflight-send[desk]'"
IDLE = 12 * 3600
"""Seconds without anybody, after which a desk closes itself: nobody sees a program without a window."""
LOOK = 60


def serve(here: Path, *, port: int, browser: bool, offline: bool, say: Callable[[str], None]) -> None:
    """Serve until somebody stops it; where the desk of this folder is open already, open its page instead.

    Raises PreflightError when that is not possible.
    """
    try:
        import python_multipart  # noqa: F401
        import uvicorn

        from preflight.desk.app import application
    except ImportError as error:
        if (error.name or "").partition(".")[0] == "preflight":
            raise
        raise PreflightError(MISSING) from error
    from preflight.desk.guard import Guard

    if known := running.address_of(here):
        say(f"The desk of this folder is open already, at {known}")
        if browser:
            webbrowser.open(known)
        return
    listening = _listen(port)
    port = listening.getsockname()[1]
    token = secrets.token_urlsafe(32)
    app = application(here, offline=offline)
    awake = _Awake(Guard(app, token=token, port=port))
    settings = uvicorn.Config(
        awake,
        log_config=None,  # started by its icon on Windows, there is nowhere to write to
        log_level="error",
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        ws="none",
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(settings)
    app.state.close = partial(setattr, server, "should_exit", True)
    threading.Thread(target=_closed_when_idle, args=(server, awake), daemon=True).start()
    address = f"http://{ADDRESS}:{port}/?token={token}"
    say(
        f"The desk is open at {address}\nIt is for you alone: do not pass the address on. Stop it with Ctrl+C, or with "
        "“Close the desk” on its pages."
    )
    running.note(here, address)
    if browser:
        webbrowser.open(address)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        running.forget(here, address)
        app.state.checks.stop()
        listening.close()
    say("The desk is closed.")


class _Awake:
    """Around the app: when somebody last asked for anything."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.last = app, time.monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.last = time.monotonic()
        await self.app(scope, receive, send)


def _closed_when_idle(server: uvicorn.Server, awake: _Awake) -> None:
    while not server.should_exit:
        time.sleep(LOOK)
        if time.monotonic() - awake.last > IDLE:
            server.should_exit = True


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if socket.has_ipv6 and hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows would share the port with anybody
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        listening.bind((ADDRESS, port))
        listening.listen(64)
    except (OSError, OverflowError) as error:
        listening.close()
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise PreflightError(
                f"port {port} is taken, perhaps by the desk of another folder: look for its tab in your browser, or "
                "leave --port out"
            ) from error
        raise PreflightError(f"--port {port}: {getattr(error, 'strerror', None) or error}") from error
    return listening
