"""What stays the same in every issue: the postal address, the way out, the sender's networks; and the campaign's name,
which does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from preflight.checkers.issue import fineprint, habits, slots
from preflight.checkers.issue.habits import Declared, Habit
from preflight.checkers.issue.rules import FIXED_CHANGED, TRACKING_UNCHANGED
from preflight.checkers.issue.series import Half, Issue, is_new
from preflight.model import FactLink, Finding, Related, TextRun
from preflight.patterns import regex
from preflight.reading import postal, urls

DIGITS = regex(r"\d+")
OF_ONE_ISSUE = regex(
    r"\d|jan(?:uary)?\b|feb|march|april|\bmay\b|june|july|august|sept|octo|novem|decem|spring|summer|autumn|winter|xmas",
    re.I,
)
"""``weekly-47``, ``november``: a campaign's name that cannot be meant for all issues"""
LEAVE = regex(r"unsub|abmeld|abbestell|desinscri|désinscri|darse de baja|opt[-_ ]?out", re.IGNORECASE)
"""``Unsubscribe``"""
NETWORKS = {
    "facebook.com": "Facebook", "instagram.com": "Instagram", "threads.net": "Threads", "twitter.com": "X",
    "x.com": "X", "linkedin.com": "LinkedIn", "youtube.com": "YouTube", "tiktok.com": "TikTok",
    "pinterest.com": "Pinterest",
}  # fmt: skip
NOT_A_NAME = frozenset(
    {"", "share", "sharer", "sharer.php", "intent", "watch", "home", "hashtag", "search", "p", "events"}
)
FOOTER = 0.6
"""Share of the texts after which an address is the sender's and not where an event takes place."""
LINE = 300
"""Characters of a text that holds the sender's address; longer ones tell a story."""
ALIKE = 0.6
"""Likeness of two addresses that are one address, edited."""


def findings(new: Issue, issues: Sequence[Issue], declared: Declared) -> Iterator[Finding]:
    """``issues`` are the earlier ones, oldest first."""
    for kind, now in new.halves.items():
        others = [half for one in issues if (half := one.halves.get(kind))]
        if not others or others[-1].facts is not issues[-1].facts:
            continue
        yield from _address(now, others, declared)
        if kind == "html" or "html" not in new.halves:
            yield from _way_out(now, others, declared)
            yield from _networks(now, others, declared)
            yield from fineprint.findings(now, others, declared)
        if is_new(now, others[-1]):
            yield from _campaigns(new, issues, now, others, declared)


def _address(now: Half, others: Sequence[Half], declared: Declared) -> Iterator[Finding]:
    """A postal address that is nearly the previous one; another one altogether only where it never changed. One that is
    gone is the duty of ``mail.address``."""
    found, before = _addresses(now), _addresses(others[-1])
    if not found or not before:
        return
    (text, run), (old_text, old) = found[-1], before[-1]
    if postal.normal(text) == postal.normal(old_text) or run.location is None or old.location is None:
        return
    if postal.normal(old_text) in {postal.normal(one) for one, _ in found}:
        return
    from difflib import SequenceMatcher

    edited = SequenceMatcher(None, postal.normal(text), postal.normal(old_text), autojunk=False).ratio() >= ALIKE
    known = habits.habit([_last_address(one) for one in others])
    severity = habits.when_changed("address", known, declared)
    if severity is None or not (edited or severity == "error"):
        return
    yield Finding(
        FIXED_CHANGED.id,
        f"the postal address is not the previous issue's: “{text[:100]}”, before “{old_text[:100]}”",
        run.location,
        text,
        "Check which of the two is right.",
        (old_text,),
        related=(Related(old.location, old_text, "the address in the previous issue"),),
        severity=severity if edited else "warning",
    )


def habits_of(issues: Sequence[Issue]) -> dict[str, Habit]:
    """How often the address, the way out, the profiles and the fine print changed."""
    halves = [one.main for one in issues if one.main]
    profiles = [{network: frozenset(names) for network, names in _profiles(half).items()} or None for half in halves]
    return {
        "address": habits.habit([_last_address(half) for half in halves]),
        "unsubscribe": habits.habit([_sites(half) for half in halves]),
        "networks": habits.habit(profiles),
        "legal": habits.habit([fineprint.keys(half) or None for half in halves]),
    }


def _last_address(half: Half) -> str | None:
    found = _addresses(half)
    return postal.normal(found[-1][0]) if found else None


def _sites(half: Half) -> frozenset[str] | None:
    """Where the readers of this issue unsubscribe."""
    return frozenset(urls.owner(urls.resolve(link.url).host) for link in _leaving(half)) or None


def _addresses(half: Half) -> list[tuple[str, TextRun]]:
    start = int(FOOTER * len(half.runs))
    return [
        (" ".join(run.text[one.start : one.end].split()), run)
        for run in half.runs[start:]
        if len(run.text) <= LINE
        for one in postal.find(run.text)
        if one.full
    ]


