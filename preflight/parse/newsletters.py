"""Whether an HTML file is a newsletter rather than a page: campaigns are often exported or drafted as ``.html``."""

from __future__ import annotations

import re

from preflight.model import Part
from preflight.patterns import regex

LEAVING = regex(
    r"unsubscribe|unsub\b|view (?:this email )?in (?:your )?browser|email preferences|update your preferences"
    r"|abmelden|abbestellen|désabonner|desinscrire|darse de baja|cancelar (?:la )?suscripci",
    re.IGNORECASE,
)
"""``Unsubscribe``, ``*|UNSUB|*``, ``View in browser``, ``Newsletter abbestellen``"""
OUTLOOK = ("<!--[if mso", "<!--[if gte mso", "<!--[if !mso", "xmlns:v=", "x-apple-disable-message-reformatting")
"""What only mails say to the programs that show them."""
LAYOUT_TABLE = regex(r"<table\b[^>]{0,300}?(?:role=[\"']?presentation|cellpadding=|bgcolor=|align=)", re.IGNORECASE)
"""``<table role="presentation" cellpadding="0">``"""
SITE_MATTER = regex(r"<nav\b|<link\b[^>]{0,300}?rel=[\"']?canonical|<script\b[^>]{0,300}?src=", re.IGNORECASE)
"""``<nav>``, ``<link rel="canonical">``, ``<script src="…">``: mail programs ignore them, pages have them"""
HEAD = 200_000
"""Characters looked at: newsletters above a tenth of this are cut off by mail programs."""


def looks_like_newsletter(part: Part) -> bool:
    """Two of: a way to unsubscribe, Outlook's conditions, layout tables, a hidden preheader; and nothing of a site."""
    source = part.source[:HEAD]
    signs = (
        any(LEAVING.search(link.url) or LEAVING.search(link.text) for link in part.links),
        any(mark in source for mark in OUTLOOK),
        any(run.kind == "preheader" and run.hidden for run in part.runs),
    )
    if not any(signs) or SITE_MATTER.search(source):
        return False
    return sum(signs) >= 2 or len(LAYOUT_TABLE.findall(source)) >= 2
