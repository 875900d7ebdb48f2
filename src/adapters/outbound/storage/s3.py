"""Clip bytes in a bucket, as objects named by their hash."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, final
from uuid import uuid4

import aiofiles
import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from adapters.outbound.storage.arrival import translating_full_disk, write_arriving
from adapters.outbound.storage.leftovers import remove_older
from adapters.outbound.storage.open_file import opened, to_its_end
from adapters.outbound.storage.s3_errors import begins_after_the_end, not_kept, translating_errors
from adapters.outbound.storage.s3_upload import upload
from application.errors import ClipNotFoundError
from application.ports.clip_links import ClipLinks
from application.ports.clip_storage import ClipStorage, StagedContent
from domain.audio_clip import ContentHash

_CHUNK_BYTES: Final = 1 << 20
_KEYS_OF_A_PAGE: Final = 1000
_KEY: Final = re.compile(r"[0-9a-f]{2}/([0-9a-f]{64})")


@final
class S3ClipStorage(ClipStorage, ClipLinks):
    """The bucket holds `<first two digits>/<hash>`, under the prefix it was opened with. What
    arrives, and what is needed as a file, lies in `scratch` on this machine meanwhile.

    `public` is the same bucket by the address that clients know; its links lead there.
    """

    def __init__(self, store: S3Store, *, scratch: Path, public: S3Store | None = None) -> None:
        self._store = store
        self._public = public or store
        self._scratch = scratch

    @asynccontextmanager
    async def staged(
        self, content: AsyncIterator[bytes], *, at_most: int
    ) -> AsyncIterator[StagedContent]:
        async with self._part() as part:
            yield await write_arriving(content, part, at_most=at_most)

    async def keep(self, staged: StagedContent) -> None:
        if await self.has(staged.content_hash):
            return
        with translating_errors():
            await upload(
                self._store,
                _key(staged.content_hash),
                staged.path,
                size_bytes=staged.size_bytes,
            )

    async def read(
        self, content_hash: ContentHash, *, start: int = 0, stop: int | None = None
    ) -> AsyncIterator[bytes]:
        if stop is not None and stop <= start:
            if not await self.has(content_hash):
                raise not_kept(content_hash)
            return
        with translating_errors(content_hash):
            async for chunk in self._chunks(_key(content_hash), start, stop):
                yield chunk

    @asynccontextmanager
    async def as_file(self, content_hash: ContentHash) -> AsyncIterator[Path]:
        async with self._part() as part:
            with translating_full_disk():
                async with opened(aiofiles.open(part, "wb")) as file:
                    async for chunk in self.read(content_hash):
                        await file.write(chunk)
            yield part

    async def link(self, content_hash: ContentHash, *, lasting: timedelta) -> str:
        with translating_errors():
            return await obstore.sign_async(self._public, "GET", _key(content_hash), lasting)

    async def delete(self, content_hash: ContentHash) -> None:
        with translating_errors():
            await obstore.delete_async(self._store, _key(content_hash))

    async def has(self, content_hash: ContentHash) -> bool:
        """Asks for a byte and not for the head, whose refusal would not tell a missing bucket."""
        try:
            with translating_errors(content_hash):
                async for _ in self._chunks(_key(content_hash), 0, 1):
                    pass
        except ClipNotFoundError:
            return False
        return True

    async def kept(self, *, before: datetime) -> AsyncIterator[ContentHash]:
        with translating_errors():
            async for page in obstore.list(self._store, chunk_size=_KEYS_OF_A_PAGE):
                for each in page:
                    key = _KEY.fullmatch(each["path"])
                    if key is not None and each["last_modified"] < before:
                        yield ContentHash(key[1])

    async def forget_abandoned(self, *, before: datetime) -> int:
        return await asyncio.to_thread(remove_older, self._scratch, before.timestamp())

    async def _chunks(self, key: str, start: int, stop: int | None) -> AsyncIterator[bytes]:
        try:
            found = await obstore.get_async(
                self._store,
                key,
                options={"range": {"offset": start} if stop is None else (start, stop)},
            )
        except BaseError as error:
            if begins_after_the_end(error):
                return
            raise
        async for chunk in found.stream(_CHUNK_BYTES):
            yield bytes(chunk)

    @asynccontextmanager
    async def _part(self) -> AsyncIterator[Path]:
        part = self._scratch / f"{uuid4()}.part"
        await asyncio.to_thread(self._scratch.mkdir, parents=True, exist_ok=True)
        try:
            yield part
        finally:
            await to_its_end(asyncio.to_thread(part.unlink, missing_ok=True))


def _key(content_hash: ContentHash) -> str:
    return f"{content_hash.hex[:2]}/{content_hash.hex}"
