"""Callback targets that are all in memory."""

from dataclasses import dataclass, field
from typing import final
from urllib.parse import urlsplit

from application.errors import CallbackUnreachableError, InvalidUrlError
from application.ports.callback_targets import CallbackTargets


@final
@dataclass(frozen=True, slots=True)
class InMemoryCallbackTargets(CallbackTargets):
    there: set[str] = field(default_factory=set)
    """The URLs at which somebody answers."""

    async def require_reachable(self, url: str) -> None:
        try:
            host = urlsplit(url).hostname
        except ValueError as error:
            raise InvalidUrlError("The callback_url cannot be read.") from error
        if url not in self.there:
            raise CallbackUnreachableError(f"The callback_url at {host} is not reachable.")
