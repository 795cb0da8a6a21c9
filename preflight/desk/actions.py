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
from preflight.config import wordlist
from preflight.config.checklist import FILE_NAME
from preflight.desk import cards, decided, sites
from preflight.desk.checks import Check, Note
from preflight.model import PreflightError, Waiver
from preflight.reporters import shown
from preflight.trail import record

Given = Sequence[tuple[str, str]]
"""The fields of a form, in its order; one name may stand there more than once."""
ITEM, NOTE, SEEN = "item-", "note-", "seen-"
"""Fields of the checklist: an answer, its note, and the answer that the form showed before."""
LONGEST = 200


def is_ready(check: Check) -> bool:
    """Whether a certificate can be had."""
    if check.report is None or check.report.verdict != "PASS":
        return False
    return not any(one.open and one.must for target in check.report.targets for one in target.checklist)


def whoever() -> str:
    return record.whoever()


def accept(check: Check, given: Given) -> Note:
    """*Not a mistake*: a waiver with the finding's fingerprint, for this client only."""
    file = decided.settings_of(check.client)
    assert check.report is not None
    found = cards.findings_of(check.report, [value for key, value in given if key == "finding"])
    reason = " ".join(dict(given).get("reason", "").split()) or "not a mistake"
    waivers = {
        one.fingerprint: Waiver(
            one.finding.rule,
            f"{reason}, said at the desk on {date.today():%d %B %Y}",
            match=one.finding.match if _may_stand(one.finding.match) else "",
            fingerprint=one.fingerprint,
            owner=record.whoever(),
        )
        for one in found
    }
    place = adoption.file_beside(file)
    adoption.keep(waivers.values(), place)
    said = f"Remembered for {check.client.name}: not a mistake. It stands in {shown_path(place)}."
    return Note(said, decided.waivers_with(check.client, waivers))


def add_word(check: Check, given: Given) -> Note:
    """*Add to this client's dictionary*."""
    word = dict(given).get("word", "")
    said = words.add([word], user=False, config_file=str(decided.settings_of(check.client)))
    return Note(said, (decided.word_id(wordlist.entry_of(word)),) if said.startswith("Added") else ())


def undo(check: Check, given: Given) -> Note:
    """What was just decided is taken back."""
    return Note(decided.take_back(check.client, [value for key, value in given if key == "decided"]))


def sign(check: Check, given: Given) -> Note:
    """The answers to the checklist that were given now. Raises PreflightError where another tab was faster."""
    decided.settings_of(check.client)
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
        if form.get(SEEN + item, "") != known.get(item, ("", ""))[0]:
            text = next((one.text for one in ruleset.checklist.items if one.id == item), item)
            raise PreflightError(
                f"“{text}” was answered meanwhile, perhaps in another tab: look at its answer as it is now"
            )
        given_answer = answers.read_answer(value)
        checklist.answer(ruleset.checklist, now, item, given_answer, who=who, note=note, when=datetime.now(UTC))
        said += 1
    _declare(Path(ruleset.checklist.folder) / FILE_NAME)
    return Note(f"{said:,} answer{'' if said == 1 else 's'} kept." if said else "Nothing was answered yet.")


def certify(check: Check, given: Given) -> Note:
    """*Ready to send*: the certificate and the client's page, beside what was checked."""
    del given
    assert check.report is not None
    target = check.file
    folder = target.parent if target.is_file() else check.client.drafts
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PreflightError(f"cannot be written ({error.strerror or error})", shown_path(folder)) from error
    file = folder / f"{target.stem}.certificate.json"
    record.certify(check.report, pipeline.sources(check.options), file, check.head)
    check.certificate = file
    return Note()


def sent(check: Check, given: Given) -> Note:
    """*It went out*: kept among the client's issues or builds, where the next one is compared with it."""
    del given
    decided.settings_of(check.client)
    if check.certificate is None:
        raise PreflightError("only what has a certificate is kept for the next comparison")
    if check.is_site and check.file.exists():
        place = sites.went_live(check.client, check.file)
        return Note(f"Kept as {shown_path(place)}: the next build is compared with it.")
    place = check.client.issues / f"{date.today().isoformat()}-{check.file.name}"
    try:
        place.parent.mkdir(exist_ok=True)
        shutil.copyfile(check.file, place)
    except OSError as error:
        raise PreflightError(f"cannot be written ({error.strerror or error})", shown_path(place)) from error
    return Note(f"Kept as {shown_path(place)}: the next issue is compared with it.")


def again(check: Check, given: Given) -> Note:
    del check, given
    return Note()


ACTIONS: Mapping[str, Callable[[Check, Given], Note]] = {
    "accept": accept, "word": add_word, "undo": undo, "checklist": sign, "certify": certify, "sent": sent,
    "again": again,
}  # fmt: skip
LASTING = frozenset({"certify", "sent"})
"""Buttons that leave the answer as it is."""


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
