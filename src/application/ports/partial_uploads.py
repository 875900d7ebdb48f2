"""Where files lie that have not arrived in full yet."""

from abc import abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.partial_upload import PartialUpload, UploadId


class ChecksumAlgorithm(StrEnum):
    SHA1 = "sha1"
    SHA256 = "sha256"


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the bytes of one go ought to amount to."""

    algorithm: ChecksumAlgorithm
    digest: bytes


class HeldUpload(Protocol):
    """An upload that nobody else can change meanwhile."""

    state: PartialUpload

    @abstractmethod
    async def append(
        self, content: AsyncIterator[bytes], *, at_most: int, checksum: Checksum | None = None
    ) -> PartialUpload:
        """Write bytes behind those that are there, each as soon as it comes: whatever ends this,
        a `kill -9` included, leaves all that was written and an offset that is true of it.

        With a checksum it is all of the bytes or none. Raises FileTooLargeError when more than
        `at_most` bytes come, and takes back those that did: what is too long is not of this
        file, and nobody can tell from which byte on. Raises ChecksumMismatchError,
        StorageFullError, and UploadInterruptedError when somebody else wants to go on with this
        upload or no byte has come for long.
        """

    @abstractmethod
    def read(self) -> AsyncIterator[bytes]:
        """All that has arrived."""

    @abstractmethod
    async def save(self, upload: PartialUpload) -> None:
        """Remember everything about it but its offset, which only `append` moves. The bytes of
        one that became a clip are let go."""

    @abstractmethod
    async def delete(self) -> None:
        """Forget it, with its bytes."""


class PartialUploads(Protocol):
    """Bytes that outlive the connection, and the process, that they came through."""

    @abstractmethod
    async def create(self, upload: PartialUpload) -> None:
        """Begin one, without bytes. Raises StorageFullError."""

    @abstractmethod
    async def find(self, upload_id: UploadId) -> PartialUpload:
        """As it is now; others may be adding to it. Raises UploadNotFoundError."""

    @abstractmethod
    def held(self, upload_id: UploadId) -> AbstractAsyncContextManager[HeldUpload]:
        """Take hold of it. Whoever is appending to it in this process is asked to give way, since
        a client whose line was cut comes back before its old connection is known to be dead;
        another process is not waited for.

        Raises UploadNotFoundError, UploadBusyError.
        """

    @abstractmethod
    async def forget_expired(self, *, now: datetime) -> int:
        """Delete those whose time is over and which nobody holds; how many there were."""
