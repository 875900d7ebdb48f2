"""Transcribing while the caller waits."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta

import pytest

from application.errors import (
    ApplicationError,
    ClipNotFoundError,
    ServiceStoppingError,
    TranscriptionCancelledError,
    TranscriptionFailedError,
    error_with_code,
)
from application.ports.repositories import StoredTranscript
from application.use_cases.jobs.request_transcription import JobRequest, TranscriptionRequest
from application.use_cases.jobs.run_job import RunJob
from application.use_cases.transcripts.transcribe import Transcribe
from domain.audio_clip import AudioClip
from domain.transcription_job import Failure, JobId, JobStatus, TranscriptionJob
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.job_desk import JobDesk
from tests.fakes.job_engine import ScriptedJobEngine
from tests.fakes.jobs import TINY
from tests.fakes.kept import keep_job
from tests.fakes.progress import ignore_stage
from tests.fakes.service import Service
from tests.fakes.until import until


def kinds_of(root: type[ApplicationError]) -> Iterator[type[ApplicationError]]:
    for kind in root.__subclasses__():
        if kind.__module__ == root.__module__:
            yield kind
            yield from kinds_of(kind)


KINDS = list(kinds_of(ApplicationError))


@pytest.fixture
def transcribe(desk: JobDesk) -> Transcribe:
    return Transcribe(
        request=desk.request,
        wait=desk.wait,
        cancel=desk.cancel,
        audience=desk.audience,
        unit_of_work=desk.unit_of_work,
    )


@pytest.fixture
def jobs(desk: JobDesk) -> ScriptedJobEngine:
    return desk.engine


@pytest.fixture
def request_for(clip: AudioClip) -> TranscriptionRequest:
    return TranscriptionRequest(owner=clip.owner, clip_id=clip.id, options=TINY)


def becoming(
    service: Service, change: Callable[[TranscriptionJob], TranscriptionJob]
) -> Callable[[JobId], Awaitable[None]]:
    async def work(job_id: JobId) -> None:
        await keep_job(service, change(service.database.committed.job(job_id)))

    return work


def running(desk: JobDesk, run_job: RunJob) -> Callable[[JobId], Awaitable[None]]:
    async def work(_job_id: JobId) -> None:
        await run_job(await desk.taken(), ignore_stage)

    return work


async def the_job(desk: JobDesk) -> TranscriptionJob:
    """The one that was submitted, once somebody waits for it."""
    submitted = desk.engine.submitted
    await until(lambda: bool(submitted) and desk.audience.waits_for(submitted[0]))
    return await desk.kept(submitted[0])


async def submissions(desk: JobDesk, count: int) -> None:
    await until(lambda: len(desk.engine.submitted) == count)


async def left(*calls: asyncio.Task[StoredTranscript]) -> None:
    """By whoever made these calls."""
    for call in calls:
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call


async def test_a_transcript_is_made_and_the_next_time_it_is_there(
    transcribe: Transcribe,
    service: Service,
    desk: JobDesk,
    jobs: ScriptedJobEngine,
    run_job: RunJob,
    request_for: TranscriptionRequest,
) -> None:
    jobs.on_submit = running(desk, run_job)
    made = await transcribe(request_for)
    assert made.transcript.text == "Hello there. General Kenobi."
    assert await transcribe(request_for) == made
    assert len(service.transcriber.asked) == 1


async def test_force_answers_the_new_transcript(
    transcribe: Transcribe,
    desk: JobDesk,
    jobs: ScriptedJobEngine,
    run_job: RunJob,
    clock: FakeClock,
    clip: AudioClip,
    request_for: TranscriptionRequest,
) -> None:
    jobs.on_submit = running(desk, run_job)
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
    jobs.on_submit = becoming(service, lambda job: job.fail(failure, now=NEW_YEAR))
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
    jobs.on_submit = becoming(service, lambda job: job.cancel(now=NEW_YEAR))
    with pytest.raises(TranscriptionCancelledError):
        await transcribe(request_for)


async def test_a_transcript_that_is_gone_already_is_not_there(
    transcribe: Transcribe,
    service: Service,
    jobs: ScriptedJobEngine,
    request_for: TranscriptionRequest,
) -> None:
    jobs.on_submit = becoming(service, lambda job: job.start(now=NEW_YEAR).succeed(now=NEW_YEAR))
    with pytest.raises(TranscriptionFailedError, match="without a transcript"):
        await transcribe(request_for)


async def test_whoever_waits_while_the_service_stops_is_told_so(
    transcribe: Transcribe, desk: JobDesk, request_for: TranscriptionRequest
) -> None:
    waiting = asyncio.create_task(transcribe(request_for))
    job = await the_job(desk)
    desk.news.stop()
    with pytest.raises(ServiceStoppingError):
        await waiting
    assert (await desk.kept(job.id)).status is JobStatus.QUEUED


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

    jobs.on_submit = delete
    with pytest.raises(ClipNotFoundError):
        await transcribe(request_for)


async def test_whoever_waits_for_a_job_that_is_deleted_is_told_so(
    transcribe: Transcribe, desk: JobDesk, clip: AudioClip, request_for: TranscriptionRequest
) -> None:
    waiting = asyncio.create_task(transcribe(request_for))
    await desk.delete(clip.owner, (await the_job(desk)).id)
    with pytest.raises(TranscriptionCancelledError):
        await waiting


async def test_a_caller_who_leaves_cancels_what_nobody_else_waits_for(
    transcribe: Transcribe, desk: JobDesk, request_for: TranscriptionRequest
) -> None:
    calling = asyncio.create_task(transcribe(request_for))
    job = await the_job(desk)
    await left(calling)
    assert (await desk.kept(job.id)).status is JobStatus.CANCELLED
    assert desk.engine.cancelled == [job.id]


async def test_work_that_two_wait_for_is_cancelled_when_both_have_left(
    transcribe: Transcribe, desk: JobDesk, request_for: TranscriptionRequest
) -> None:
    one = asyncio.create_task(transcribe(request_for))
    job = await the_job(desk)
    other = asyncio.create_task(transcribe(request_for))
    await submissions(desk, 2)
    await left(one)
    assert (await desk.kept(job.id)).status is JobStatus.QUEUED
    await left(other)
    assert (await desk.kept(job.id)).status is JobStatus.CANCELLED


async def test_work_that_somebody_will_come_back_for_goes_on(
    transcribe: Transcribe, desk: JobDesk, clip: AudioClip, request_for: TranscriptionRequest
) -> None:
    own = await desk.request_job(JobRequest(owner=clip.owner, clip_id=clip.id, options=TINY))
    calling = asyncio.create_task(transcribe(request_for))
    await the_job(desk)
    await left(calling)
    assert (await desk.kept(own.id)).status is JobStatus.QUEUED


async def test_whoever_comes_just_as_another_leaves_is_served(
    transcribe: Transcribe, desk: JobDesk, request_for: TranscriptionRequest
) -> None:
    calling = asyncio.create_task(transcribe(request_for))
    await the_job(desk)
    async with desk.unit_of_work():
        calling.cancel()
        await asyncio.sleep(0)  # now it waits to have a look at the job
        coming = asyncio.create_task(transcribe(request_for))
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await calling
    await submissions(desk, 2)
    assert (await desk.kept(desk.engine.submitted[-1])).status is JobStatus.QUEUED
    await left(coming)


async def test_a_caller_who_leaves_when_it_is_done_undoes_nothing(
    transcribe: Transcribe,
    desk: JobDesk,
    service: Service,
    request_for: TranscriptionRequest,
) -> None:
    calling = asyncio.create_task(transcribe(request_for))
    job = await the_job(desk)
    failed = job.fail(Failure(code="not-audio", detail="It is a picture."), now=NEW_YEAR)
    await keep_job(service, failed)
    await left(calling)
    assert await desk.kept(job.id) == failed
