"""Bytes arriving in a file, counted and hashed on the way."""

import asyncio
import errno
import hashlib
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import aiofiles
from aiofiles.threadpool.binary import AsyncBufferedIOBase

from adapters.outbound.storage.open_file import opened
from application.errors import FileTooLargeError, StorageFullError
from application.ports.clip_storage import StagedContent
from domain.audio_clip import ContentHash

_BLOCK_BYTES: Final = 1 << 20
"""Network chunks are small; a trip to a thread for each would cost more than the writing."""
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)


async def write_arriving(
    content: AsyncIterator[bytes], path: Path, *, at_most: int
) -> StagedContent:
    """Write the bytes to a new file and on to the disk itself.

    Raises FileTooLargeError as soon as more than `at_most` bytes have arrived, StorageFullError.
    """
    with translating_full_disk():
        async with opened(aiofiles.open(path, "wb")) as file:
            arrival = _Arrival(file)
            async for chunk in content:
                await arrival.take(chunk, at_most)
            return StagedContent(path, await arrival.end(), arrival.size)


class _Arrival:
    def __init__(self, file: AsyncBufferedIOBase) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._waiting = bytearray()
        self.size = 0

    async def take(self, chunk: bytes, at_most: int) -> None:
        self.size += len(chunk)
        if self.size > at_most:
            raise FileTooLargeError(f"The file has more than the {at_most:,} bytes allowed.")
        self._waiting += chunk
        if len(self._waiting) >= _BLOCK_BYTES:
            await self._write()

    async def end(self) -> ContentHash:
        await self._write()
        await self._file.flush()
        await asyncio.to_thread(os.fsync, self._file.fileno())
        return ContentHash(self._digest.hexdigest())

    async def _write(self) -> None:
        block, self._waiting = self._waiting, bytearray()
        await asyncio.gather(self._file.write(block), asyncio.to_thread(self._digest.update, block))


@contextmanager
def translating_full_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StorageFullError("The server has no room for this file.") from error
        raise
