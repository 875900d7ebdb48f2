"""Undoing the compression that a server adds, although it is asked for none.

Object stores do so with files that were uploaded compressed. httpx could undo it as well, but
would make of one small piece as many bytes as there are zeros in it.
"""

import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

Pieces: TypeAlias = AsyncIterator[bytes]

_LARGEST_PIECE: Final = 1 << 18
_GZIP_OR_ZLIB: Final = zlib.MAX_WBITS | 32


async def as_it_is(pieces: Pieces) -> Pieces:
    async for piece in pieces:
        yield piece


async def unzipped(pieces: Pieces) -> Pieces:
    """Raises zlib.error, EOFError when the end is missing."""
    inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
    async for piece in pieces:
        packed = piece
        while packed:
            if inflate.eof:  # files may follow each other in one stream
                inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
            yield inflate.decompress(packed, _LARGEST_PIECE)
            packed = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
    yield inflate.flush()
    if not inflate.eof:
        raise EOFError


UNPACKING: Final[Mapping[str, Callable[[Pieces], Pieces]]] = MappingProxyType(
    {"": as_it_is, "identity": as_it_is, "gzip": unzipped, "x-gzip": unzipped, "deflate": unzipped}
)
"""By the Content-Encoding in lower case."""
