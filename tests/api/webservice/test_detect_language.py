"""/detect-language: the language alone."""

import asyncio
from collections.abc import Iterator
from threading import Event
from typing import Final

import pytest
from httpx import AsyncClient, Response

from tests.fakes.progress import PATIENCE
from tests.fakes.service import Service

ENGLISH: Final = {"detected_language": "english", "language_code": "en", "confidence": 0.9877}


async def detected(client: AsyncClient, wav: bytes, **query: str) -> Response:
    files = {"audio_file": ("talk.wav", wav)}
    return await client.post("/detect-language", params=query, files=files)


@pytest.fixture
def busy(service: Service) -> Iterator[Event]:
    """A diarizer that works until it is told that it is done, as on a recording of hours."""
    done = Event()

    def work() -> None:
        assert done.wait(PATIENCE)

    service.diarizer.before_answering = work
    yield done
    done.set()


async def test_the_language_is_told_with_its_name_and_how_likely_it_is(
    client: AsyncClient, wav: bytes
) -> None:
    answer = await detected(client, wav)
    assert answer.status_code == 200
    assert answer.json() == ENGLISH
    assert "hexavox-warnings" not in answer.headers


async def test_nothing_is_kept_of_the_recording(
    client: AsyncClient, wav: bytes, service: Service
) -> None:
    await detected(client, wav)
    assert service.kept_clips == 0
    assert service.database.committed.jobs == {}


async def test_samples_without_a_file_will_do(client: AsyncClient) -> None:
    assert (await detected(client, bytes(32_000), encode="false")).json() == ENGLISH


async def test_the_model_may_be_named(client: AsyncClient, wav: bytes, service: Service) -> None:
    await detected(client, wav, model="turbo")
    assert [options.model for options in service.transcriber.asked] == ["large-v3-turbo"]
    assert (await detected(client, wav, model="gigantic")).status_code == 400


async def test_where_nobody_speaks_it_is_a_guess_from_nothing(
    client: AsyncClient, wav: bytes, service: Service
) -> None:
    service.detector.spans = ()
    answer = await detected(client, wav)
    assert answer.json() == {**ENGLISH, "confidence": 0.0}
    assert answer.headers["hexavox-warnings"].startswith("No speech was found")


async def test_it_waits_for_no_job(
    client: AsyncClient, wav: bytes, busy: Event, clip_id: str
) -> None:
    path = f"/api/transcribe?clip_id={clip_id}&diarize=true"
    jobs = [asyncio.ensure_future(client.post(f"{path}&beam_size={n}")) for n in range(1, 9)]
    async with asyncio.timeout(PATIENCE):
        assert (await detected(client, wav)).json() == ENGLISH
    assert not any(job.done() for job in jobs)
    busy.set()
    await asyncio.gather(*jobs)
