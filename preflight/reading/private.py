"""Whether packed text holds an address that is nobody else's business: one with a password, a token, a mailbox in it.

For what is kept on disk: reports mask such values, a cache simply does not keep what has one.
"""

from __future__ import annotations

from collections.abc import Callable

from preflight.patterns import regex

Test = Callable[[bytes, int], bool]

NAME = regex(
    r"[?&;#](?:[\w.\[\]%-]{0,48}[_.\[-])?(?:[a-z]{0,12}token|secret|pass(?:word|wd|phrase)?|pwd|pw|api-?key|key"
    r"|auth(?:key|orization)?|sig(?:nature|ned)?|hmac|[a-z]{0,8}sess(?:ion)?(?:id)?|sid|jwt|otp|nonce|magic|ticket|code|pin|credentials?"
    r"|bearer|csrf|xsrf|hash|u|uid|e|email|mail)\]?\Z",
    # what stands before "=" in ?access_token=… · &api_key=… · ;jsessionid=… · ?email=…
)
WORTHLESS = regex(r"(?:\{\{|\{%|\*\||%%|\$\{|\[)|[^&\s]{0,5}(?:[&\s\"'<>\x00-\x1f\x80-\xff]|\Z)")
"""What is no secret: a merge tag, or five characters."""
USER = regex(r"//[^\s/@:?#]{1,64}:[^\s/@]{1,128}\Z")  # https://anna:s3cret before "@"
MAILBOX = regex(r"[?&;#][\w.\[\]%-]{1,48}=[\w.+-]{1,64}\Z")  # ?to=dana before "@example.com"
BEFORE = 64
MOST = 5_000
"""Signs of a parameter that are looked at; what has more is not kept."""


def is_in(packed: bytes) -> bool:
    """Whether one of these addresses stands in the bytes (UTF-8 among other things)."""
    return _has(packed, b"=", _is_secret) or _has(packed, b"@", _is_user) or _has(packed, b"%40", _is_mailbox)


def _has(packed: bytes, sign: bytes, test: Test) -> bool:
    position = packed.find(sign)
    for _ in range(MOST):
        if position < 0:
            return False
        if test(packed, position):
            return True
        position = packed.find(sign, position + 1)
    return position >= 0


def _is_secret(packed: bytes, at: int) -> bool:
    if not NAME.search(packed[max(0, at - BEFORE) : at].decode("latin-1").lower()):
        return False
    return not WORTHLESS.match(packed[at + 1 : at + 12].decode("latin-1"))


def _is_user(packed: bytes, at: int) -> bool:
    """``https://anna:s3cret@example.com/``, or a mailbox as a parameter's value: ``?to=dana@example.com``."""
    before = packed[max(0, at - 3 * BEFORE) : at].decode("latin-1")
    return bool(USER.search(before) or MAILBOX.search(before))


def _is_mailbox(packed: bytes, at: int) -> bool:
    return bool(MAILBOX.search(packed[max(0, at - 3 * BEFORE) : at].decode("latin-1")))
