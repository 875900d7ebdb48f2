"""The keys that open the service."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from domain.api_key import ApiKey, KeyId, Secret

NewKeySecret: TypeAlias = Callable[[], Secret]
"""A secret that nobody can guess: `hvx_` and 43 characters that need no quoting anywhere."""


class ApiKeyRepository(Protocol):
    """Part of a unit of work."""

    @abstractmethod
    async def add(self, key: ApiKey) -> None:
        """Raises ConflictError if there is a key with that secret."""

    @abstractmethod
    async def all(self) -> Sequence[ApiKey]:
        """Of every owner, oldest first, with those that were revoked or have expired."""

    @abstractmethod
    async def save(self, key: ApiKey) -> None:
        """Keep a changed key. Raises KeyNotFoundError."""

    @abstractmethod
    async def remove(self, key_id: KeyId) -> None:
        """Removing what is not there is not an error."""
