"""Those who want to be told that a job has ended, before they are."""

from abc import abstractmethod
from typing import Protocol


class CallbackTargets(Protocol):
    @abstractmethod
    async def require_reachable(self, url: str) -> None:
        """Raises InvalidUrlError, ForbiddenAddressError, and CallbackUnreachableError where nobody
        answers, or not as one who takes messages there. None of them says more of the URL than its
        host: the rest may hold a secret."""


class CallbackAddresses(Protocol):
    @abstractmethod
    async def require_permitted(self, url: str) -> None:
        """Look at where a URL leads, and ask nobody there.

        Raises InvalidUrlError, and ForbiddenAddressError where nothing would be sent. A host of
        whom nothing is known now may be known when there is something to tell it. The error says no
        more of the URL than its host.
        """
