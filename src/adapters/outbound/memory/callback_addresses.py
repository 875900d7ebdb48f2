"""Addresses of callbacks that nobody has to look up."""

from dataclasses import dataclass, field
from typing import final
from urllib.parse import urlsplit

from application.errors import ForbiddenAddressError, InvalidUrlError
from application.ports.callback_targets import CallbackAddresses


@final
@dataclass(frozen=True, slots=True)
class InMemoryCallbackAddresses(CallbackAddresses):
    forbidden: set[str] = field(default_factory=set)
    """The hosts to whom nothing may be sent."""

    async def require_permitted(self, url: str) -> None:
        try:
            host = urlsplit(url).hostname
        except ValueError as error:
            raise InvalidUrlError("The callback URL cannot be read.") from error
        if host in self.forbidden:
            raise ForbiddenAddressError(f"The host {host} is not at a public address.")
