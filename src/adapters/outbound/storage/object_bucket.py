"""Recordings and transcripts as objects of a bucket, by names that people choose."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final, final

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

from adapters.outbound.storage.s3_bucket import open_bucket
from application.errors import HostedServiceError
from application.ports.bucket import Bucket

_HASH: Final = "hexavox-sha256"
_REGION: Final = re.compile(r"//(?:.+\.)?s3(?:api)?[.-]([a-z]{2}(?:-[a-z]+)+-\d)\.")
"""Some hosts name the region, which is part of every signature."""


@final
class ObjectBucket(Bucket):
    def __init__(
        self, name: str, *, endpoint: str | None, access_key: str | None, secret_key: str | None
    ) -> None:
        self._name = name
        region = _REGION.search(endpoint or "")
        with self._translated():
            self._store = open_bucket(
                name,
                endpoint=endpoint,
                region=region[1] if region else None,
                access_key=access_key,
                secret_key=secret_key,
            )

    async def put_file(self, key: str, path: Path, *, content_hash: str) -> None:
        with self._translated(key):
            await obstore.put_async(self._store, key, path, attributes={_HASH: content_hash})

    async def put_text(self, key: str, text: str, *, media_type: str) -> None:
        with self._translated(key):
            await obstore.put_async(
                self._store, key, text.encode(), attributes={"Content-Type": media_type}
            )

    async def read(self, key: str) -> AsyncIterator[bytes]:
        with self._translated(key):
            found = await obstore.get_async(self._store, key)
            async for chunk in found.stream():
                yield bytes(chunk)

    async def has(self, key: str) -> bool:
        with self._translated(key):
            try:
                await obstore.head_async(self._store, key)
            except FileNotFoundError:
                return False
            return True

    async def hash_of(self, key: str) -> str | None:
        with self._translated(key):
            try:
                found = await obstore.get_async(self._store, key, options={"head": True})
            except FileNotFoundError:
                return None
            return found.attributes.get(_HASH)

    async def presigned(self, key: str, *, expires_in: timedelta) -> str:
        with self._translated(key):
            return await obstore.sign_async(self._store, "GET", key, expires_in)

    @contextmanager
    def _translated(self, key: str = "") -> Iterator[None]:
        """The library's own words name hosts, requests and headers: they stay in the cause."""
        try:
            yield
        except FileNotFoundError as error:
            raise HostedServiceError(
                f"The bucket {self._name} does not exist, or has no {key or 'such object'}."
            ) from error
        except (PermissionDeniedError, UnauthenticatedError) as error:
            raise HostedServiceError(f"The bucket {self._name} refuses these keys.") from error
        except (BaseError, ValueError) as error:
            raise HostedServiceError(f"The bucket {self._name} cannot be used.") from error
