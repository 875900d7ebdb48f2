"""Whose requests are counted together."""

import ipaddress
from typing import Final

from starlette.types import Scope

from adapters.inbound.callers import key_of

_HOUSEHOLD: Final = 64
"""Bits of an IPv6 address that one customer of a network has in common (RFC 6177): with the other
64 they would be as many callers as they like."""


def caller_of(scope: Scope) -> str:
    """Who has a key is counted by it, wherever they are; all others by their address."""
    key = key_of(scope)
    return address_of(scope) if key is None else f"key:{key}"


def address_of(scope: Scope) -> str:
    """The peer's, or what a proxy in TRUSTED_PROXIES says of it. A caller without an address, as on
    a socket in the file system, is one like all others without."""
    client = scope.get("client")
    return f"address:{_network(client[0]) if client else 'unknown'}"


def _network(host: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), _HOUSEHOLD), strict=False))
