"""What goes wrong at /run, /runsync, /status and /cancel, as their clients are told."""

import asyncio
import json
from typing import Any, Final
from uuid import UUID

import pytest
from dependency_injector import providers
from httpx import AsyncClient

from application.errors import StageTimeoutError, TranscriptionFailedError
from application.use_cases.jobs.request_transcription import QueueJob
from domain.transcription_job import JobId, JobStatus
from infrastructure.container import Container
from infrastructure.remote_recordings import address_rules, remote_recordings
from infrastructure.settings import Settings
from tests.fakes.ids import NOBODYS_ID
from tests.fakes.service import LARGEST, Service

URL: Final = "https://example.org/talk.wav"
AUDIO: Final = {"audio_file": URL}
PATIENCE: Final = 20


@pytest.fixture(autouse=True)
def recording(service: Service, wav: bytes) -> None:
    service.elsewhere.by_url[URL] = wav


async def refused(client: AsyncClient, body: object, path: str = "/run") -> tuple[int, str]:
    """The status and the text, which is all there is."""
    answer = await client.post(
        path, content=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    told: dict[str, str] = answer.json()
    assert list(told) == ["error"]
    return answer.status_code, told["error"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "input: Field required"),
        ([], "request: "),
        ({"input": None}, "input: Field required"),
        ({"input": []}, "input: "),
        ({"input": {}}, "input.audio_file: Field required"),
        ({"input": {"audio_file": None}}, "input.audio_file: Field required"),
        ({"input": {"audio_file": ""}}, "input.audio_file: "),
        ({"input": {"audio_file": "x" * 8193}}, "input.audio_file: "),
        ({"input": {"audio_file": "\ud800"}}, "input.audio_file: "),
        ({"input": AUDIO, "id": "mine"}, "id: Extra inputs are not permitted"),
        ({"input": AUDIO, "policy": {"ttl": -1}}, "policy.ttl: "),
        ({"input": AUDIO, "webhook": "ftp://example.org/"}, "http"),
    ],
)
async def test_a_request_that_makes_no_sense_is_refused(
    client: AsyncClient, service: Service, body: object, words: str
) -> None:
    status, said = await refused(client, body)
    assert status == 400
    assert words in said
    assert service.kept_clips == 0


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({"align_ouptut": True}, "input.align_ouptut: Extra inputs are not permitted"),
        ({"align_output": "true"}, "input.align_output: Input should be a valid boolean"),
        ({"batch_size": "64"}, "input.batch_size: Input should be a valid integer"),
        ({"batch_size": 0}, "input.batch_size: "),
        ({"batch_size": True}, "input.batch_size: "),
        ({"temperature": -0.1}, "input.temperature: "),
        ({"temperature": float("nan")}, "input.temperature: "),
        ({"vad_onset": 1.5}, "input.vad_onset: "),
        ({"language_detection_min_prob": 2}, "input.language_detection_min_prob: "),
        ({"min_speakers": 0}, "input.min_speakers: "),
        ({"max_speakers": 2.5}, "input.max_speakers: "),
        ({"huggingface_access_token": 1}, "input.huggingface_access_token: "),
        ({"speaker_samples": [{"name": "Ada"}]}, "input.speaker_samples.0.url: Field required"),
        ({"speaker_samples": "none"}, "input.speaker_samples: "),
        ({"diarization": True, "speaker_samples": [{"url": "https://x.example"}]}, "no name"),
        ({"diarization": True, "speaker_samples": [{"url": "ada.wav"}]}, "cannot be read"),
        ({"language": "klingon"}, "klingon"),
        ({"model": "gigantic"}, "gigantic"),
        ({"diarization": True, "min_speakers": 3, "max_speakers": 2}, "min_speakers 3"),
        ({"model": "tiny.en", "language": "de"}, "English only"),
    ],
)
async def test_input_that_makes_no_sense_is_refused_before_anything_is_fetched(
    client: AsyncClient, service: Service, wishes: dict[str, Any], words: str
) -> None:
    status, said = await refused(client, {"input": {**AUDIO, **wishes}})
    assert status == 400
    assert words in said
    assert service.kept_clips == 0


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/run?wait=1000", "unknown parameter"),
        ("/v2/mine/run?wait=1000", "unknown parameter"),
        ("/v2/mine/runsync?wait=0", "wait: "),
        ("/runsync?wait=0", "wait: "),
        ("/runsync?wait=300001", "wait: "),
        ("/runsync?wait=long", "wait: "),
    ],
)
async def test_a_query_that_makes_no_sense_is_refused(
    client: AsyncClient, path: str, words: str
) -> None:
    status, said = await refused(client, {"input": AUDIO}, path)
    assert status == 400
    assert words in said


async def test_a_body_that_is_no_json_is_refused(client: AsyncClient) -> None:
    answer = await client.post("/run", content=b"{", headers={"Content-Type": "application/json"})
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>", "The file cannot be read as sound."),
        (b"", "The file is empty."),
        (b"RIFF" + bytes(LARGEST), "200,000 are allowed"),
        (None, "There is no such recording."),
    ],
)
async def test_a_job_whose_recording_cannot_be_used_says_why(
    client: AsyncClient, service: Service, content: bytes | None, words: str
) -> None:
    del service.elsewhere.by_url[URL]
    if content is not None:
        service.elsewhere.by_url[URL] = content
    run = (await client.post("/runsync", json={"input": AUDIO})).json()
    assert (run["status"], service.kept_clips) == ("FAILED", 0)
    assert words in run["error"]
    assert (await client.get(f"/status/{run['id']}")).json() == run
    job = (await client.get(f"/api/jobs/{run['id']}")).json()
    assert (job["status"], job["clip_id"]) == ("failed", None)


