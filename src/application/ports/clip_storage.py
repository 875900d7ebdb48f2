"""Where the bytes of uploaded clips are kept."""

from abc import abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from domain.audio_clip import ContentHash


@dataclass(frozen=True, slots=True)
class StagedContent:
    """Bytes that have arrived and are not kept yet, as a file of this machine."""

    path: Path
    content_hash: ContentHash
    size_bytes: int


class ClipStorage(Protocol):
    """A content-addressed store: the same bytes are kept once.

    One that is not on this machine raises StorageUnavailableError wherever it cannot be reached.
    """

    @abstractmethod
    def staged(
        self, content: AsyncIterator[bytes], *, at_most: int
    ) -> AbstractAsyncContextManager[StagedContent]:
        """Take the bytes in without keeping them; what was not kept by the end is forgotten.

        Raises FileTooLargeError as soon as more than `at_most` bytes have arrived,
        StorageFullError.
        """

    @abstractmethod
    async def keep(self, staged: StagedContent) -> None:
        """Keep staged bytes under their hash, all of them or none. Idempotent, and soon done
        where they are kept already. Raises StorageFullError."""

    @abstractmethod
    def read(
        self, content_hash: ContentHash, *, start: int = 0, stop: int | None = None
    ) -> AsyncIterator[bytes]:
        """Stream bytes [start, stop). Raises ClipNotFoundError when they are not kept."""

    @abstractmethod
    def as_file(self, content_hash: ContentHash) -> AbstractAsyncContextManager[Path]:
        """The bytes as a file of this machine, to read only, for as long as the context lasts.
        Raises ClipNotFoundError, StorageFullError."""

    @abstractmethod
    async def delete(self, content_hash: ContentHash) -> None:
        """Forget the bytes. Deleting what is not there is not an error."""

    @abstractmethod
    async def has(self, content_hash: ContentHash) -> bool: ...

    @abstractmethod
    def kept(self, *, before: datetime) -> AsyncIterator[ContentHash]:
        """Every hash whose bytes arrived before that time and are kept, in no order."""

    @abstractmethod
    async def forget_abandoned(self, *, before: datetime) -> int:
        """Delete staged bytes that a crash left behind before that time; how many there were."""
