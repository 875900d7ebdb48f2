"""/api/jobs, and transcribing without waiting."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Response

from adapters.inbound.rest.job_events import as_events
from adapters.outbound.memory.runners import InMemoryRunnerRegister
from application.errors import JobNotFoundError, NotAudioError, TranscriptionFailedError
from application.use_cases.jobs.look_at_jobs import JobView
from domain.audio_clip import EVERYONE, ClipId
from domain.transcription_job import JobId, JobStatus
from infrastructure.container import Container
from tests.fakes.jobs import a_job
from tests.fakes.service import Service

PATIENCE: Final = 20


@dataclass
class Gate:
    """Where the transcriber waits."""

    begun: Event = field(default_factory=Event)
    opened: Event = field(default_factory=Event)

    def let_through(self) -> None:
        self.opened.set()

    async def someone_waits(self) -> None:
        assert await asyncio.to_thread(self.begun.wait, PATIENCE)

    def wait(self) -> None:
        self.begun.set()
        assert self.opened.wait(PATIENCE)


@pytest.fixture
def gate(service: Service) -> Iterator[Gate]:
    gate = Gate()
    service.transcriber.before_answering = gate.wait
    yield gate
    gate.let_through()


async def requested(client: AsyncClient, clip_id: str, **wishes: str) -> dict[str, Any]:
    query = {"clip_id": clip_id, "wait": "false", **wishes}
    answer = await client.post("/api/transcribe", params=query)
    assert answer.status_code == 202, answer.text
    job = answer.json()
    assert answer.headers["location"] == job["url"] == f"/api/jobs/{job['id']}"
    return job  # type: ignore[no-any-return]


async def ended(client: AsyncClient, job: dict[str, Any]) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        async for _ in events(client, job["url"]):
            pass
    return (await client.get(job["url"])).json()  # type: ignore[no-any-return]


async def events(
    client: AsyncClient, url: str, headers: dict[str, str] | None = None
) -> AsyncIterator[dict[str, Any]]:
    answer = await client.get(f"{url}/events", headers=headers)
    assert answer.headers["content-type"].startswith("text/event-stream")
    for block in answer.text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if line[0] != ":")
        if fields:
            yield {**fields, "data": json.loads(fields["data"])}


async def test_a_job_is_answered_at_once_and_can_be_looked_at_until_it_has_ended(
    client: AsyncClient, clip_id: str
) -> None:
    job = await requested(client, clip_id)
    assert (job["status"], job["progress"], job["attempt"]) == ("queued", 0.0, 0)
    done = await ended(client, job)
    assert (done["status"], done["progress"], done["attempt"]) == ("succeeded", 1.0, 1)
    assert done["stage"] is None
    assert [(each["number"], each["outcome"]) for each in done["attempts"]] == [(1, "succeeded")]
    assert {"decode", "transcribe", "diarize"} <= set(done["seconds_per_stage"])
    transcript = await client.get(done["transcript_url"])
    assert transcript.json()["job_id"] == job["id"]


async def test_a_caller_may_prefer_to_be_answered_at_once(
    client: AsyncClient, clip_id: str
) -> None:
    answer = await client.post(
        "/api/transcribe",
        params={"clip_id": clip_id},
        headers={"Prefer": "respond-async, wait=10"},
    )
    assert answer.status_code == 202
    assert answer.headers["preference-applied"] == "respond-async"


async def test_a_job_whose_transcript_is_kept_ends_with_that(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    first = await ended(client, await requested(client, clip_id))
    again = await ended(client, await requested(client, clip_id))
    assert first["id"] != again["id"]
    assert again["status"] == "succeeded"
    assert len(service.transcriber.asked) == 1


async def test_a_jobs_transcript_is_its_own_whatever_the_clip_was_transcribed_with_since(
    client: AsyncClient, clip_id: str
) -> None:
    german = await ended(client, await requested(client, clip_id, language="de"))
    english = await ended(client, await requested(client, clip_id, language="en"))
    for job in (german, english):
        assert (await client.get(job["transcript_url"])).json()["job_id"] == job["id"]
    as_text = await client.get(german["transcript_url"], params={"format": "text"})
    assert as_text.headers["content-type"].startswith("text/plain")


async def test_a_job_without_a_transcript_says_so(
    client: AsyncClient, clip_id: str, service: Service
) -> None:
    service.transcriber.before_answering = _fail
    job = await ended(client, await requested(client, clip_id))
    answer = await client.get(f"{job['url']}/transcript")
    assert (answer.status_code, answer.json()["title"]) == (404, "Transcript not found")


async def test_who_waits_for_a_job_that_another_cancels_is_told(
    client: AsyncClient, clip_id: str, gate: Gate
) -> None:
    waiting = asyncio.create_task(client.post("/api/transcribe", params={"clip_id": clip_id}))
    await gate.someone_waits()
    (job,) = (await client.get("/api/jobs")).json()["items"]
    await client.post(f"{job['url']}/cancel")
    answer = await waiting
    assert (answer.status_code, answer.json()["title"]) == (409, "Transcription cancelled")


@pytest.mark.parametrize("what", ["job", "clip"])
async def test_who_wants_to_be_told_of_a_jobs_end_is_told_when_it_is_deleted(
    client: AsyncClient, clip_id: str, gate: Gate, what: str
) -> None:
    job = await requested(client, clip_id, callback_url="https://example.org/done")
    await gate.someone_waits()
    path = {"job": job["url"], "clip": f"/api/audio/{clip_id}"}[what]
    assert (await client.delete(path)).is_success
    deliveries = (await client.get("/api/webhooks/callbacks/deliveries")).json()["items"]
    assert [each["event"] for each in deliveries] == ["job.cancelled"]


async def test_those_who_ask_for_the_same_share_a_job(
    client: AsyncClient, clip_id: str, gate: Gate
) -> None:
    jobs = [await requested(client, clip_id) for _ in range(2)]
    other = await requested(client, clip_id, language="de")
    gate.let_through()
    assert jobs[0]["id"] == jobs[1]["id"] != other["id"]


async def test_jobs_are_listed_newest_first_and_can_be_filtered(
    client: AsyncClient, clip_id: str, service: Service
) -> None:
    await ended(client, await requested(client, clip_id))
    service.transcriber.before_answering = _fail
    failed = await ended(client, await requested(client, clip_id, language="de"))
    everything = (await client.get("/api/jobs")).json()
    assert everything["total"] == 2
    only = (await client.get("/api/jobs", params={"status": "failed"})).json()
    assert [job["id"] for job in only["items"]] == [failed["id"]]
    nobodys = {"clip_id": str(uuid4())}
    assert (await client.get("/api/jobs", params=nobodys)).json()["items"] == []
    page = (await client.get("/api/jobs", params={"offset": 1, "limit": 1})).json()
    assert (len(page["items"]), page["total"]) == (1, 2)


def _fail() -> None:
    raise TranscriptionFailedError("The engine gave up.")


def _is_no_sound() -> None:
    raise NotAudioError("This is no sound.")


async def test_a_failure_is_told_with_the_attempt_that_it_ended(
    client: AsyncClient, clip_id: str, service: Service
) -> None:
    service.transcriber.before_answering = _is_no_sound
    job = await ended(client, await requested(client, clip_id))
    assert job["status"] == "failed"
    assert job["failure"]["code"] == job["attempts"][0]["failure"]["code"] == "not-audio"
    assert job["failure"]["advice"]


async def test_events_tell_a_jobs_life_once_each_in_order(
    client: AsyncClient, clip_id: str
) -> None:
    job = await requested(client, clip_id)
    told = [event async for event in events(client, job["url"])]
    numbered = [event for event in told if "id" in event]
    assert [int(event["id"]) for event in numbered] == list(range(1, len(numbered) + 1))
    names = [event["event"] for event in numbered]
    assert names[:2] == ["queued", "started"]
    assert names[-1] == "succeeded"
    stages = [event["data"]["stage"] for event in numbered if event["event"] == "stage_finished"]
    assert stages[0] == "decode"
    assert {"detect_speech", "transcribe", "align_words", "diarize"} <= set(stages)
    assert told[-1]["event"] == "progress"
    assert told[-1]["data"]["status"] == "succeeded"


async def test_events_go_on_after_the_last_that_the_client_has(
    client: AsyncClient, clip_id: str
) -> None:
    job = await requested(client, clip_id)
    all_of_them = [event async for event in events(client, job["url"]) if "id" in event]
    rest = [
        event["id"]
        async for event in events(client, job["url"], {"Last-Event-ID": "3"})
        if "id" in event
    ]
    assert rest == [event["id"] for event in all_of_them[3:]]
    last = {"Last-Event-ID": all_of_them[-1]["id"]}
    assert (await client.get(f"{job['url']}/events", headers=last)).status_code == 204


async def test_a_running_job_is_cancelled_in_the_middle_of_a_stage(
    client: AsyncClient, clip_id: str, service: Service, gate: Gate
) -> None:
    job = await requested(client, clip_id)
    await gate.someone_waits()
    cancelled = await client.post(f"{job['url']}/cancel")
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    gate.let_through()
    done = await ended(client, job)
    assert done["status"] == "cancelled"
    assert done["attempts"][0]["outcome"] == "cancelled"
    assert (await client.get(f"/api/transcription/{clip_id}")).status_code == 404
    assert (await client.post(f"{job['url']}/cancel")).status_code == 200


async def test_what_has_ended_cannot_be_cancelled(client: AsyncClient, clip_id: str) -> None:
    job = await ended(client, await requested(client, clip_id))
    answer = await client.post(f"{job['url']}/cancel")
    assert (answer.status_code, answer.json()["title"]) == (409, "Illegal transition")


async def test_a_deleted_job_is_gone_and_its_transcript_stays(
    client: AsyncClient, clip_id: str
) -> None:
    job = await ended(client, await requested(client, clip_id))
    assert (await client.delete(job["url"])).status_code == 204
    for gone in (client.get(job["url"]), client.delete(job["url"])):
        assert (await gone).status_code == 404
    assert (await client.get(f"/api/transcription/{clip_id}")).status_code == 200


async def test_whoever_follows_a_job_is_told_that_it_was_deleted() -> None:
    async def views() -> AsyncIterator[JobView]:
        yield JobView(job=a_job(ClipId(uuid4())), history=())
        raise JobNotFoundError("There is no such job.")

    told = [event async for event in as_events(views(), after=0)]
    assert [event.splitlines()[0] for event in told] == [b"event: progress", b"event: deleted"]


async def test_a_place_in_the_queue_is_told(
    client: AsyncClient, clip_id: str, container: Container, gate: Gate
) -> None:
    at_once = container.at_once()
    languages = ["de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "sv", "tr", "uk"]
    assert at_once + 2 <= len(languages)
    jobs = [
        await requested(client, clip_id, language=language) for language in languages[: at_once + 2]
    ]
    async for view in container.watch_job()(EVERYONE, JobId(UUID(jobs[at_once - 1]["id"]))):
        if view.job.status is JobStatus.RUNNING:
            break
    waiting = [(await client.get(job["url"])).json() for job in jobs[at_once:]]
    gate.let_through()
    assert sorted(job["place"] for job in waiting) == [0, 1]


async def test_a_full_queue_is_told_with_the_time_to_come_back(
    client: AsyncClient, clip_id: str, container: Container
) -> None:
    container.queue_job.add_kwargs(most_waiting=0)
    answer: Response = await client.post(
        "/api/transcribe", params={"clip_id": clip_id, "wait": "false"}
    )
    assert (answer.status_code, answer.json()["title"]) == (503, "Queue full")
    assert answer.headers["retry-after"] == "10"
    assert (await client.get("/api/jobs")).json()["total"] == 0


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_a_job_that_nobody_knows_is_not_found(client: AsyncClient, method: str) -> None:
    answer = await client.request(method, f"/api/jobs/{uuid4()}")
    assert (answer.status_code, answer.json()["title"]) == (404, "Job not found")


async def test_a_job_that_was_lost_with_its_runner_tells_so(
    client: AsyncClient, clip_id: str, container: Container, service: Service, gate: Gate
) -> None:
    job = await requested(client, clip_id)
    await gate.someone_waits()
    runners = container.runners()
    assert isinstance(runners, InMemoryRunnerRegister)
    runners.gone.add(runners.me)
    await container.release_abandoned_jobs()()
    gate.let_through()
    done = await ended(client, job)
    assert done["status"] == "succeeded"
    assert [each["outcome"] for each in done["attempts"]] == ["runner_lost", "succeeded"]


async def test_a_recording_is_uploaded_and_transcribed_in_one_request(
    client: AsyncClient, wav: bytes
) -> None:
    answer = await client.post(
        "/api/upload+transcribe",
        params={"word_timestamps": "true"},
        files={"file": ("talk.wav", wav)},
        data={"language": "english"},
    )
    assert answer.status_code == 200
    body = answer.json()
    assert body["segments"][0]["words"]
    assert (await client.get(f"/api/audio/{body['clip_id']}")).json()["filename"] == "talk.wav"


async def test_with_a_callback_the_answer_is_the_job(client: AsyncClient, wav: bytes) -> None:
    answer = await client.post(
        "/api/upload-and-transcribe",
        files={"file": ("talk.wav", wav)},
        data={"callback_url": "https://example.org/done"},
    )
    assert answer.status_code == 202
    await ended(client, answer.json())
    deliveries = (await client.get("/api/webhooks/callbacks/deliveries")).json()["items"]
    assert [each["event"] for each in deliveries] == ["job.succeeded"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"langauge": "en"}, "langauge: unknown field of the form"),
        ({"diarize": "perhaps"}, "diarize: Input should be a valid boolean"),
        ({"callback_url": "ftp://example.org/"}, "http"),
    ],
)
async def test_wishes_in_the_form_that_make_no_sense_are_refused(
    client: AsyncClient, wav: bytes, fields: dict[str, str], words: str
) -> None:
    answer = await client.post(
        "/api/upload+transcribe", files={"file": ("talk.wav", wav)}, data=fields
    )
    assert answer.status_code == 422
    assert words in answer.json()["detail"]


async def test_nobody_waits_and_is_called_back(client: AsyncClient, clip_id: str) -> None:
    both = {"clip_id": clip_id, "wait": "true", "callback_url": "https://example.org/done"}
    answer = await client.post("/api/transcribe", params=both)
    assert answer.status_code == 422
    assert "leave out wait or callback_url" in answer.json()["detail"]
