"""Jobs as a RunPod endpoint takes them: /run, /runsync, /status and /cancel."""

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from threading import Event
from typing import Any, Final
from uuid import UUID

import pytest
from dependency_injector import providers
from httpx import AsyncClient

from application.errors import EngineUnavailableError
from domain.audio_clip import EVERYONE
from domain.languages import Language
from domain.speaker import SpeakerCount
from domain.transcription_job import JobId, Priority, TranscriptionJob
from infrastructure.container import Container
from tests.fakes.clock import FakeClock
from tests.fakes.endless_recordings import EndlessRecordings
from tests.fakes.service import Service
from tests.fakes.until import until
from tests.fakes.voices import a_speaker, a_voice

URL: Final = "https://storage.example.org/talks/talk.wav"
PATIENCE: Final = 20
HELLO: Final = [
    {"start": 0.123, "end": 0.9, "text": "Hello there."},
    {"start": 1.0, "end": 1.9, "text": "General Kenobi."},
]


@pytest.fixture(autouse=True)
def recording(service: Service, wav: bytes) -> None:
    service.elsewhere.by_url[URL] = wav


@pytest.fixture
def gate(service: Service) -> Iterator[Event]:
    """Where the transcriber waits."""
    gate = Event()

    def wait() -> None:
        assert gate.wait(PATIENCE)

    service.transcriber.before_answering = wait
    yield gate
    gate.set()


@pytest.fixture
def endless(container: Container) -> EndlessRecordings:
    """Before there is a client, and with it a runner."""
    endless = EndlessRecordings()
    container.remote_recordings.override(providers.Object(endless))
    return endless


async def posted(client: AsyncClient, path: str, **wishes: object) -> dict[str, Any]:
    answer = await client.post(path, json={"input": {"audio_file": URL, **wishes}})
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


async def ended(client: AsyncClient, run: dict[str, Any]) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        async for _ in (await client.get(f"/api/jobs/{run['id']}/events")).aiter_lines():
            pass
    return (await client.get(f"/status/{run['id']}")).json()  # type: ignore[no-any-return]


async def job_of(service: Service, run: dict[str, Any]) -> TranscriptionJob:
    async with service.unit_of_work() as uow:
        return await uow.jobs.get(JobId(UUID(run["id"])))


async def test_a_job_is_in_the_queue_and_later_completed(
    client: AsyncClient, service: Service, clock: FakeClock
) -> None:
    run = await posted(client, "/run")
    assert run == {"id": run["id"], "status": "IN_QUEUE"}
    assert await ended(client, run) == {
        "id": run["id"],
        "status": "COMPLETED",
        "delayTime": 0,
        "executionTime": 0,
        "output": {"segments": HELLO, "detected_language": "en", "language_probability": 0.988},
    }
    job = await job_of(service, run)
    assert (job.priority, job.detached) == (Priority.BATCH, True)
    assert service.diarizer.asked == []


async def test_whoever_waits_has_the_output_at_once(client: AsyncClient, service: Service) -> None:
    run = await posted(client, "/runsync")
    assert (run["status"], run["output"]["segments"]) == ("COMPLETED", HELLO)
    assert (await client.get(f"/status/{run['id']}")).json() == run
    job = await job_of(service, run)
    assert (job.priority, job.detached) == (Priority.INTERACTIVE, True)


async def test_aligned_output_has_words(client: AsyncClient) -> None:
    run = await posted(client, "/runsync", align_output=True)
    assert run["output"]["segments"][0]["words"] == [
        {"word": "Hello", "start": 0.123, "end": 0.5, "score": 0.9},
        {"word": "there.", "start": 0.5, "end": 0.9, "score": 0.9},
    ]


async def test_diarized_output_says_who_speaks_and_for_how_long(
    client: AsyncClient, service: Service
) -> None:
    run = await posted(
        client, "/runsync", align_output=True, diarization=True, min_speakers=2, max_speakers=5
    )
    output = run["output"]
    assert [segment["speaker"] for segment in output["segments"]] == ["SPEAKER_00", "SPEAKER_01"]
    assert {word["speaker"] for word in output["segments"][1]["words"]} == {"SPEAKER_01"}
    assert output["speakers"] == {
        "SPEAKER_00": {"name": "Speaker 0", "time": 0.777},
        "SPEAKER_01": {"name": "Speaker 1", "time": 0.9},
    }
    assert service.diarizer.asked == [SpeakerCount(2, 5)]


async def test_whoever_comes_with_a_sample_is_called_by_name(
    client: AsyncClient, service: Service, wav: bytes
) -> None:
    service.elsewhere.by_url["https://example.org/a.wav?name=Ada&secret"] = wav
    service.encoder.hears = lambda spans: a_voice(0 if spans[0].start < 0.5 else 90)
    samples = [
        {"url": "https://example.org/a.wav?name=Ada&secret"},
        {"url": "https://example.org/grace.wav?secret"},
    ]
    wishes = {"diarization": True, "speaker_verification": True, "speaker_samples": samples}
    run = await posted(client, "/runsync", **wishes)
    output = run["output"]
    assert [segment["speaker"] for segment in output["segments"]] == ["Ada", "SPEAKER_01"]
    assert output["speakers"]["Ada"] == {"name": "Ada", "time": 0.777}
    [warning] = output["warnings"]
    assert warning.startswith("A sample of grace was left out: ")
    [job] = service.database.committed.jobs.values()
    assert job.speaker_samples == ()
    assert "secret" not in repr(job)
    assert service.database.committed.stage_results == {}
    assert service.kept_clips == 1


