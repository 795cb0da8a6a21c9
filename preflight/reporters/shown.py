"""What a report may show: secrets masked, control characters made visible.

Every reporter renders ``masked(report)``, so that no format can forget it. Content is hostile (a title may hold an
escape sequence for the reader's terminal) and reports travel (a build log is public more often than anybody thinks).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from msgspec.structs import replace

from preflight.model import Finding, Fix, Gap, Judged, Location, Place, Report, Target, Waiver
from preflight.patterns import regex

MASK = "•••"

# https://anna:s3cret@example.com/ · //anna:s3cret@example.com · https:\\anna:s3cret@example.com
USER_INFO = regex(r"""(?:\b(?:https?|ftps?|wss?):[/\\]*|[/\\]{2})([^\s/\\?#"'<>]*)@""", re.IGNORECASE)

# ?token=abc · &amp;api_key=abc · #access_token=abc · ;jsessionid=abc · %3Ftoken%3Dabc (a URL inside a URL), but not the
# merge tag in ?token={{ token }}
PARAMETER = regex(
    r"""(?:[?&;\#]|%3F|%26|%23)([^\s=&;?\#"'<>]{1,64}?)(?:=|%3D)(?!\{\{|\{%|\*\||\$\{|%%|%7B%7B)""",
    re.IGNORECASE,
)
VALUE = regex(r"""[^\s&#"'<>]+""")  # abc123
TRAILING = ".,;:!?)]}"
"""Punctuation of the sentence around a URL, not of the secret at its end."""

SECRET_NAMES = frozenset(
    {
        "auth", "authkey", "authorization", "authtoken", "awsaccesskeyid", "bearer", "code", "cred", "credential",
        "credentials", "csrf", "hmac", "jsessionid", "jwt", "key", "magic", "nonce", "otp", "pass", "passphrase",
        "passwd", "password", "phpsessid", "pin", "pw", "pwd", "samlresponse", "secret", "session", "sessionid",
        "sessid", "sid", "sig", "sign", "signature", "signed", "ticket", "token", "xamzcredential", "xgoogcredential",
        "xsrf"
    }
)  # fmt: skip
"""Names of query parameters whose value opens a door, lower case, without separators."""
SECRET_ENDINGS = ("token", "secret", "password", "passwd", "signature", "apikey", "sessionid")  # access_token
SECRET_LAST_WORDS = ("key", "sig", "auth", "pwd", "otp")  # subscription-key, but not "monkey"
NAME_SEPARATORS = regex(r"[-_.\[\]]+")  # x-amz-signature, user[token]

# ESC, DEL, NEL, LINE SEPARATOR, the overrides that make "exe.txt" of "txt.exe", half a surrogate pair
UNSAFE = regex("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

UNPRINTABLE = regex(UNSAFE.pattern.replace("\x00-", "\x00-\x09\x0b-"))
"""The same but for the line feed, which only stands between the lines of a report."""


def mask(text: str) -> str:
    """The text with passwords in URLs and the values of token-like query parameters as ``•••``."""
    return mask_around("", text, "")[1]


def mask_around(before: str, text: str, after: str) -> tuple[str, str, str]:
    """The three pieces of one text, masked together: a secret may begin in one and end in the next."""
    whole = before + text + after
    spans = list(_secrets(whole))
    if not spans:
        return before, text, after
    edges = (0, len(before), len(before) + len(text), len(whole))
    pieces = (_masked_slice(whole, spans, *edges[index : index + 2]) for index in range(3))
    return next(pieces), next(pieces), next(pieces)


def masked(report: Report) -> Report:
    """The report as it may be shown. Fixes that would show a secret are gone, fingerprints stay."""
    return replace(
        report,
        targets=tuple(_target(target) for target in report.targets),
        not_checked=tuple(_gap(gap) for gap in report.not_checked),
        findings=tuple(_judged(judged) for judged in report.findings),
    )


def visible(text: str) -> str:
    r"""The text with control characters, bidirectional overrides and line breaks as ``\x1b`` or ``\u202e``."""
    return UNSAFE.sub(lambda found: _escape(ord(found[0])), text)


def escaped(json: str) -> str:
    """JSON text that is safe to print: no raw control character, line separator or bidirectional override."""
    if json.isascii() and json.isprintable():
        return json
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json)


def _escape(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _secrets(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every secret, in no order, perhaps overlapping."""
    if "@" in text:
        for found in USER_INFO.finditer(text):
            colon = text.find(":", found.start(1), found.end(1))
            if 0 <= colon < found.end(1) - 1:
                yield colon + 1, found.end(1)
    if "=" in text or "%3" in text:
        position = 0
        while parameter := PARAMETER.search(text, position):
            position = parameter.end()  # not past its value, which may be a URL with parameters of its own
            if _opens_a_door(parameter[1]) and (value := VALUE.match(text, position)):
                position = value.end()
                yield value.start(), value.start() + (len(value[0].rstrip(TRAILING)) or len(value[0]))


def _opens_a_door(name: str) -> bool:
    words = NAME_SEPARATORS.sub(" ", unquote(name).lower()).split()
    joined = "".join(words)
    return joined in SECRET_NAMES or joined.endswith(SECRET_ENDINGS) or (bool(words) and words[-1] in SECRET_LAST_WORDS)


def _masked_slice(whole: str, spans: list[tuple[int, int]], start: int, end: int) -> str:
    shown, position = [], start
    for secret_start, secret_end in sorted(spans):
        first, last = max(secret_start, position), min(secret_end, end)
        if first < last:
            shown += [whole[position:first], MASK]
            position = last
    return "".join(shown) + whole[position:end]


def _target(target: Target) -> Target:
    return replace(
        target,
        name=_path(target.name),
        against=_path(target.against),
        assumed=tuple(mask(clause) for clause in target.assumed),
        recipients=_path(target.recipients),
    )


def _gap(gap: Gap) -> Gap:
    return replace(gap, target=_path(gap.target), detail=mask(gap.detail), why=mask(gap.why))


def _judged(judged: Judged) -> Judged:
    if judged.waiver is None and not _may_hold_secret(judged.finding):
        return judged
    return replace(judged, finding=_finding(judged.finding), waiver=judged.waiver and _waiver(judged.waiver))


def _may_hold_secret(finding: Finding) -> bool:
    """Whether a secret could begin anywhere in it; of most findings of a large report none can."""
    place = finding.place
    if finding.fix or finding.related:
        return True
    path = place.path if isinstance(place, Location) else ""
    text = f"{place.before}{finding.match}{place.after}\n{finding.message}\n{finding.help}\n{path}"
    if finding.suggestions:
        text += "\n".join(("", *finding.suggestions))
    return "@" in text or "=" in text or "%3" in text


def _finding(finding: Finding) -> Finding:
    place, match = _place(finding.place, finding.match)
    return replace(
        finding,
        place=place,
        match=match,
        message=mask(finding.message),
        help=mask(finding.help),
        suggestions=tuple(mask(suggestion) for suggestion in finding.suggestions),
        fix=_fix(finding.fix, finding.place),
        related=tuple(
            replace(other, place=shown, match=text, message=mask(other.message))
            for other in finding.related
            for shown, text in (_place(other.place, other.match),)
        ),
    )


def _place(place: Place, match: str) -> tuple[Place, str]:
    before, text, after = mask_around(place.before, match, place.after)
    if isinstance(place, Location):
        return replace(place, path=_path(place.path), before=before, after=after), text
    return replace(place, before=before, after=after), text


def _fix(fix: Fix | None, place: Place) -> Fix | None:
    if fix is None or mask_around(place.before, fix.replacement, place.after)[1] != fix.replacement:
        return None
    return fix


def _waiver(waiver: Waiver) -> Waiver:
    return replace(waiver, reason=mask(waiver.reason), match=mask(waiver.match), owner=mask(waiver.owner))


def _path(path: str) -> str:
    """A file's name must stay its name (mirrors write ``page.html?key=1``); an address is a URL like any other."""
    return mask(path) if "://" in path else path
