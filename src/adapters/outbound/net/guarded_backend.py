"""Connections to addresses that have been looked at, and to no others."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import final

import httpcore

from adapters.outbound.net.address_guard import AddressGuard
from adapters.outbound.net.address_rules import AddressRules
from adapters.outbound.net.name_lookup import Resolve
from application.errors import ForbiddenAddressError


@final
class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Looks a host up once, refuses it when one of its addresses is not permitted, and connects to
    what it has looked at: a name server that answers differently the next time changes nothing.

    TLS begins after that, in httpcore, and still asks for the certificate of the host's name.
    """

    def __init__(self, rules: AddressRules, resolve: Resolve, purpose: str = "a request") -> None:
        self._guard = AddressGuard(rules, resolve, purpose)
        self._sockets = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        async with _connecting_within(timeout):
            addresses = await self._guard.addresses_of(host, port)
            share = timeout and timeout / max(len(addresses), 1)
            failure: Exception = httpcore.ConnectError(f"{host} has no address")
            for address in addresses:
                try:
                    return await self._sockets.connect_tcp(
                        str(address), port, share, local_address, socket_options
                    )
                except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                    failure = error
            raise failure

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ARG002, ASYNC109
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        raise ForbiddenAddressError("A socket of this machine is not a place for a request.")

    async def sleep(self, seconds: float) -> None:
        await self._sockets.sleep(seconds)


@asynccontextmanager
async def _connecting_within(seconds: float | None) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(str(error)) from error
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
