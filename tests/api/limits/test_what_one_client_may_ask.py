"""MAX_FILE_SIZE_MB and MAX_QUEUE_SIZE, at /api; of MAX_DURATION_SECONDS the files that cannot be
used tell."""

import asyncio
from collections.abc import AsyncIterator
from threading import Event

import pytest
from httpx import AsyncClient

from infrastructure.settings import Settings
from tests.fakes.progress import PATIENCE
from tests.fakes.service import LARGEST, Service


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"max_queue_size": 1, "job_concurrency": 1})


async def test_a_file_that_is_too_large_is_refused_while_it_is_still_coming(
    client: AsyncClient, service: Service
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(5 + LARGEST // 50_000):
            yield bytes(50_000)
        await asyncio.Event().wait()

    async with asyncio.timeout(PATIENCE):
        answer = await client.post(
            "/api/audio",
            content=endless(),
            headers={"content-type": "multipart/form-data; boundary=x"},
        )
    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:hexavox:problem:file-too-large"
    assert service.kept_clips == 0


async def test_who_asks_for_more_than_the_queue_holds_is_told_to_come_back(
    client: AsyncClient, clip_id: str, service: Service
) -> None:
    opened = Event()
    begun = Event()

    def hold() -> None:
        begun.set()
        assert opened.wait(PATIENCE)

    service.transcriber.before_answering = hold
    answers = []
    try:
        for language in ("en", "de", "fr"):
            query = {"clip_id": clip_id, "wait": "false", "language": language}
            answers.append(await client.post("/api/transcribe", params=query))
            assert await asyncio.to_thread(begun.wait, PATIENCE)
    finally:
        opened.set()
    assert [each.status_code for each in answers] == [202, 202, 503]
    assert answers[-1].json()["type"] == "urn:hexavox:problem:queue-full"
    assert answers[-1].headers["retry-after"] == "10"
