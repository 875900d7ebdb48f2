"""The addresses of a host, when all of them may be reached."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

from adapters.outbound.net.address_rules import AddressRules
from adapters.outbound.net.name_lookup import Resolve
from adapters.outbound.net.public_addresses import Address
from application.errors import ForbiddenAddressError

_LOG: Final = logging.getLogger(__name__)


@final
@dataclass(frozen=True, slots=True)
class AddressGuard:
    """One address that is not permitted, among others that are, is how a name server would smuggle
    it in."""

    rules: AddressRules
    resolve: Resolve
    purpose: str = "a request"
    """Who wants to go there, for the log."""

    async def addresses_of(self, host: str, port: int) -> Sequence[Address]:
        """Raises ForbiddenAddressError, and OSError when nothing is known of the host."""
        addresses = await self.resolve(host, port)
        for address in addresses:
            if not self.rules.permit(host, address):
                where = host if host == str(address) else f"{host} ({address})"
                _LOG.info("refused %s at %s: not a permitted address", self.purpose, where)
                raise ForbiddenAddressError(
                    f"The host {host} is not at a public address, and no exception is made for it."
                )
        return addresses
