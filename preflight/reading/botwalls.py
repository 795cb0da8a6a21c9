"""Who shows pages to people only: sites known for it, and what the page in between looks like.

A link checker that calls these broken is switched off after a week; one that calls them fine has not looked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from preflight.patterns import regex
from preflight.reading import urls

SITES = {
    "linkedin.com": "LinkedIn", "lnkd.in": "LinkedIn", "instagram.com": "Instagram", "x.com": "X",
    "twitter.com": "X", "t.co": "X", "facebook.com": "Facebook", "fb.com": "Facebook", "fb.me": "Facebook",
    "threads.net": "Threads", "threads.com": "Threads", "tiktok.com": "TikTok", "pinterest.com": "Pinterest",
    "reddit.com": "Reddit", "quora.com": "Quora", "glassdoor.com": "Glassdoor", "indeed.com": "Indeed",
    "yelp.com": "Yelp", "tripadvisor.com": "Tripadvisor", "trustpilot.com": "Trustpilot", "etsy.com": "Etsy",
    "amazon.com": "Amazon", "amazon.co.uk": "Amazon", "amazon.de": "Amazon", "amazon.fr": "Amazon", "amzn.to": "Amazon",
    "zillow.com": "Zillow", "crunchbase.com": "Crunchbase", "researchgate.net": "ResearchGate", "medium.com": "Medium",
    "stackoverflow.com": "Stack Overflow", "udemy.com": "Udemy", "upwork.com": "Upwork", "fiverr.com": "Fiverr",
    "wsj.com": "The Wall Street Journal", "nytimes.com": "The New York Times", "bloomberg.com": "Bloomberg",
    "science.org": "Science", "sciencedirect.com": "ScienceDirect", "ebay.com": "eBay", "ebay.co.uk": "eBay",
}  # fmt: skip
"""Registrable domain → the name that people know. Each of them answers programs with 4xx, 999 or a login."""

HEADERS = (("cf-mitigated", "challenge"), ("x-amzn-waf-action", ""), ("sg-captcha", ""), ("x-datadome", ""))
"""Headers of a challenge: Cloudflare, AWS WAF, SiteGround, DataDome. A value that is empty here may be any."""

TITLE = regex(
    r"\s*(?:just a moment|attention required|one moment, please|are you (?:a )?(?:robot|human)|robot check|ddos-guard"
    r"|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|human verification"
    r"|security check(?:point)?\b|pardon our interruption|access (?:to this page has been )?denied|bot verification"
    r"|please verify|captcha\b"
    r"|you have been blocked|request unsuccessful|vercel security|un instant|nur einen moment|un momento)",
    re.IGNORECASE,
)  # “Just a moment…” of Cloudflare
BODY = regex(
    r"/cdn-cgi/challenge-platform|_cf_chl_opt|captcha-delivery\.com|_incapsula_resource|px-captcha|awswafcookiedomain"
    r"|sec-if-cpt-container|/_sec/cp_challenge|hcaptcha\.com/1/api|ddos-guard",
    re.IGNORECASE,
)  # scripts of Cloudflare, DataDome, Imperva, PerimeterX, AWS, Akamai


SMALL = 6_000
"""Characters of source; a page that only tests for humans has little else in it."""


def site(host: str) -> str:
    """The name of the site, if it is known for turning programs away; else empty."""
    return SITES.get(urls.owner(host)) or SITES.get(host.removeprefix("www."), "")


def is_challenge(status: int, headers: Mapping[str, str], title: str, body: str) -> bool:
    """Whether this answer is a test for humans and not the page. ``body`` is the beginning of its source.

    Many pages carry such a script to protect a form: with a good status only a header counts, its title, or the script
    on a page that has little else.
    """
    if any(name in headers and wanted in headers[name].lower() for name, wanted in HEADERS[:3]):
        return True
    if status < 400:
        if title and not TITLE.match(title):
            return False
        small = len(body) <= SMALL
        return (bool(title) and small) or ((bool(title) or small) and bool(BODY.search(body)))
    return bool(TITLE.match(title) or BODY.search(body) or "x-datadome" in headers)
