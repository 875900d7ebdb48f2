"""Clip bytes as files, named by their hash."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from math import inf
from pathlib import Path
from typing import Final, final
from uuid import uuid4

import aiofiles

from adapters.outbound.storage.arrival import translating_full_disk, write_arriving
from adapters.outbound.storage.open_file import opened, to_its_end
from application.errors import ClipNotFoundError
from application.ports.clip_storage import ClipStorage, StagedContent
from domain.audio_clip import ContentHash

_CHUNK_BYTES: Final = 1 << 19
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@final
class FilesystemClipStorage(ClipStorage):
    """`root` holds a folder for each first two digits of a hash, and one for what arrives: the
    same file system, so that keeping is a rename."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._staging = root / ".staging"

    @asynccontextmanager
    async def staged(
        self, content: AsyncIterator[bytes], *, at_most: int
    ) -> AsyncIterator[StagedContent]:
        part = self._staging / f"{uuid4()}.part"
        await asyncio.to_thread(self._staging.mkdir, parents=True, exist_ok=True)
        try:
            yield await write_arriving(content, part, at_most=at_most)
        finally:
            await to_its_end(asyncio.to_thread(part.unlink, missing_ok=True))

    async def keep(self, staged: StagedContent) -> None:
        with translating_full_disk():
            await to_its_end(asyncio.to_thread(_move, staged.path, self._path(staged.content_hash)))

    async def read(
        self, content_hash: ContentHash, *, start: int = 0, stop: int | None = None
    ) -> AsyncIterator[bytes]:
        try:
            async with opened(aiofiles.open(self._path(content_hash), "rb")) as file:
                await file.seek(start)
                left = inf if stop is None else stop - start
                while left > 0 and (chunk := await file.read(int(min(left, _CHUNK_BYTES)))):
                    left -= len(chunk)
                    yield chunk
        except FileNotFoundError as error:
            raise _no_bytes(content_hash) from error

    @asynccontextmanager
    async def as_file(self, content_hash: ContentHash) -> AsyncIterator[Path]:
        if not await self.has(content_hash):
            raise _no_bytes(content_hash)
        yield self._path(content_hash)

    async def delete(self, content_hash: ContentHash) -> None:
        await asyncio.to_thread(self._path(content_hash).unlink, missing_ok=True)

    async def has(self, content_hash: ContentHash) -> bool:
        return await asyncio.to_thread(self._path(content_hash).is_file)

    async def kept(self) -> AsyncIterator[ContentHash]:
        for folder in await asyncio.to_thread(_entries, self._root, "[0-9a-f][0-9a-f]"):
            for path in await asyncio.to_thread(_entries, folder, "*"):
                if _HASH.fullmatch(path.name):
                    yield ContentHash(path.name)

    async def forget_abandoned(self, *, before: datetime) -> int:
        return await asyncio.to_thread(_remove_older, self._staging, before.timestamp())

    def _path(self, content_hash: ContentHash) -> Path:
        return self._root / content_hash.hex[:2] / content_hash.hex


def _no_bytes(content_hash: ContentHash) -> ClipNotFoundError:
    return ClipNotFoundError(f"There is no recording with the content {content_hash}.")


def _entries(folder: Path, pattern: str) -> list[Path]:
    return list(folder.glob(pattern))


def _move(part: Path, target: Path) -> None:
    """Rename, and have the disk know of it before anyone is told."""
    if target.exists():
        return
    target.parent.mkdir(exist_ok=True)
    part.rename(target)
    for folder in (target.parent, target.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_older(folder: Path, timestamp: float) -> int:
    removed = 0
    for part in _entries(folder, "*.part"):
        with suppress(FileNotFoundError):  # its upload ended in this moment
            if part.stat().st_mtime < timestamp:
                part.unlink()
                removed += 1
    return removed
