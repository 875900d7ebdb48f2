"""A file as the body of a request, a megabyte at a time."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import aiofiles

_CHUNK: Final = 1 << 20


async def bytes_of(path: Path) -> AsyncIterator[bytes]:
    async with aiofiles.open(path, "rb") as file:
        while chunk := await file.read(_CHUNK):
            yield chunk
