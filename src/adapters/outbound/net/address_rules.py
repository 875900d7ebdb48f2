"""Where requests may go whose URL a client has chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Final, Self

from adapters.outbound.net.public_addresses import Address, Network, bare, is_public, within

HTTP_SCHEMES: Final = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRules:
    """Public addresses only, but for the exceptions of who runs the service. Without protection
    everything may be reached."""

    protected: bool = True
    schemes: frozenset[str] = HTTP_SCHEMES
    allowed_hosts: frozenset[str] = frozenset()
    allowed_networks: tuple[Network, ...] = ()
    blocked_networks: tuple[Network, ...] = ()

    @classmethod
    def of(
        cls,
        *,
        allowed: Iterable[str] = (),
        blocked: Iterable[str] = (),
        schemes: Iterable[str] = HTTP_SCHEMES,
        protected: bool = True,
    ) -> Self:
        """`allowed` has networks and names of hosts, `blocked` networks. Raises ValueError for
        what ought to be a network and is none, and for schemes other than these two."""
        networks = {each.lower(): _network_or_name(each) for each in allowed}
        return cls(
            protected=protected,
            schemes=_http_schemes(schemes),
            allowed_hosts=frozenset(each for each in networks if networks[each] is None),
            allowed_networks=tuple(filter(None, networks.values())),
            blocked_networks=tuple(ip_network(each, strict=False) for each in blocked),
        )

    def permit(self, host: str, address: Address) -> bool:
        """What is allowed by name or network is so even if it is blocked as well."""
        real = bare(address)
        if not self.protected or host.lower().rstrip(".") in self.allowed_hosts:
            return True
        if within(real, self.allowed_networks):
            return True
        return is_public(real) and not within(real, self.blocked_networks)


def _http_schemes(names: Iterable[str]) -> frozenset[str]:
    schemes = frozenset(name.lower() for name in names)
    if not schemes or not schemes <= HTTP_SCHEMES:
        raise ValueError("name http, https or both")
    return schemes


def _network_or_name(text: str) -> Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        if "/" in text or ":" in text:
            raise
        return None
