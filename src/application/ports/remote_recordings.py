"""Recordings that lie elsewhere and are named by a URL."""

from abc import abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RemoteRecording:
    """A recording on its way here."""

    filename: str
    content: AsyncIterator[bytes]
    """To be read once, while the recording is open. Raises RemoteFailedError when it breaks off or
    takes too long."""
    size_bytes: int | None
    """What the other side says of it; nothing has been counted yet."""


class RemoteRecordings(Protocol):
    @abstractmethod
    def check(self, url: str) -> None:
        """Look at a URL without asking anybody.

        Raises InvalidUrlError and ForbiddenAddressError, where they can be told by that alone.
        """

    @abstractmethod
    def open(self, url: str) -> AbstractAsyncContextManager[RemoteRecording]:
        """Begin to fetch a recording; it is not whole in memory at any time.

        Raises InvalidUrlError, ForbiddenAddressError, RemoteRefusedError, RemoteFailedError. None
        of them says more of the URL than its host: the rest may hold a secret.
        """
