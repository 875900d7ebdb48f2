"""A store of recordings that does not answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, final

from application.errors import StorageUnavailableError
from application.ports.clip_storage import ClipStorage, StagedContent
from domain.audio_clip import ContentHash

_NONE: Final = ContentHash("0" * 64)


@final
class StorageOutOfReach(ClipStorage):
    @asynccontextmanager
    async def staged(
        self, content: AsyncIterator[bytes], *, at_most: int
    ) -> AsyncIterator[StagedContent]:
        _refuse(content, at_most)
        yield StagedContent(Path(), _NONE, 0)

    async def keep(self, staged: StagedContent) -> None:
        _refuse(staged)

    async def read(
        self, content_hash: ContentHash, *, start: int = 0, stop: int | None = None
    ) -> AsyncIterator[bytes]:
        _refuse(content_hash, start, stop)
        yield b""

    @asynccontextmanager
    async def as_file(self, content_hash: ContentHash) -> AsyncIterator[Path]:
        _refuse(content_hash)
        yield Path()

    async def delete(self, content_hash: ContentHash) -> None:
        _refuse(content_hash)

    async def has(self, content_hash: ContentHash) -> bool:
        _refuse(content_hash)
        return False

    async def kept(self, *, before: datetime) -> AsyncIterator[ContentHash]:
        _refuse(before)
        yield _NONE

    async def forget_abandoned(self, *, before: datetime) -> int:
        _refuse(before)
        return 0


def _refuse(*_asked: object) -> None:
    raise StorageUnavailableError("The store of recordings does not answer.")
