"""What an object store's refusals mean to us."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from obstore.exceptions import BaseError

from application.errors import (
    ApplicationError,
    ClipNotFoundError,
    StorageFullError,
    StorageUnavailableError,
)
from domain.audio_clip import ContentHash

_LOG: Final = logging.getLogger(__name__)
_CODE: Final = re.compile(r"<Code>(\w+)</Code>")
"""The store's own name for what is wrong; the rest of its answer may name keys."""
_REFUSED: Final = re.compile("401 Unauthorized|403 Forbidden")
"""By the status, because the library has exceptions for it, and does not raise them for lists."""
_NO_BUCKET: Final = "NoSuchBucket"
_NO_ROOM: Final = {
    "QuotaExceeded",
    "InsufficientCapacity",
    "InsufficientStorage",
    "XMinioStorageFull",
    "XMinioAdminBucketQuotaExceeded",
}


@contextmanager
def translating_errors(content_hash: ContentHash | None = None) -> Iterator[None]:
    """Raises ClipNotFoundError where bytes with that hash are not kept, StorageFullError,
    StorageUnavailableError."""
    try:
        yield
    except (BaseError, FileNotFoundError) as error:
        no_object = isinstance(error, FileNotFoundError) and _code(error) != _NO_BUCKET
        if no_object and content_hash is not None:
            raise not_kept(content_hash) from error
        _LOG.warning("the store of recordings: %s", _in_short(error))
        raise _meaning(error) from error


def not_kept(content_hash: ContentHash) -> ClipNotFoundError:
    return ClipNotFoundError(f"There is no recording with the content {content_hash}.")


def begins_after_the_end(error: BaseError) -> bool:
    """Whether the bytes are there, and end before those asked for."""
    return "416 Range Not Satisfiable" in str(error) or _code(error) == "InvalidRange"


def _meaning(error: Exception) -> ApplicationError:
    code = _code(error)
    if code in _NO_ROOM or "507 Insufficient Storage" in str(error):
        return StorageFullError("The store of recordings has no room for this file.")
    if code == _NO_BUCKET:
        return StorageUnavailableError("The bucket for recordings does not exist.")
    if _REFUSED.search(str(error)):
        return StorageUnavailableError("The store of recordings refuses this server.")
    return StorageUnavailableError("The store of recordings cannot be used now.")


def _code(error: Exception) -> str | None:
    found = _CODE.search(str(error))
    return found[1] if found else None


def _in_short(error: Exception) -> str:
    request = str(error).partition("\n")[0].partition(": <")[0]
    return " ".join(filter(None, (request, _code(error))))
