"""Asking in the manner of OpenAI's clients."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest
from httpx import AsyncClient, Response

Fields: TypeAlias = dict[str, str | list[str]]
Asking: TypeAlias = Callable[..., Awaitable[Response]]


@pytest.fixture
def transcribed(client: AsyncClient, wav: bytes) -> Asking:
    """`transcribed({"response_format": "text"})`: the answer for a recording with these fields."""

    async def asking(fields: Fields | None = None, *, at: str = "transcriptions") -> Response:
        return await client.post(
            f"/v1/audio/{at}", data=fields or {}, files={"file": ("talk.wav", wav)}
        )

    return asking
