"""Clip bytes as files, named by their hash."""

import asyncio
import errno
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from math import inf
from pathlib import Path
from typing import Final, final
from uuid import uuid4

import aiofiles

from adapters.outbound.storage.arrival import translating_full_disk, write_arriving
from adapters.outbound.storage.leftovers import older, remove_older
from adapters.outbound.storage.open_file import opened, to_its_end
from application.errors import ClipNotFoundError
from application.ports.clip_storage import ClipStorage, StagedContent
from domain.audio_clip import ContentHash

_CHUNK_BYTES: Final = 1 << 19
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_NO_SECOND_NAMES: Final = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS)
"""What file systems without hard links say: FAT, and some that lie on other machines."""


@final
class FilesystemClipStorage(ClipStorage):
    """`root` holds a folder for each first two digits of a hash, and one for what arrives: the
    same file system, so that keeping gives the file a second name."""

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
            await to_its_end(asyncio.to_thread(_keep, staged.path, self._path(staged.content_hash)))

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

    async def kept(self, *, before: datetime) -> AsyncIterator[ContentHash]:
        for folder in await asyncio.to_thread(_entries, self._root, "[0-9a-f][0-9a-f]"):
            for path in await asyncio.to_thread(older, folder, "*", before.timestamp()):
                if _HASH.fullmatch(path.name):
                    yield ContentHash(path.name)

    async def forget_abandoned(self, *, before: datetime) -> int:
        return await asyncio.to_thread(remove_older, self._staging, before.timestamp())

    def _path(self, content_hash: ContentHash) -> Path:
        return self._root / content_hash.hex[:2] / content_hash.hex


def _no_bytes(content_hash: ContentHash) -> ClipNotFoundError:
    return ClipNotFoundError(f"There is no recording with the content {content_hash}.")


def _entries(folder: Path, pattern: str) -> list[Path]:
    return list(folder.glob(pattern))


def _keep(part: Path, target: Path) -> None:
    """Name the file, and have the disk know of it before anyone is told. The first name stays, for
    the bytes may be deleted and kept again."""
    if target.exists():
        return
    target.parent.mkdir(exist_ok=True)
    with suppress(FileExistsError):  # another has kept the same bytes in this moment
        _name(part, target)
    for folder in (target.parent, target.parent.parent):
        _sync(folder)


def _name(part: Path, target: Path) -> None:
    try:
        target.hardlink_to(part)
    except OSError as error:
        if error.errno not in _NO_SECOND_NAMES:
            raise
        copy = part.with_name(f"{uuid4()}.part")
        try:
            shutil.copyfile(part, copy)
            _sync(copy)
            copy.rename(target)
        finally:
            copy.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