async def test_without_samples_those_who_are_enrolled_are_verified(
    client: AsyncClient, service: Service
) -> None:
    async with service.unit_of_work() as uow:
        await uow.speakers.add(a_speaker("Ada", a_voice(0), owner=EVERYONE))
        await uow.commit()
    run = await posted(client, "/runsync", diarization=True, speaker_verification=True)
    assert run["output"]["segments"][0]["speaker"] == "Ada"


async def test_speakers_that_cannot_be_told_apart_cost_a_warning(
    client: AsyncClient, service: Service
) -> None:
    service.diarizer.error = EngineUnavailableError("There are no weights for it.")
    run = await posted(client, "/runsync", diarization=True)
    assert (run["status"], run["output"]["segments"]) == ("COMPLETED", HELLO)
    assert "speakers" not in run["output"]
    assert "There are no weights for it." in " ".join(run["output"]["warnings"])


async def test_the_engine_is_asked_for_what_the_input_says(
    client: AsyncClient, service: Service
) -> None:
    await posted(client, "/runsync", language="de", initial_prompt=" Grüße ", model="base")
    [options] = service.transcriber.asked
    assert (options.language, options.initial_prompt, options.model) == (
        Language("de"),
        "Grüße",
        "base",
    )


async def test_whoever_has_waited_long_enough_has_the_job_as_it_is(
    client: AsyncClient, gate: Event, clock: FakeClock
) -> None:
    run = await posted(client, "/runsync?wait=1")
    assert run["status"] in {"IN_QUEUE", "IN_PROGRESS"}
    assert "output" not in run
    clock.advance(timedelta(seconds=1.5))
    gate.set()
    assert (await ended(client, run))["status"] == "COMPLETED"


async def test_a_job_can_be_cancelled_once_and_more(client: AsyncClient, gate: Event) -> None:
    run = await posted(client, "/run")
    for _ in range(2):
        cancelled = (await client.post(f"/cancel/{run['id']}")).json()
        assert (cancelled["id"], cancelled["status"]) == (run["id"], "CANCELLED")
    assert (await client.get(f"/status/{run['id']}")).json()["status"] == "CANCELLED"


async def test_nobody_waits_for_a_recording_to_be_fetched(
    endless: EndlessRecordings, client: AsyncClient, service: Service
) -> None:
    run = await posted(client, "/run")
    assert run == {"id": run["id"], "status": "IN_QUEUE"}
    await until(endless.begun.is_set)
    async with asyncio.timeout(PATIENCE):
        while (job := (await client.get(f"/api/jobs/{run['id']}")).json())["stage"] != "fetch":
            pass
    assert (job["status"], job["clip_id"], job["seconds_left"]) == ("running", None, None)
    assert (await posted(client, "/runsync?wait=1"))["status"] in {"IN_QUEUE", "IN_PROGRESS"}

    cancelled = (await client.post(f"/cancel/{run['id']}")).json()
    assert cancelled["status"] == "CANCELLED"
    await until(endless.stopped.is_set)
    assert service.kept_clips == 0


async def test_a_job_has_its_clip_as_soon_as_it_is_fetched(
    client: AsyncClient, service: Service
) -> None:
    run = await posted(client, "/runsync")
    job = (await client.get(f"/api/jobs/{run['id']}")).json()
    [clip_id] = service.database.committed.clips
    assert job["clip_id"] == str(clip_id)
    assert list(job["seconds_per_stage"])[:2] == ["fetch", "decode"]
    assert (await client.get(job["transcript_url"])).status_code == 200


async def test_cancelling_what_is_done_answers_it(client: AsyncClient) -> None:
    run = await posted(client, "/runsync")
    answer = await client.post(f"/cancel/{run['id']}")
    assert (answer.status_code, answer.json()) == (200, run)


async def test_the_webhook_is_sent_what_status_answers(
    client: AsyncClient, service: Service
) -> None:
    answer = await client.post(
        "/run",
        json={"input": {"audio_file": URL}, "webhook": "https://example.org/done"},
    )
    status = await ended(client, answer.json())
    [delivery] = [each.delivery for each in service.database.committed.deliveries.values()]
    async with service.unit_of_work() as uow:
        body = await uow.deliveries.body_of(delivery.id)
    assert (delivery.url, json.loads(body)) == ("https://example.org/done", status)


async def test_low_priority_is_low_whoever_waits(client: AsyncClient, service: Service) -> None:
    answer = await client.post(
        "/runsync", json={"input": {"audio_file": URL}, "policy": {"lowPriority": True}}
    )
    assert (await job_of(service, answer.json())).priority is Priority.BATCH


async def test_clients_find_all_of_it_where_runpod_has_it(client: AsyncClient) -> None:
    client.headers["Authorization"] = "Bearer some-key"
    base = "/v2/whatever"
    counted = (await client.get(f"{base}/health")).json()
    assert counted["jobs"]["completed"] == 0
    run = await posted(client, f"{base}/runsync")
    for method, path in (("GET", "status"), ("POST", "status"), ("POST", "cancel")):
        answer = await client.request(method, f"{base}/{path}/{run['id']}")
        assert answer.json() == run
    assert (await posted(client, f"{base}/run"))["status"] == "IN_QUEUE"
    counted = (await client.get(f"{base}/health")).json()
    assert counted["workers"].keys() == {"idle", "running"}
    assert counted["jobs"]["completed"] >= 1


async def test_a_job_is_nobody_elses(service: Service, client: AsyncClient) -> None:
    run = await posted(client, "/run")
    assert (await job_of(service, run)).owner == EVERYONE
