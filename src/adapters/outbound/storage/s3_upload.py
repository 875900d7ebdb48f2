"""A file on its way into a bucket, in parts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import aiofiles
import obstore
from aiofiles.threadpool.binary import AsyncBufferedReader
from obstore.store import S3Store

from adapters.outbound.storage.open_file import opened

PART_BYTES: Final = 8 << 20
"""S3 takes 10,000 parts of at least 5 MiB: enough for 80 GB."""
_PARTS_AT_ONCE: Final = 4
_BLOCK_BYTES: Final = 1 << 20
_TO_TIDY_UP: Final = 5.0
"""Seconds."""


class _GivenUpError(Exception):
    """Nobody waits for the upload any more."""


async def upload(store: S3Store, key: str, path: Path, *, size_bytes: int) -> None:
    """All of the file is there under the key in the end, or nothing: also when cancelled."""
    given_up = asyncio.Event()
    async with opened(aiofiles.open(path, "rb")) as file:
        running = asyncio.ensure_future(
            obstore.put_async(
                store,
                key,
                _blocks(file, given_up),
                use_multipart=size_bytes > PART_BYTES,
                chunk_size=PART_BYTES,
                max_concurrency=_PARTS_AT_ONCE,
            )
        )
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError:
            given_up.set()
            await _tidied_up(running)
            raise


async def _blocks(file: AsyncBufferedReader, given_up: asyncio.Event) -> AsyncIterator[bytes]:
    while block := await file.read(_BLOCK_BYTES):
        if given_up.is_set():
            raise _GivenUpError
        yield block


async def _tidied_up(running: asyncio.Future[Any]) -> None:
    """The library takes back the parts that it has sent when its source breaks off, but leaves
    them, unseen and paid for, when it is cancelled."""
    with suppress(asyncio.CancelledError):
        await asyncio.wait({running}, timeout=_TO_TIDY_UP)
    running.cancel()
    with suppress(asyncio.CancelledError, Exception):
        await running
