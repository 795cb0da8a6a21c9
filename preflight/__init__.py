"""preflight answers one question about an email or a website build: may this go out?

import preflight
report = preflight.check(["weekly.eml"], against="last-week.eml", offline=True)
print(report.verdict)
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs a third of the time that --help takes
if TYPE_CHECKING:
    from typing import Any

    from preflight.model import Report

__version__ = "0.1.0"
__all__ = ["__version__", "check"]


def check(targets: list[str], **options: Any) -> Report:
    """Check each target as a delivery of its own. Options are the fields of ``preflight.pipeline.Options``.

    Raises ``preflight.model.PreflightError`` for wrong usage or configuration.
    """
    from preflight import pipeline

    return pipeline.run(pipeline.Options(targets=tuple(targets), **options))
