"""The address of somebody else's HTTP server."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import SplitResult, urlsplit

from domain.errors import InvalidWebhookError

_DEFAULT_PORTS: Final[Mapping[str, int]] = MappingProxyType({"http": 80, "https": 443})
_UNPRINTABLE: Final = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
LONGEST_ADDRESS: Final = 2048


def require_web_address(url: str) -> None:
    """Raises InvalidWebhookError unless it is a whole http or https address.

    Whether its host may be reached is for whoever connects to it: names resolve anew each time.
    """
    _split(url)


def origin_of(url: str) -> str:
    """Scheme, host and port, by which a receiver is told from others; all of `url` where it has
    none."""
    try:
        parts = _split(url)
    except InvalidWebhookError:
        return url
    return f"{parts.scheme}://{parts.hostname}:{parts.port or _DEFAULT_PORTS[parts.scheme]}"


def _split(url: str) -> SplitResult:
    if len(url) > LONGEST_ADDRESS:
        raise InvalidWebhookError(f"the address is longer than {LONGEST_ADDRESS} characters")
    if _UNPRINTABLE.search(url):
        raise InvalidWebhookError("the address has a blank or a control character in it")
    try:
        parts = urlsplit(url)
        names_a_host = bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise InvalidWebhookError("the address is not a URL") from error
    if parts.scheme not in _DEFAULT_PORTS or not names_a_host:
        raise InvalidWebhookError("the address must begin with https:// or http:// and name a host")
    if parts.username is not None or parts.password is not None:
        raise InvalidWebhookError("the address must not hold a user name or a password")
    return parts
