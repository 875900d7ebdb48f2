"""Transcribing while the caller waits."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from application.errors import (
    ApplicationError,
    ClipNotFoundError,
    ServiceStoppingError,
    TranscriptionFailedError,
    error_with_code,
)
from application.use_cases.jobs.request_transcription import (
    RequestTranscription,
    TranscriptionRequest,
)
from application.use_cases.jobs.run_job import RunJob
from application.use_cases.transcripts.transcribe import Transcribe
from domain.audio_clip import AudioClip
from domain.transcription_job import Failure, JobId, JobStatus, TranscriptionJob
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.job_engine import ScriptedJobEngine
from tests.fakes.jobs import TINY
from tests.fakes.kept import keep_job
from tests.fakes.progress import ignore_stage
from tests.fakes.service import Service


def kinds_of(root: type[ApplicationError]) -> Iterator[type[ApplicationError]]:
    for kind in root.__subclasses__():
        if kind.__module__ == root.__module__:
            yield kind
            yield from kinds_of(kind)


KINDS = list(kinds_of(ApplicationError))


@pytest.fixture
def transcribe(service: Service, jobs: ScriptedJobEngine, clock: FakeClock) -> Transcribe:
    request = RequestTranscription(
        unit_of_work=service.unit_of_work, jobs=jobs, clock=clock, new_id=uuid4
    )
    return Transcribe(request=request, jobs=jobs, unit_of_work=service.unit_of_work)


@pytest.fixture
def request_for(clip: AudioClip) -> TranscriptionRequest:
    return TranscriptionRequest(owner=clip.owner, clip_id=clip.id, options=TINY)


def becoming(
    service: Service, change: Callable[[TranscriptionJob], TranscriptionJob]
) -> Callable[[JobId], Awaitable[None]]:
    async def work(job_id: JobId) -> None:
        await keep_job(service, change(service.database.committed.job(job_id)))

    return work


async def test_a_transcript_is_made_and_the_next_time_it_is_there(
    transcribe: Transcribe,
    service: Service,
    jobs: ScriptedJobEngine,
    run_job: RunJob,
    request_for: TranscriptionRequest,
) -> None:
    jobs.work = lambda job_id: run_job(job_id, ignore_stage)
    made = await transcribe(request_for)
    assert made.transcript.text == "Hello there. General Kenobi."
    assert await transcribe(request_for) == made
    assert len(service.transcriber.asked) == 1


async def test_force_answers_the_new_transcript(
    transcribe: Transcribe,
    jobs: ScriptedJobEngine,
    run_job: RunJob,
    clock: FakeClock,
    clip: AudioClip,
    request_for: TranscriptionRequest,
) -> None:
    jobs.work = lambda job_id: run_job(job_id, ignore_stage)
    old = await transcribe(request_for)
    clock.advance(timedelta(days=1))
    forced = TranscriptionRequest(owner=clip.owner, clip_id=clip.id, options=TINY, force=True)
    new = await transcribe(forced)
    assert new.created_at - old.created_at == timedelta(days=1)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_a_job_failed_with_is_raised_as_what_it_was(
    transcribe: Transcribe,
    service: Service,
    jobs: ScriptedJobEngine,
    request_for: TranscriptionRequest,
    kind: type[ApplicationError],
) -> None:
    failure = Failure(code=kind.code, detail="Something is wrong.")
    jobs.work = becoming(service, lambda job: job.fail(failure, now=NEW_YEAR))
    with pytest.raises(kind, match="Something is wrong") as raised:
        await transcribe(request_for)
    assert type(raised.value) is kind


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_is_found_by_its_code(kind: type[ApplicationError]) -> None:
    assert error_with_code(kind.code) is kind


def test_a_code_that_is_no_longer_known_is_still_a_failure() -> None:
    assert error_with_code("phase-of-the-moon") is TranscriptionFailedError


async def test_a_job_that_was_cancelled_has_no_transcript(
    transcribe: Transcribe,
    service: Service,
    jobs: ScriptedJobEngine,
    request_for: TranscriptionRequest,
) -> None:
    jobs.work = becoming(service, lambda job: job.cancel(now=NEW_YEAR))
    with pytest.raises(TranscriptionFailedError, match="without a transcript"):
        await transcribe(request_for)


async def test_a_job_that_was_cut_off_has_no_transcript_yet(
    transcribe: Transcribe, jobs: ScriptedJobEngine, request_for: TranscriptionRequest
) -> None:
    with pytest.raises(TranscriptionFailedError):
        await transcribe(request_for)
    assert len(jobs.submitted) == 1


async def test_whoever_waits_while_the_service_stops_is_told_so(
    transcribe: Transcribe,
    service: Service,
    jobs: ScriptedJobEngine,
    request_for: TranscriptionRequest,
) -> None:
    async def stop(_job_id: JobId) -> None:
        raise ServiceStoppingError("The server is stopping.")

    jobs.work = stop
    with pytest.raises(ServiceStoppingError):
        await transcribe(request_for)
    (job,) = service.database.committed.jobs.values()
    assert job.status is JobStatus.QUEUED


async def test_a_clip_that_is_deleted_meanwhile_is_not_found(
    transcribe: Transcribe,
    service: Service,
    jobs: ScriptedJobEngine,
    clip: AudioClip,
    request_for: TranscriptionRequest,
) -> None:
    async def delete(_job_id: JobId) -> None:
        async with service.unit_of_work() as uow:
            await uow.clips.remove(clip.id)
            await uow.commit()

    jobs.work = delete
    with pytest.raises(ClipNotFoundError):
        await transcribe(request_for)
