"""A client of /asr, with a recording of two people at hand."""

from dataclasses import dataclass
from typing import Any, Final

import pytest
from httpx import AsyncClient, Response

TALK: Final = "talk.wav"


@dataclass(frozen=True)
class Asr:
    client: AsyncClient
    wav: bytes

    async def __call__(
        self,
        form: dict[str, Any] | None = None,
        /,
        *,
        name: str = TALK,
        **query: Any,  # noqa: ANN401
    ) -> Response:
        files = {"audio_file": (name, self.wav, "audio/wav")}
        return await self.client.post("/asr", params=query, data=form, files=files)

    async def made(
        self,
        form: dict[str, Any] | None = None,
        /,
        **query: Any,  # noqa: ANN401 - as httpx has it
    ) -> Response:
        answer = await self(form, **query)
        assert answer.status_code == 200, answer.text
        return answer


@pytest.fixture
def asr(client: AsyncClient, wav: bytes) -> Asr:
    return Asr(client, wav)
