"""Transcribing while the caller reads along."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Event
from uuid import UUID

import pytest

from adapters.inbound.worker.job_runner import JobRunner
from application.errors import ClipNotFoundError, ModelUnavailableError, TranscriptionCancelledError
from application.use_cases.jobs.request_transcription import TranscriptionRequest
from application.use_cases.jobs.run_job import RunJob
from application.use_cases.transcripts.follow_transcription import (
    Following,
    FollowTranscription,
    Heard,
    Made,
    Underway,
)
from application.use_cases.transcripts.transcribe import Transcribe
from domain.audio_clip import AudioClip, ClipId
from domain.transcript import Segment
from domain.transcription_job import JobStatus
from tests.fakes.engines import HELLO
from tests.fakes.ids import NOBODYS_ID
from tests.fakes.job_desk import JobDesk
from tests.fakes.jobs import ELSEWHERE, TINY
from tests.fakes.progress import PATIENCE
from tests.fakes.service import Service
from tests.fakes.transcripts import a_segment, a_word


def follow_at(desk: JobDesk) -> FollowTranscription:
    transcribe = Transcribe(
        request=desk.request,
        wait=desk.wait,
        cancel=desk.cancel,
        audience=desk.audience,
        unit_of_work=desk.unit_of_work,
    )
    return FollowTranscription(transcribe=transcribe, hear=desk.hear)


@pytest.fixture
def follow(desk: JobDesk) -> FollowTranscription:
    return follow_at(desk)


@pytest.fixture
def wanted(clip: AudioClip) -> TranscriptionRequest:
    return TranscriptionRequest(owner=clip.owner, clip_id=clip.id, options=TINY)


@pytest.fixture
def held(service: Service) -> Iterator[Event]:
    """The transcriber is held after its first segment until this is set."""
    let_go = Event()

    def wait() -> None:
        assert let_go.wait(PATIENCE)

    service.transcriber.after_telling = wait
    yield let_go
    let_go.set()


@asynccontextmanager
async def running(desk: JobDesk, run: RunJob) -> AsyncIterator[JobRunner]:
    runner = JobRunner(
        take=desk.take,
        run=run,
        keep_leases=desk.keep_leases,
        release=desk.release,
        put_back=desk.put_back,
        news=desk.news,
        at_once=2,
        beat_every=timedelta(seconds=0.02),
    )
    await runner.start()
    yield runner
    await runner.close()


async def heard_next(following: AsyncGenerator[Following]) -> tuple[Segment, ...]:
    async with asyncio.timeout(PATIENCE):
        async for item in following:
            if isinstance(item, Heard):
                return item.segments
    pytest.fail("Nothing was heard.")


async def rest_of(following: AsyncGenerator[Following]) -> tuple[list[Segment], Made]:
    """All that is heard until the end, and what was made."""
    told: list[Segment] = []
    last: Following | None = None
    async with asyncio.timeout(PATIENCE):
        async for last in following:
            told += last.segments if isinstance(last, Heard) else ()
    assert isinstance(last, Made)
    return told, last


async def test_a_segment_is_told_while_the_transcriber_still_listens(
    follow: FollowTranscription,
    desk: JobDesk,
    run_job: RunJob,
    wanted: TranscriptionRequest,
    held: Event,
) -> None:
    async with running(desk, run_job), aclosing(follow(wanted)) as following:
        assert isinstance(await anext(following), Underway)
        assert await heard_next(following) == HELLO.segments[:1]
        held.set()
        told, made = await rest_of(following)
    assert [segment.text for segment in told] == ["General Kenobi."]
    assert made.stored.transcript.text == "Hello there. General Kenobi."


async def test_who_joins_late_is_told_first_what_was_heard_so_far(
    follow: FollowTranscription,
    desk: JobDesk,
    run_job: RunJob,
    wanted: TranscriptionRequest,
    held: Event,
) -> None:
    async with running(desk, run_job), aclosing(follow(wanted)) as first:
        await heard_next(first)
        async with aclosing(follow(wanted)) as second:
            assert await anext(second) == Heard(HELLO.segments[:1])
            held.set()
            told, made = await rest_of(second)
            also_told, also_made = await rest_of(first)
    # Whoever reads when the job has ended is told the rest as it stands in the transcript.
    assert [each.text for each in told] == [each.text for each in also_told] == ["General Kenobi."]
    assert made == also_made


async def test_a_job_of_another_process_is_read_along_too(
    desk: JobDesk, run_job: RunJob, wanted: TranscriptionRequest, held: Event
) -> None:
    elsewhere = desk.of_runner(ELSEWHERE)
    async with running(elsewhere, run_job), aclosing(follow_at(desk)(wanted)) as following:
        assert await heard_next(following) == HELLO.segments[:1]
        held.set()
        await rest_of(following)


async def test_a_transcript_that_is_kept_is_told_at_once(
    follow: FollowTranscription, desk: JobDesk, run_job: RunJob, wanted: TranscriptionRequest
) -> None:
    async with running(desk, run_job):
        _, made = await rest_of(follow(wanted))
    again = [item async for item in follow(wanted)]
    assert again == [Heard(made.stored.transcript.segments), made]


async def test_another_attempt_tells_only_what_comes_after_that(
    desk: JobDesk, service: Service, run_job: RunJob, wanted: TranscriptionRequest, held: Event
) -> None:
    async with aclosing(follow_at(desk)(wanted)) as following:
        async with running(desk.of_runner(ELSEWHERE), run_job) as lost:
            assert await heard_next(following) == HELLO.segments[:1]
            lost.stop()
            held.set()
        more = a_segment(a_word(" Hm.", 1.9, 2.0))
        service.transcriber.says = replace(HELLO, segments=(*HELLO.segments, more))
        async with running(desk.of_runner(ELSEWHERE), run_job):
            told, made = await rest_of(following)
    assert [word.text for segment in told for word in segment.words] == [
        " General",
        " Kenobi.",
        " Hm.",
    ]
    assert made.stored.transcript.text == "Hello there. General Kenobi. Hm."
    assert len(service.transcriber.asked) == 2


def fail() -> None:
    raise ModelUnavailableError("It is not here.")


async def test_what_the_job_failed_with_is_raised(
    follow: FollowTranscription,
    desk: JobDesk,
    service: Service,
    run_job: RunJob,
    wanted: TranscriptionRequest,
) -> None:
    service.transcriber.before_answering = fail
    async with running(desk, run_job):
        with pytest.raises(ModelUnavailableError):
            await rest_of(follow(wanted))


async def test_what_cannot_be_asked_for_is_raised_at_the_first_step(
    follow: FollowTranscription, wanted: TranscriptionRequest
) -> None:
    nothing = replace(wanted, clip_id=ClipId(UUID(NOBODYS_ID)))
    with pytest.raises(ClipNotFoundError):
        await anext(follow(nothing))


async def test_who_leaves_last_cancels_the_work(
    follow: FollowTranscription, desk: JobDesk, wanted: TranscriptionRequest
) -> None:
    first, second = follow(wanted), follow(wanted)
    await anext(first)
    (job,) = set(desk.engine.submitted)
    waiting = asyncio.ensure_future(anext(first))
    assert isinstance(await anext(second), Underway)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (await desk.kept(job)).status is JobStatus.QUEUED
    await second.aclose()
    assert (await desk.kept(job)).status is JobStatus.CANCELLED


async def test_whoever_reads_along_with_a_job_that_is_deleted_is_told_so(
    follow: FollowTranscription, desk: JobDesk, clip: AudioClip, wanted: TranscriptionRequest
) -> None:
    following = follow(wanted)
    await anext(following)
    await desk.delete(clip.owner, desk.engine.submitted[0])
    with pytest.raises(TranscriptionCancelledError):
        await anext(following)
