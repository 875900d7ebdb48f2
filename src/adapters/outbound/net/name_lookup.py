"""From the name of a host to its addresses."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Final, TypeAlias, final

from adapters.outbound.net.public_addresses import Address

Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[Address]]]
"""Raises OSError when nothing is known of the host."""

_AT_ONCE: Final = 4


def is_unknown(error: BaseException) -> bool:
    """Whether an error goes back to a name that nobody could look up."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


@final
class SystemLookup:
    """Asks the system, in threads of its own: a name server that does not answer holds one for
    seconds, and files are read and written in those of the event loop."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="lookup")

    async def __call__(self, host: str, port: int) -> Sequence[Address]:
        found = await asyncio.get_running_loop().run_in_executor(self._threads, _ask, host, port)
        return list(dict.fromkeys(found))


def _ask(host: str, port: int) -> list[Address]:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (UnicodeError, OverflowError) as error:  # a label is too long or empty; no such port
        raise socket.gaierror(f"{host} and {port} cannot be looked up") from error
    return [ip_address(answer[4][0]) for answer in answers]
