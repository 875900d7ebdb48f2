"""Clip bytes in a dictionary."""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import final

from application.errors import ClipNotFoundError, FileTooLargeError
from application.ports.clip_storage import ClipStorage, StagedContent
from domain.audio_clip import ContentHash


@final
class InMemoryClipStorage(ClipStorage):
    """Whoever needs a file gets one that lasts as long as they look at it."""

    def __init__(self) -> None:
        self._contents: dict[ContentHash, bytes] = {}
        self._arrivals: dict[ContentHash, float] = {}
        self._staged: set[Path] = set()

    @asynccontextmanager
    async def staged(
        self, content: AsyncIterator[bytes], *, at_most: int
    ) -> AsyncIterator[StagedContent]:
        arrived = await _arrived(content, at_most)
        content_hash = ContentHash(hashlib.sha256(arrived).hexdigest())
        with _file_of(arrived) as path:
            self._staged.add(path)
            try:
                yield StagedContent(path, content_hash, len(arrived))
            finally:
                self._staged.discard(path)

    async def keep(self, staged: StagedContent) -> None:
        if staged.content_hash not in self._contents:
            self._contents[staged.content_hash] = await asyncio.to_thread(staged.path.read_bytes)
            self._arrivals[staged.content_hash] = staged.path.stat().st_mtime

    async def read(
        self, content_hash: ContentHash, *, start: int = 0, stop: int | None = None
    ) -> AsyncIterator[bytes]:
        if part := self._bytes(content_hash)[start:stop]:
            yield part

    @asynccontextmanager
    async def as_file(self, content_hash: ContentHash) -> AsyncIterator[Path]:
        with _file_of(self._bytes(content_hash)) as path:
            yield path

    async def delete(self, content_hash: ContentHash) -> None:
        self._contents.pop(content_hash, None)

    async def has(self, content_hash: ContentHash) -> bool:
        return content_hash in self._contents

    async def kept(self, *, before: datetime) -> AsyncIterator[ContentHash]:
        for content_hash in tuple(self._contents):
            if self._arrivals[content_hash] < before.timestamp():
                yield content_hash

    async def forget_abandoned(self, *, before: datetime) -> int:
        old = {path for path in self._staged if path.stat().st_mtime < before.timestamp()}
        for path in old:
            path.unlink()
        self._staged -= old
        return len(old)

    def _bytes(self, content_hash: ContentHash) -> bytes:
        try:
            return self._contents[content_hash]
        except KeyError as error:
            text = f"There is no recording with the content {content_hash}."
            raise ClipNotFoundError(text) from error


async def _arrived(content: AsyncIterator[bytes], at_most: int) -> bytes:
    arrived = bytearray()
    async for chunk in content:
        arrived += chunk
        if len(arrived) > at_most:
            raise FileTooLargeError(f"The file has more than the {at_most:,} bytes allowed.")
    return bytes(arrived)


@contextmanager
def _file_of(content: bytes) -> Iterator[Path]:
    descriptor, name = tempfile.mkstemp(suffix=".part")
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        yield path
    finally:
        path.unlink(missing_ok=True)
