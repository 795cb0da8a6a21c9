"""A report as plain data, for who keeps it, and as a report again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from msgspec.structs import asdict

from preflight.model import Gap, Judged, Rendering, Report, Rule, SendDate, Target, Verdict
from preflight.model.checklist import Signed


class Written(msgspec.Struct):
    """A report as it is kept: its targets as plain rows, with their send dates as text."""

    version: str
    ruleset: str
    lexicon: str
    verdict: Verdict
    targets: list[dict[str, Any]]
    checked: dict[str, int]
    not_checked: tuple[Gap, ...]
    findings: tuple[Judged, ...]
    rules: tuple[Rule, ...]
    renderings: tuple[Rendering, ...]


def written(report: Report) -> dict[str, Any]:
    """The report, for msgspec to encode."""
    targets = [{**asdict(target), "send_date": _date(target.send_date)} for target in report.targets]
    return {**asdict(report), "targets": targets}


def report_of(kept: Written) -> Report:
    """The report again. Raises MsgspecError, TypeError, ValueError or KeyError for what somebody edited."""
    return Report(**{**asdict(kept), "targets": tuple(map(_target, kept.targets))})


def _date(sent: SendDate) -> list[str]:
    return ["moment" if isinstance(sent.value, datetime) else "day", sent.value.isoformat(), sent.source]


def _target(row: dict[str, Any]) -> Target:
    kind, value, source = row.pop("send_date")
    when = datetime.fromisoformat(value) if kind == "moment" else date.fromisoformat(value)
    made: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in row.items()}
    made["checklist"] = msgspec.convert(row["checklist"], tuple[Signed, ...])
    return Target(**made, send_date=SendDate(when, source))
