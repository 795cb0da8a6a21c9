"""The buttons of an answer: accept, add to the dictionary, answer the checklist, certify, keep as sent."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from preflight import adoption, checklist, pipeline, words
from preflight.checklist import answers
from preflight.clientfolder import CHECKLIST
from preflight.collect import shown_path
from preflight.config.checklist import FILE_NAME
from preflight.desk import cards
from preflight.desk.checks import Check
from preflight.model import PreflightError, Waiver
from preflight.reporters import shown
from preflight.trail import record

Given = Sequence[tuple[str, str]]
"""The fields of a form, in its order; one name may stand there more than once."""
ITEM, NOTE = "item-", "note-"
LONGEST = 200


def is_ready(check: Check) -> bool:
    """Whether a certificate can be had."""
    if check.report is None or check.report.verdict != "PASS":
        return False
    return not any(one.open and one.must for target in check.report.targets for one in target.checklist)


def whoever() -> str:
    return record.whoever()


def accept(check: Check, given: Given) -> str:
    """*Not a mistake*: a waiver with the finding's fingerprint, for this client only."""
    file = _settings(check)
    assert check.report is not None
    found = cards.findings_of(check.report, [value for key, value in given if key == "finding"])
    reason = (
        " ".join(dict(given).get("reason", "").split()) or f"not a mistake, said at the desk on {date.today():%d %B %Y}"
    )
    waivers = {
        one.fingerprint: Waiver(
            one.finding.rule,
            reason,
            match=one.finding.match if _may_stand(one.finding.match) else "",
            fingerprint=one.fingerprint,
            owner=record.whoever(),
        )
        for one in found
    }
    place = adoption.file_beside(file)
    adoption.keep(waivers.values(), place)
    return f"Remembered for {check.client.name}: not a mistake. To take it back, delete it from {shown_path(place)}."


def add_word(check: Check, given: Given) -> str:
    """*Add to this client's dictionary*."""
    return words.add([dict(given).get("word", "")], user=False, config_file=str(_settings(check)))


def sign(check: Check, given: Given) -> str:
    """The answers to the checklist that were given now."""
    _settings(check)
    form = dict(given)
    who = form.get("who", "").strip() or record.whoever()
    ruleset, now = pipeline.held(check.options)[0]
    if ruleset.checklist is None:
        raise PreflightError("this client has no checklist")
    assert check.report is not None
    known: Mapping[str, tuple[str, str]] = {
        one.item: (one.answer if not one.open else "", one.note)
        for target in check.report.targets
        for one in target.checklist
    }
    said = 0
    for key, value in given:
        item, note = key.removeprefix(ITEM), form.get(NOTE + key.removeprefix(ITEM), "").strip()
        if not key.startswith(ITEM) or not value or known.get(item) == (value, note):
            continue
        given_answer = answers.read_answer(value)
        checklist.answer(ruleset.checklist, now, item, given_answer, who=who, note=note, when=datetime.now(UTC))
        said += 1
    _declare(Path(ruleset.checklist.folder) / FILE_NAME)
    return f"{said:,} answer{'' if said == 1 else 's'} kept." if said else "Nothing was answered yet."


def certify(check: Check, given: Given) -> str:
    """*Ready to send*: the certificate and the client's page, beside what was checked."""
    del given
    assert check.report is not None
    target = Path(check.options.targets[0])
    folder = check.client.drafts if target.is_dir() or target.parent == check.client.drafts else target.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PreflightError(f"cannot be written ({error.strerror or error})", shown_path(folder)) from error
    file = folder / f"{target.stem}.certificate.json"
    record.certify(check.report, pipeline.sources(check.options), file, check.head)
    check.certificate = file
    return ""


def sent(check: Check, given: Given) -> str:
    """*It went out*: kept among the client's issues, where the next one is compared with it."""
    del given
    _settings(check)
    target = Path(check.options.targets[0])
    if check.certificate is None or not target.is_file():
        raise PreflightError("only an email with a certificate is kept among the issues")
    place = check.client.issues / f"{date.today().isoformat()}-{target.name}"
    try:
        place.parent.mkdir(exist_ok=True)
        shutil.copyfile(target, place)
    except OSError as error:
        raise PreflightError(f"cannot be written ({error.strerror or error})", shown_path(place)) from error
    return f"Kept as {shown_path(place)}: the next issue is compared with it."


def again(check: Check, given: Given) -> str:
    del check, given
    return ""


ACTIONS: Mapping[str, Callable[[Check, Given], str]] = {
    "accept": accept, "word": add_word, "checklist": sign, "certify": certify, "sent": sent, "again": again,
}  # fmt: skip
LASTING = frozenset({"certify", "sent"})
"""Buttons that leave the answer as it is."""


def _settings(check: Check) -> Path:
    if check.client.file is None:
        raise PreflightError("there is no client to remember this for: choose or make one on the first page")
    return check.client.file


def _may_stand(match: str) -> bool:
    """Whether the words of a finding may be written down: no secret, and no half a page."""
    return shown.mask(match) == match and len(match) <= LONGEST


def _declare(file: Path) -> None:
    """The client's checklist begins with the first answer, as it does at the terminal."""
    if file.exists():
        return
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(CHECKLIST)
    except OSError as error:
        raise PreflightError(f"cannot be written ({error.strerror or error})", FILE_NAME) from error
