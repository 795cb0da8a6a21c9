"""The one exception that is the user's to mend."""

from __future__ import annotations


class PreflightError(Exception):
    """Something the user has to put right: usage, configuration, an unreadable file. Exit code 2.

    ``path`` and ``line`` say where, when that is known.
    """

    def __init__(self, message: str, path: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        return f"{place}{self.message}"