async def test_what_is_no_url_is_refused_before_there_is_a_job(
    client: AsyncClient, service: Service
) -> None:
    status, said = await refused(client, {"input": {"audio_file": "UklGRiQAAABXQVZF"}})
    assert (status, len(service.database.committed.jobs)) == (400, 0)
    assert said.startswith("The URL cannot be read.")


@pytest.mark.parametrize("url", ["ftp://example.org/talk.wav", "https:///talk.wav", "s3://b/a.wav"])
async def test_urls_that_nobody_could_follow_are_refused_too(
    client: AsyncClient, container: Container, settings: Settings, url: str
) -> None:
    real = remote_recordings(settings, address_rules(settings))
    container.remote_recordings.override(providers.Object(real))
    status, _ = await refused(client, {"input": {"audio_file": url}})
    assert status == 400


async def test_a_full_queue_is_told_with_when_to_come_back(
    client: AsyncClient, container: Container
) -> None:
    container.queue_job.add_kwargs(most_waiting=0)
    answer = await client.post("/run", json={"input": AUDIO})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert list(answer.json()) == ["error"]


@pytest.mark.parametrize(
    ("error", "status"),
    [(TranscriptionFailedError, "FAILED"), (StageTimeoutError, "TIMED_OUT")],
)
async def test_a_job_that_failed_says_why(
    client: AsyncClient, service: Service, error: type[TranscriptionFailedError], status: str
) -> None:
    def fail() -> None:
        raise error("It went wrong.")

    service.transcriber.before_answering = fail
    run = (await client.post("/runsync", json={"input": AUDIO})).json()
    assert run == {
        "id": run["id"],
        "status": status,
        "delayTime": 0,
        "executionTime": 0,
        "error": f"It went wrong. {error.advice}",
    }
    assert (await client.get(f"/status/{run['id']}")).json() == run


async def test_a_transcript_that_was_deleted_is_missed(
    client: AsyncClient, service: Service
) -> None:
    run = (await client.post("/runsync", json={"input": AUDIO})).json()
    [clip_id] = service.database.committed.clips
    await client.delete(f"/api/transcription/{clip_id}")
    state = (await client.get(f"/status/{run['id']}")).json()
    assert (state["status"], state["error"]) == (
        "COMPLETED",
        "The transcript of this job was deleted.",
    )
    assert "output" not in state


@pytest.mark.parametrize("job_id", [NOBODYS_ID, "sync-1234-u1", "%00"])
@pytest.mark.parametrize("base", ["", "/v2/mine"])
async def test_a_job_that_nobody_knows_is_not_found(
    client: AsyncClient, base: str, job_id: str
) -> None:
    for method, path in (("GET", "status"), ("POST", "cancel")):
        answer = await client.request(method, f"{base}/{path}/{job_id}")
        assert (answer.status_code, list(answer.json())) == (404, ["error"])


async def test_a_job_of_another_door_is_not_found_and_goes_on(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    answer = await client.post("/api/transcribe", params={"clip_id": clip_id, "wait": "false"})
    job_id = answer.json()["id"]
    for method, path in (("GET", "status"), ("POST", "cancel")):
        answer = await client.request(method, f"/{path}/{job_id}")
        assert answer.status_code == 404
        assert f"GET /api/jobs/{job_id}" in answer.json()["error"]
    async with asyncio.timeout(PATIENCE):
        await client.get(f"/api/jobs/{job_id}/events")
    async with service.unit_of_work() as uow:
        assert (await uow.jobs.get(JobId(UUID(job_id)))).status is JobStatus.SUCCEEDED


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/run", 405),
        ("DELETE", "/status/x", 405),
        ("POST", "/v2/mine/stream/x", 404),
        ("POST", "/v2/mine/purge-queue", 404),
    ],
)
async def test_what_is_not_there_is_told_in_the_same_words(
    client: AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path)
    assert (answer.status_code, list(answer.json())) == (status, ["error"])


async def test_a_key_that_was_used_for_another_request_is_refused(client: AsyncClient) -> None:
    headers = {"Idempotency-Key": '"once"'}
    first = await client.post("/run", json={"input": AUDIO}, headers=headers)
    again = await client.post("/run", json={"input": AUDIO}, headers=headers)
    other = await client.post("/runsync", json={"input": AUDIO}, headers=headers)
    assert first.json() == again.json()
    assert (other.status_code, list(other.json())) == (400, ["error"])


async def test_an_accident_says_no_more_than_it_should(
    client: AsyncClient, container: Container, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> QueueJob:
        raise RuntimeError("a path, perhaps")

    with container.queue_job.override(broken):
        status, said = await refused(client, {"input": AUDIO})
    assert status == 500
    assert "perhaps" not in said
