"""Bytes that arrive in pieces."""

from collections.abc import AsyncIterator


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def all_of(content: AsyncIterator[bytes]) -> bytes:
    return b"".join([chunk async for chunk in content])
