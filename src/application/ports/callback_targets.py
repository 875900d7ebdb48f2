"""Those who want to be told that a task has ended, before they are."""

from abc import abstractmethod
from typing import Protocol


class CallbackTargets(Protocol):
    @abstractmethod
    async def require_reachable(self, url: str) -> None:
        """Raises InvalidUrlError, ForbiddenAddressError, and CallbackUnreachableError where nobody
        answers, or not as one who takes messages there. None of them says more of the URL than its
        host: the rest may hold a secret."""
