"""Putting a recording where the engines of a pipeline can reach it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TypeAlias

from application.ports.bucket import Bucket
from application.ports.hosted import Recording


@dataclass(frozen=True, slots=True)
class FileSource:
    path: Path

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True)
class ObjectSource:
    bucket: Bucket
    key: str

    @property
    def name(self) -> str:
        return PurePosixPath(self.key).name


Source: TypeAlias = FileSource | ObjectSource


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRecording:
    """A file goes into the bucket, if there is one; an object comes here, if a file is needed."""

    bucket: Bucket | None
    prefix: str
    url_expiry: timedelta
    upload_again: bool
    """Also what is there already, byte for byte."""
    needs_file: bool

    @asynccontextmanager
    async def __call__(self, source: Source) -> AsyncIterator[Recording]:
        """Raises HostedServiceError, OSError."""
        if isinstance(source, FileSource):
            yield await self._uploaded(source)
            return
        url = await source.bucket.presigned(source.key, expires_in=self.url_expiry)
        if not self.needs_file:
            yield Recording(url=url)
            return
        with TemporaryDirectory(prefix="hexavox-") as folder:
            path = Path(folder) / source.name
            await _download(source, path)
            yield Recording(path, url)

    async def _uploaded(self, source: FileSource) -> Recording:
        if self.bucket is None:
            return Recording(source.path)
        key = f"{self.prefix}/{source.name}".lstrip("/")
        content_hash = await asyncio.to_thread(_hash, source.path)
        if self.upload_again or await self.bucket.hash_of(key) != content_hash:
            await self.bucket.put_file(key, source.path, content_hash=content_hash)
        return Recording(source.path, await self.bucket.presigned(key, expires_in=self.url_expiry))


async def _download(source: ObjectSource, path: Path) -> None:
    with await asyncio.to_thread(path.open, "wb") as file:
        async for chunk in source.bucket.read(source.key):
            await asyncio.to_thread(file.write, chunk)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
