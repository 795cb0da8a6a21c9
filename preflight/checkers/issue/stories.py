"""Links whose story is new and whose address is not: the page of last month's event behind this month's button."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from preflight.checkers.issue.habits import LEARNED
from preflight.checkers.issue.rules import LINK_UNCHANGED
from preflight.checkers.issue.series import Half, Issue, is_new
from preflight.model import FactLink, Finding, Related, TextRun
from preflight.patterns import regex
from preflight.reading import alignment, urls

WORD = regex(r"[^\W\d_]{4,}")
TRACKING = regex(r"^(?:utm_|mc_|fbclid|gclid|ref$|source$)")
ADDRESS = regex(r"https?://\S+|www\.\S+")
_GENERAL_WORDS = (
    "about account archive article articles blog calendar contact courses donate event events explore faq feed "
    "from gift give help home html https impact index issue issues item items jobs join latest learn mail "
    "media member members membership more news newsletter newsletters page pages post posts press product "
    "products program programs project projects read register resources sale shop sign store stories story "
    "subscribe support team that this tickets view visit volunteer watch web will with your"
)
GENERAL = frozenset(_GENERAL_WORDS.split())
"""Words of addresses that name no story."""
OPAQUE = regex(r"\d{3}|(?=[A-Za-z]*\d)[A-Za-z0-9]{6,}|(?=[a-z]*[A-Z])(?=[A-Z]*[a-z])[A-Za-z]{6,}")
"""``e/48213``, ``forms.gle/Xk3b9``: an address that says nothing"""
NETWORKS = regex(
    r"(?:^|\.)(?:facebook|instagram|threads|twitter|x|linkedin|youtube|tiktok|pinterest|bsky|discord|whatsapp|t|venmo"
    r"|paypal|patreon|gofundme|redbubble|etsy|bonfire|slack|linktr)\.(?:com|net|app|me|gg|ee)$"
)
"""Where senders are at home in every issue, whatever they say about it."""
EVENT_PAGE = regex(
    r"/(?:events?|e|termine|veranstaltung(?:en)?|evenements?|eventos?|webinars?|tickets?)/[^/?]"
    r"|^(?:[\w-]+\.)?(?:meetup|luma|lu|ticketsource|ticketmaster)\."
)
"""``shop.test/events/wreath-making-2``: the page of one event"""
DAY = regex(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr|mars|avr|mai|juin|juil|août|okt|dez|ene|abr|ago|dic)"
    r"[^\W\d_]{0,8}\.? \d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th|\.)? (?:de )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec|janv|févr|avr|mai|juin|juil|août|okt|dez|ene|abr|ago|dic)[^\W\d_]{0,8}|\b\d{1,2}/\d{1,2}\b|\b\d{4}-\d\d-\d\d\b",
    re.IGNORECASE,
)
"""``January 6``, ``3 December``, ``6/24``"""
GENERIC_LABEL = regex(
    r"(?:(?:please |now )?(?:read|learn|find out|see|discover|view|get|tell me|click|tap|look|book|buy|shop|order"
    r"|sign up|register|join|go|open|watch|listen|continue|explore|start|try|apply|reserve|rsvp|tickets?|details"
    r"|info(?:rmation)?|mehr|weiter|lesen|jetzt|lire|suite|en savoir|leer|ver|saber)(?: (?:more|on|now|here|it|all"
    r"|details|reading|this|the (?:story|article|details|post|rest)|full story|info(?:rmation)?|today|online|in|plus"
    r"|más|lesen|erfahren|la suite|a (?:place|seat|ticket)|your (?:place|seat|spot|ticket)s?))*|more|weiterlesen)"
)
"""``Read more``: a button's words that fit every story"""
NUMBER = regex(r"\d+")
NEAR = 5
"""Letters by which ``poets`` and ``poetry`` are one word."""


class Story(Struct, frozen=True):
    """One link with what stands around it: its own words, the heading above, the text between."""

    link: FactLink
    label: str
    heading: str
    around: str

    def title(self) -> str:
        """What the report calls it: its heading, or the line with its day where the heading tells none."""
        if DAY.search(self.around) and not DAY.search(self.heading):
            return self.around.partition("\n")[0]
        return self.heading or self.label or self.link.text

    def days(self) -> set[str]:
        """The days told beside the link, as written."""
        return {day.casefold() for day in DAY.findall(f"{self.heading} {self.around}")}

    def names(self, slug: frozenset[str]) -> bool:
        """Whether the address speaks of this story."""
        return bool(slug & _stems(f"{self.label} {self.heading} {self.around}"))


def findings(new: Issue, issues: Sequence[Issue]) -> Iterator[Finding]:
    """``issues`` are the earlier ones, oldest first."""
    seen: set[str] = set()
    frame = [{_page(link) for link in one.facts.links} for one in issues[:-1]]
    for kind, now in new.halves.items():
        before = issues[-1].halves.get(kind)
        if before is None or not is_new(now, before):
            continue
        said = {alignment.key(run.text) for run in now.runs} | {alignment.key(link.text) for link in now.links}
        old_said = {alignment.key(run.text) for run in before.runs}
        told_before = _by_page(before)
        for page, stories in _by_page(now).items():
            if page not in told_before or page in seen or any(page in pages for pages in frame):
                continue
            found = _stale(page, stories, told_before[page], said, old_said) or _last_event(
                page, stories, told_before[page]
            )
            if found is None:
                continue
            seen.add(page)
            story, origin, sure = found
            told, tells = origin.title(), story.title()
            yield Finding(
                LINK_UNCHANGED.id,
                f"the link under “{tells[:60]}” still opens the previous issue's page, which belonged to “{told[:60]}”",
                story.link.location,
                story.link.url,
                "Open the link, and put in the address of the new story.",
                related=(
                    Related(origin.link.location, origin.link.url, f"in the previous issue, under “{told[:60]}”"),
                ),
                severity="error" if sure and len(issues) >= LEARNED else "warning",
            )