def _way_out(now: Half, others: Sequence[Half], declared: Declared) -> Iterator[Finding]:
    """The unsubscribe link on another site than before: another client's, or another platform's."""
    found, old = _leaving(now), _leaving(others[-1])
    if not found or not old:
        return
    known = {urls.owner(urls.resolve(link.url).host) for link in old}
    strangers = [link for link in found if urls.owner(urls.resolve(link.url).host) not in known]
    severity = habits.when_changed("unsubscribe", habits.habit([_sites(one) for one in others]), declared)
    if len(strangers) < len(found) or severity is None:
        return
    link = strangers[0]
    yield Finding(
        FIXED_CHANGED.id,
        f"the unsubscribe link opens {urls.resolve(link.url).host}; in the previous issue it opened"
        f" {urls.resolve(old[0].url).host}",
        link.location,
        link.url,
        "Check that readers leave the right list.",
        related=(Related(old[0].location, old[0].url, "the previous issue's unsubscribe link"),),
        severity=severity,
    )


def _leaving(half: Half) -> list[FactLink]:
    return [
        link
        for link in half.links
        if link.url.lower().startswith(("http://", "https://")) and "{" not in link.url and "|" not in link.url
        if LEAVE.search(link.url) or LEAVE.search(link.text)
    ]


def _networks(now: Half, others: Sequence[Half], declared: Declared) -> Iterator[Finding]:
    """A profile of the same network under another name."""
    found, old = _profiles(now), _profiles(others[-1])
    for network, profiles in found.items():
        earlier = old.get(network, {})
        if len(profiles) != 1 or len(earlier) != 1 or profiles.keys() == earlier.keys():
            continue
        names = [frozenset(_profiles(one).get(network, ())) or None for one in others]
        severity = habits.when_changed("networks", habits.habit(names), declared)
        if severity is None:
            continue
        (name, link), (old_name, old_link) = *profiles.items(), *earlier.items()
        yield Finding(
            FIXED_CHANGED.id,
            f"the {network} link opens “{name}”; in the previous issue it opened “{old_name}”",
            link.location,
            link.url,
            "Check that it is the sender's own profile.",
            related=(Related(old_link.location, old_link.url, "the profile in the previous issue"),),
            severity=severity,
        )


def _profiles(half: Half) -> dict[str, dict[str, FactLink]]:
    found: dict[str, dict[str, FactLink]] = {}
    for link in half.links:
        if not link.url.lower().startswith(("http://", "https://")):
            continue
        target = urls.resolve(link.url)
        network = NETWORKS.get(target.host.removeprefix("www."))
        name = target.path.strip("/").casefold()
        if network and name.count("/") <= (network == "LinkedIn") and name not in NOT_A_NAME:
            found.setdefault(network, {}).setdefault(name, link)
    return found


def _campaigns(
    new: Issue, issues: Sequence[Issue], now: Half, others: Sequence[Half], declared: Declared
) -> Iterator[Finding]:
    """Links that count for the previous issue, one by one; or all of them, when the campaign's name is of one issue."""
    counted, before = slots.campaigns(now), slots.campaigns(others[-1])
    if not counted or not before or "campaign" in declared.free:
        return
    older = {name for one in others[:-1] for name in slots.campaigns(one)}
    usual = max(counted, key=lambda name: len(counted[name]))
    known = habits.habit([max(names, key=lambda name: len(names[name])) if (names := slots.campaigns(one)) else None
                          for one in others])  # fmt: skip
    for name, links in counted.items():
        old = before.get(name)
        if not old or name in older:
            continue
        everywhere = name == usual
        if not everywhere and usual in before:
            continue  # two campaigns in every issue
        expected = habits.when_unchanged("campaign", known, declared)
        if everywhere and "campaign" not in declared.must_change and not OF_ONE_ISSUE.search(name):
            continue
        if everywhere and expected is None:
            continue
        sure = not everywhere or expected == "error" or _names_the_last(name, new, issues[-1])
        for link in links[:1] if everywhere else links:
            yield Finding(
                TRACKING_UNCHANGED.id,
                "the links still count for the previous issue's campaign"
                if everywhere
                else f"this link counts for the previous issue's campaign; the others say “{usual}”",
                link.location,
                f"utm_campaign={name}",
                "Put in this issue's campaign.",
                () if everywhere else (f"utm_campaign={usual}",),
                related=(Related(old[0].location, old[0].url, "a link of the previous issue"),),
                severity="error" if sure else "warning",
            )


def _names_the_last(campaign: str, new: Issue, previous: Issue) -> bool:
    """Whether the campaign's name holds the previous issue's number, and this issue says that it has another."""
    then, now = slots.number(previous), slots.number(new)
    numbers = {one.lstrip("0") for one in DIGITS.findall(campaign)}
    return bool(then and now) and then != now and then in numbers and now not in numbers
