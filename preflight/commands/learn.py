"""``preflight learn BAD GOOD``: an incident told by its two files alone."""

from preflight.commands.incident import run

__all__ = ["run"]
