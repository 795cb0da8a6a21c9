"""The desk's server: one free port of this computer, a token in its first address, and the browser."""

from __future__ import annotations

import errno
import secrets
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

from preflight.model import PreflightError

ADDRESS = "127.0.0.1"
MISSING = "the desk needs a few more libraries: pip install 'preflight-send[desk]'"


def serve(here: Path, *, port: int, browser: bool, offline: bool, say: Callable[[str], None]) -> None:
    """Serve until somebody stops it. Raises PreflightError when that is not possible."""
    try:
        import python_multipart  # noqa: F401
        import uvicorn

        from preflight.desk.app import application
    except ImportError as error:
        if (error.name or "").partition(".")[0] == "preflight":
            raise
        raise PreflightError(MISSING) from error
    from preflight.desk.guard import Guard

    listening = _listen(port)
    port = listening.getsockname()[1]
    token = secrets.token_urlsafe(32)
    app = application(here, offline=offline)
    settings = uvicorn.Config(
        Guard(app, token=token, port=port),
        log_level="error",
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        ws="none",
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    address = f"http://{ADDRESS}:{port}/?token={token}"
    say(f"The desk is open at {address}\nIt is for you alone: do not pass the address on. Stop it with Ctrl+C.")
    if browser:
        webbrowser.open(address)
    try:
        uvicorn.Server(settings).run(sockets=[listening])
    except KeyboardInterrupt:
        say("The desk is closed.")
    finally:
        app.state.checks.stop()
        listening.close()


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
                f"port {port} is taken, perhaps by a desk that is open already: look for its tab in your browser, or "
                "leave --port out"
            ) from error
        raise PreflightError(f"--port {port}: {getattr(error, 'strerror', None) or error}") from error
    return listening
