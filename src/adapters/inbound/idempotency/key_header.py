"""The header Idempotency-Key of draft-ietf-httpapi-idempotency-key-header-07.

The draft wants a structured string, which has double quotes around it. Most clients leave them
out, so a plain token is taken too, and means the same key.
"""

import re
from typing import Final

from starlette.datastructures import Headers

from adapters.inbound.request_errors import MalformedKeyError
from application.ports.idempotency import IdempotencyKey

HEADER: Final = "idempotency-key"
LONGEST: Final = 255

_QUOTED: Final = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\])+)"')
_TOKEN: Final = re.compile(r"[!#-+\--:<-\[\]-~]+")
"""Visible ASCII without what has a meaning in headers: quotes, backslashes, commas, semicolons."""


def key_in(headers: Headers) -> IdempotencyKey | None:
    """None where there is none. Raises MalformedKeyError."""
    sent = headers.getlist(HEADER)
    if not sent:
        return None
    if len(sent) > 1:
        raise MalformedKeyError("There is more than one Idempotency-Key.")
    key = _plain(sent[0].strip())
    if len(key) > LONGEST:
        raise MalformedKeyError(f"The Idempotency-Key has more than {LONGEST} characters.")
    return IdempotencyKey(key)


def _plain(value: str) -> str:
    if quoted := _QUOTED.fullmatch(value):
        return re.sub(r"\\(.)", r"\1", quoted[1])
    if _TOKEN.fullmatch(value):
        return value
    raise MalformedKeyError(
        "The Idempotency-Key must be a string of visible ASCII characters in double quotes."
    )
