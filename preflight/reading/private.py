"""Whether packed text holds an address that is nobody else's business: one with a password, a token, a mailbox in it.

For what is kept on disk: reports mask such values, a cache simply does not keep what has one.
"""

from __future__ import annotations

from preflight.patterns import regex

_NAME = (
    rb"[a-z]{0,12}token|secret|pass(?:word|wd|phrase)?|pwd|pw|api-?key|key|auth(?:key|orization)?|sig(?:nature|ned)?|hmac"
    rb"|[a-z]{0,8}sess(?:ion)?(?:id)?|sid|jwt|otp|nonce|magic|ticket|code|pin|credentials?|bearer|csrf|xsrf|hash|u|uid|e"
    rb"|email|mail"
)
_WORTHLESS = rb"""(?:\{\{|\{%|\*\||%%|\$\{|\[)|[^&\s]{0,5}(?:[&\s"'<>\x00-\x1f\x80-\xff]|\Z)"""
"""What is no secret: a merge tag, or five characters."""

SECRET = regex(rb"(?i)[?&;#](?:[\w.\[\]%\x80-\xff-]{0,48}[_.\[-])?(?:" + _NAME + rb")\]?=(?!" + _WORTHLESS + rb")")
# ?access_token=zebra4711 · &api_key=… · ;jsessionid=… · ?email=…
USER = regex(rb"//[^\s/@:?#]{1,64}:[^\s/@]{1,128}@")  # https://anna:s3cret@example.com/
MAILBOX = regex(rb"[?&;#][\w.\[\]%\x80-\xff-]{1,48}=[\w.+\x80-\xff-]{1,64}(?:@|%40)")  # ?to=dana%40example.com


def is_in(packed: bytes) -> bool:
    """Whether one of these addresses stands in the bytes (UTF-8 among other things)."""
    return bool(SECRET.search(packed) or USER.search(packed) or MAILBOX.search(packed))
