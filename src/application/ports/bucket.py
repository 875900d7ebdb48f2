"""A place for recordings and transcripts that other machines can reach."""

from abc import abstractmethod
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Protocol


class Bucket(Protocol):
    """Objects by key. Every method raises HostedServiceError."""

    @abstractmethod
    async def put_file(self, key: str, path: Path, *, content_hash: str) -> None:
        """Stream a file in, over whatever is there, and remember its hash."""

    @abstractmethod
    async def put_text(self, key: str, text: str, *, media_type: str) -> None: ...

    @abstractmethod
    def read(self, key: str) -> AsyncIterator[bytes]: ...

    @abstractmethod
    async def has(self, key: str) -> bool: ...

    @abstractmethod
    async def hash_of(self, key: str) -> str | None:
        """The hash an object was put with; None where there is no object, or none was given."""

    @abstractmethod
    async def presigned(self, key: str, *, expires_in: timedelta) -> str:
        """A URL with which anybody may read the object, for that long."""
