"""What settings of limits and of who may ask may say. Raises ValueError, all of it, when they say
something else; the words for it are in environment.py."""

import ipaddress
import re
from importlib.util import find_spec
from typing import Final

from limits import parse_many

from domain.errors import InvalidValueError
from domain.quota import Quota
from infrastructure.text_lists import listed

ANY: Final = "*"
_NONE: Final = "none"
_MEMORY: Final = "memory://"
_REDIS: Final = re.compile(r"rediss?://[^/\s]+(/\d*)?(\?\S*)?")
_ORIGIN: Final = re.compile(r"https?://(\[[0-9a-f:]+\]|[^/\s:?#@]+)(:\d{1,5})?", re.IGNORECASE)
_HOST: Final = re.compile(r"(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|[0-9a-f:]+", re.IGNORECASE)


def quotas_in(text: str) -> tuple[Quota, ...]:
    """Those that the notation of the library `limits` names, each once; none for `none`."""
    if text.strip().lower() in {"", _NONE}:
        return ()
    named = [Quota(each.amount, each.get_expiry()) for each in parse_many(text)]
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
    return text


def is_in_memory(place: str) -> bool:
    return place == _MEMORY


def origins(text: str) -> str:
    for origin in listed(text):
        if origin != ANY and not _ORIGIN.fullmatch(origin):
            raise ValueError(f"{origin} is no origin")
    return text


def host_names(text: str) -> str:
    for name in listed(text):
        if not _HOST.fullmatch(name):
            raise ValueError(f"{name} is no name of a host")
    return text


def proxies(text: str) -> str:
    for proxy in listed(text):
        if proxy != ANY:
            ipaddress.ip_network(proxy, strict=False)
    return text
