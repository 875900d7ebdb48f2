"""Which addresses belong to the open internet, and which to this machine and its neighbours."""

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_network,
)
from typing import Final, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

_UNICAST: Final = IPv6Network("2000::/3")
_NAT64: Final = IPv6Network("64:ff9b::/96")
_OFF_THE_INTERNET: Final[tuple[Network, ...]] = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # carrier-grade NAT; the metadata of Alibaba's machines
            "127.0.0.0/8",  # loopback
            "168.63.129.16/32",  # the wire server of Azure's machines, at a public address
            "169.254.0.0/16",  # link-local; the metadata of nearly every cloud's machines
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments; the metadata of Oracle's machines
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # relays from 6to4
            "192.168.0.0/16",  # private
            "198.18.0.0/15",  # measurements
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
            "2001::/23",  # protocol assignments, among them Teredo, which holds an IPv4 address
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4, which holds an IPv4 address
            "3fff::/20",  # documentation
        ),
    )
)
"""IANA's special-purpose registries. Written out, because what `is_global` says of some of them
differs between releases of Python; it is asked all the same, for it knows more with each."""


def is_public(address: Address) -> bool:
    """Of an address as `bare` gives it."""
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False
    return address.is_global and not within(address, _OFF_THE_INTERNET)


def bare(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where a packet to it ends up there."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address


def within(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks)