def _stale(
    page: str, now: Sequence[Story], before: Sequence[Story], said: set[str], old_said: set[str]
) -> tuple[Story, Story, bool] | None:
    """The new story and the old one when the address stayed behind, and whether the address itself says so."""
    labels = {key for story in before if (key := alignment.key(story.label)) and not GENERIC_LABEL.fullmatch(key)}
    headings = {alignment.key(story.heading) for story in before} - {""}
    if any(alignment.key(one.label) in labels or alignment.key(one.heading) in headings for one in now):
        return None
    if said & labels or said & headings:
        return None  # the old story is still told
    titles = [story.heading for story in before if not story.link.image]
    if any(alignment.alike(one.heading, title) for one in now if not one.link.image for title in titles):
        return None  # the same story under a title put in other words
    slug = _slug(page)
    if any(one.names(slug) for one in now):
        return None
    named = next((one for one in before if one.names(slug)), None)
    opaque = not slug and bool(OPAQUE.search(page.partition("/")[2]))
    titled = [one for one in now if one.heading and alignment.key(one.heading) not in old_said]
    if not titled or (named is None and not opaque):
        return None
    texts = [one for one in titled if not one.link.image]
    return (texts or titled)[0], named or before[0], named is not None


def _last_event(page: str, now: Sequence[Story], before: Sequence[Story]) -> tuple[Story, Story, bool] | None:
    """An event with a new day on the page of the last one. A page without a number of its own may be the page of a
    recurring event, which stays."""
    if not EVENT_PAGE.search(page):
        return None
    numbers = set(NUMBER.findall(page.partition("/")[2]))
    old_days = {day for one in before for day in one.days()}
    for story in now:
        days = story.days()
        of_one_event = numbers.difference(NUMBER.findall(f"{story.label} {story.heading} {story.around}"))
        if of_one_event and days and old_days and not days & old_days:
            return story, before[0], True
    return None


def _by_page(half: Half) -> dict[str, list[Story]]:
    found: dict[str, list[Story]] = {}
    runs = [run for run in half.runs if run.location is not None and not run.hidden and run.kind != "alt"]
    places = [_place(run) for run in runs]
    from bisect import bisect_right

    for link in half.links:
        if link.element not in ("a", "text", "area") or not (page := _page(link)):
            continue
        index = bisect_right(places, (link.location.line or 0, link.location.column or 0)) - 1
        found.setdefault(page, []).append(_story(link, runs, index, plain=half.kind == "text"))
    return found


def _place(run: TextRun) -> tuple[int, int]:
    assert run.location is not None
    return run.location.line or 0, run.location.column or 0


def _story(link: FactLink, runs: Sequence[TextRun], index: int, *, plain: bool) -> Story:
    """In HTML the heading is marked; in plain text it is the short line above the paragraph above the link."""
    label = ADDRESS.sub("", link.text).strip()
    if link.image:
        return Story(link, label, label, "")
    if plain and index >= 0:
        label = label or ADDRESS.sub("", runs[index].text).strip(" :>\n-")
    back = range(index, max(-1, index - 6), -1)
    if plain:
        heading = next((runs[at].text for at in back if at < index and _is_title(runs[at].text)), "")
    else:
        heading = next((runs[at].text for at in back if runs[at].kind == "heading"), "")
    return Story(link, label, heading, ADDRESS.sub("", runs[index].text) if index >= 0 else "")


def _is_title(text: str) -> bool:
    return len(text) <= 80 and "://" not in text and text.rstrip()[-1:] not in ".,:;"


def _page(link: FactLink) -> str:
    """Host, path and telling parameters; empty for front pages, social networks, pages of one general word, and
    whatever has merge tags in it."""
    if not link.url.lower().startswith(("http://", "https://")) or link.rel or "{" in link.url or "|" in link.url:
        return ""
    target = urls.resolve(link.url)
    host = target.host.removeprefix("www.")
    path = target.path.strip("/")
    if not path or not host or NETWORKS.search(host):
        return ""
    last = path.rpartition("/")[2]
    if "/" not in path and not re.search(r"[-_\d]", last) and not OPAQUE.search(last):
        return ""
    query = "&".join(sorted(pair for pair in target.query.split("&") if pair and not TRACKING.match(pair)))
    return f"{host}/{path}" + (f"?{query}" if query else "")


def _slug(page: str) -> frozenset[str]:
    """The telling words of an address."""
    return frozenset(_stems(urls.decoded(page.partition("/")[2]).replace("-", " ").replace("_", " ")))


def _stems(text: str) -> set[str]:
    words = {word.casefold() for word in WORD.findall(text.replace("’", "").replace("'", ""))}
    return {word[:NEAR] for word in words - GENERAL}
