"""Where the files of a finished transcript go."""

from abc import abstractmethod
from typing import Protocol


class ArtefactPlace(Protocol):
    @abstractmethod
    async def has(self, name: str) -> bool:
        """Raises HostedServiceError where it is somebody else's."""

    @abstractmethod
    async def write(self, name: str, text: str, *, media_type: str) -> str:
        """Over whatever is there; what to call it from now on. Raises HostedServiceError,
        StorageFullError, OSError."""
