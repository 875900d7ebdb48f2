"""Recordings at s3:// URLs, by means of obstore."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager, contextmanager
from typing import Final, final
from urllib.parse import quote

import obstore
from obstore.exceptions import (
    BaseError,
    InvalidPathError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import ObjectStore

from adapters.outbound.net.patience import Deadline, Patience
from adapters.outbound.net.remote_filename import filename_of
from application.errors import (
    ForbiddenAddressError,
    InvalidUrlError,
    RemoteFailedError,
    RemoteRefusedError,
)
from application.ports.remote_recordings import RemoteRecording, RemoteRecordings

_PIECE_BYTES: Final = 1 << 18


@final
class S3Recordings(RemoteRecordings):
    """Only from the buckets that are named: the service's own keys open more than its clients
    ought to see. Where the store is, an operator has said, so its address is not looked at."""

    def __init__(self, buckets: Mapping[str, ObjectStore], patience: Patience) -> None:
        self._buckets = buckets
        self._patience = patience

    def check(self, url: str) -> None:
        self._place(url)

    @asynccontextmanager
    async def open(self, url: str) -> AsyncIterator[RemoteRecording]:
        bucket, key = self._place(url)
        deadline = self._patience.begin()
        with _in_our_words(bucket):
            async with deadline.step():
                found = await obstore.get_async(self._buckets[bucket], key)
        pieces = aiter(found.stream(_PIECE_BYTES))
        async with aclosing(_content(pieces, deadline, bucket)) as content:
            yield RemoteRecording(_name(found.attributes, key), content, found.meta["size"])

    def _place(self, url: str) -> tuple[str, str]:
        """Its bucket and its key."""
        bucket, _, key = url.partition("://")[2].partition("/")
        if not bucket or not key:
            raise InvalidUrlError("An s3:// URL has a bucket and a key: s3://bucket/talk.mp3.")
        if bucket not in self._buckets:
            raise ForbiddenAddressError(f"Recordings are not taken from the bucket {bucket}.")
        if "\0" in key:
            raise InvalidUrlError("The key of the s3:// URL cannot be read.")
        return bucket, key


async def _content(
    pieces: AsyncIterator[bytes], deadline: Deadline, bucket: str
) -> AsyncGenerator[bytes, None]:
    with _in_our_words(bucket):
        async for piece in deadline.keep(pieces):
            yield bytes(piece)


def _name(attributes: Mapping[str, str], key: str) -> str:
    return filename_of(
        disposition=attributes.get("Content-Disposition", ""),
        path=quote(key),
        media_type=attributes.get("Content-Type", ""),
    )


@contextmanager
def _in_our_words(bucket: str) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise RemoteFailedError(f"The bucket {bucket} took too long.") from error
    except (InvalidPathError, ValueError) as error:
        raise InvalidUrlError("The key of the s3:// URL cannot be read.") from error
    except FileNotFoundError as error:
        raise RemoteRefusedError(f"There is no such recording in the bucket {bucket}.") from error
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise RemoteRefusedError(f"The bucket {bucket} may not be read with our keys.") from error
    except (BaseError, OSError) as error:
        raise RemoteFailedError(f"The bucket {bucket} cannot be read now.") from error
