"""What settings of limits and of who may ask may say. Raises ValueError, all of it, when they say
something else; the words for it are in environment.py."""

import ipaddress
import re
from importlib.util import find_spec
from typing import Final
from urllib.parse import urlsplit

from limits import parse_many

from domain.errors import InvalidValueError
from domain.quota import Quota
from infrastructure.text_lists import listed

ANY: Final = "*"
_NONE: Final = "none"
_MEMORY: Final = "memory://"
_REDIS: Final = re.compile(r"rediss?://[^/\s]+(/\d*)?(\?\S*)?")
_ORIGIN: Final = re.compile(r"https?://(\[[0-9a-f:]+\]|[^/\s:?#@]+)(:\d{1,5})?", re.IGNORECASE)
_HOST: Final = re.compile(r"(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?", re.IGNORECASE)
_MULTIPLE_OF_NONE: Final = re.compile(r"(/|per)\s*0+(?!\d)", re.IGNORECASE)
_MOST: Final = 1_000_000_000
"""Requests: more is a slip. Beyond 2 ** 63 no Redis could count them."""
_LONGEST: Final = 366 * 86_400
"""Seconds: a year. Each request is remembered for as long."""


def quotas_in(text: str) -> tuple[Quota, ...]:
    """Those that the notation of the library `limits` names, each once; none for `none`."""
    if text.strip().lower() in {"", _NONE}:
        return ()
    if _MULTIPLE_OF_NONE.search(text):
        raise ValueError("no stretch of time")  # which the library takes for one
    named = [Quota(each.amount, each.get_expiry()) for each in parse_many(text)]
    if any(each.amount > _MOST or each.seconds > _LONGEST for each in named):
        raise ValueError("too many requests, or too long")
    return tuple(dict.fromkeys(named))


def quotas(text: str) -> str:
    try:
        quotas_in(text)
    except InvalidValueError as error:
        raise ValueError(str(error)) from error
    return text


def counting_place(text: str) -> str:
    if text != _MEMORY and not _REDIS.fullmatch(text):
        raise ValueError("neither memory:// nor the URL of a Redis")
    if text != _MEMORY and find_spec("redis") is None:
        raise ValueError("counting in Redis needs the extra scale")
    if text != _MEMORY and not _is_somewhere(text):
        raise ValueError("a URL without a host")
    if text != _MEMORY:
        _try_options(text)
    return text


def _is_somewhere(url: str) -> bool:
    """Asking for the port raises ValueError where there can be none of that name."""
    parts = urlsplit(url)
    return bool(parts.hostname) and parts.port != 0 and not parts.fragment


def _try_options(url: str) -> None:
    """What stands behind the question mark is only heeded when a connection is made; to make one
    reaches for nothing yet."""
    from redis.connection import ConnectionPool  # noqa: PLC0415 - only where it is used

    try:
        ConnectionPool.from_url(url).make_connection()
    except TypeError as error:
        raise ValueError("an option that Redis does not know") from error


def is_in_memory(place: str) -> bool:
    return place == _MEMORY


def origins(text: str) -> str:
    for origin in listed(text):
        if origin != ANY and not _ORIGIN.fullmatch(origin):
            raise ValueError(f"{origin} is no origin")
    return text


def host_names(text: str) -> str:
    for name in listed(text):
        if ":" in name:
            ipaddress.IPv6Address(name)
        elif not _HOST.fullmatch(name):
            raise ValueError(f"{name} is no name of a host")
    return text


def proxies(text: str) -> str:
    for proxy in listed(text):
        if proxy != ANY:
            ipaddress.ip_network(proxy, strict=False)
    return text
