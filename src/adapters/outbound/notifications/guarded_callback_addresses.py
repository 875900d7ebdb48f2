"""Where callbacks may go, by the guard that their sending has."""

import asyncio
from datetime import timedelta
from typing import final

import httpx

from adapters.outbound.net.address_guard import AddressGuard
from application.errors import ForbiddenAddressError, InvalidUrlError
from application.ports.callback_targets import CallbackAddresses


@final
class GuardedCallbackAddresses(CallbackAddresses):
    """What is found is not kept: whoever sends looks again, and names lead elsewhere by then."""

    def __init__(self, guard: AddressGuard, *, patience: timedelta) -> None:
        self._guard = guard
        self._patience = patience

    async def require_permitted(self, url: str) -> None:
        try:
            parts = httpx.URL(url)
            host, port = parts.raw_host.decode("ascii"), parts.port or 0
        except (httpx.InvalidURL, ValueError) as error:
            raise InvalidUrlError("The callback URL cannot be read.") from error
        if parts.scheme not in self._guard.rules.schemes:
            allowed = " or ".join(f"{each}://" for each in sorted(self._guard.rules.schemes))
            raise ForbiddenAddressError(f"Callbacks are sent to {allowed} only.")
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                await self._guard.addresses_of(host, port)
        except OSError:  # TimeoutError is one: it is not known now, and it may be later
            return
