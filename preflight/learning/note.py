"""The note for the client: what happened, what was done, what now prevents it. Facts, no excuses, no blame."""

from __future__ import annotations

from preflight.learning.keeping import Told
from preflight.learning.proposals import Proposal
from preflight.learning.trial import Trial
from preflight.patterns import regex
from preflight.reporters import answer, shown
from preflight.reporters.answer import counted

MARKDOWN = regex(r"([\\`*_\[\]<>#|])")
"""What would be formatted: a link or a heading that somebody wrote into a text."""


def text(told: Told, proposal: Proposal, trial: Trial, name: str) -> str:
    """The note as Markdown."""
    lines = [f"# What happened on {answer.day(told.date)}", "", "## What happened", "", f"{_sentence(told.what)}"]
    if told.right:
        lines += ["", f"Right is: {_sentence(told.right)}"]
    if told.noticed_by:
        lines += ["", f"It was noticed by {_sentence(told.noticed_by)}"]
    if told.impact:
        lines += ["", f"What it meant: {_sentence(told.impact)}"]
    lines += ["", "## What was done", "", _sentence(told.done or "The text was corrected, and both versions were kept")]
    lines += ["", "## What now prevents it", "", _sentence(proposal.prevents)]
    if proposal.item:
        lines += ["", "Nothing goes out with a certificate before that is answered with a name."]
    else:
        tried = (
            f"It was tried on what went out ({_plain(name)}), where it stops the sending, and on the corrected version"
        )
        quiet = ", which it lets pass"
        if trial.looked_at:
            quiet += (
                f". It is quiet on {counted(trial.looked_at, 'earlier delivery').replace('deliverys', 'deliveries')}"
            )
        lines += ["", f"{tried}{quiet}."]
    return "\n".join(lines) + "\n"


def _sentence(words: str) -> str:
    words = _plain(words).strip()
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _plain(words: str) -> str:
    """One line, shown as it is written."""
    return MARKDOWN.sub(r"\\\1", shown.visible(" ".join(shown.mask(words).split())))
