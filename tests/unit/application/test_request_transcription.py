"""Asking for a transcription that may be there, on its way, or still to be made."""

import asyncio
from collections.abc import Mapping
from typing import Final
from uuid import uuid4

import pytest

from application.errors import ClipNotFoundError, JobNotFoundError, QueueFullError
from application.ports.repositories import StoredTranscript
from application.ports.stage_results import StageResult
from application.use_cases.jobs.request_transcription import (
    JobRequest,
    RequestTranscription,
    TranscriptionRequest,
)
from domain.audio_clip import AudioClip, ClipId
from domain.callback import Callback
from domain.job_history import Happening
from domain.transcription_job import (
    JobId,
    JobKind,
    JobStatus,
    Priority,
    Stage,
    TranscriptionJob,
)
from domain.transcription_options import TranscriptionOptions
from tests.fakes.clips import ADA, GRACE
from tests.fakes.clock import NEW_YEAR
from tests.fakes.engines import HELLO, TWO_SPEAKERS
from tests.fakes.job_desk import JobDesk
from tests.fakes.job_engine import ScriptedJobEngine
from tests.fakes.jobs import TINY
from tests.fakes.kept import a_kept_job, keep_job
from tests.fakes.service import Service
from tests.fakes.transcripts import a_stored_transcript

WITHOUT_SPEAKERS: Final = TranscriptionOptions(model="tiny", diarize=False)


@pytest.fixture
def request_transcription(desk: JobDesk) -> RequestTranscription:
    return desk.request


@pytest.fixture
def jobs(desk: JobDesk) -> ScriptedJobEngine:
    return desk.engine


@pytest.fixture
async def stored(service: Service, clip: AudioClip) -> StoredTranscript:
    stored = a_stored_transcript(clip.id)
    async with service.unit_of_work() as uow:
        await uow.transcripts.put(stored)
        await uow.commit()
    return stored


def a_request(
    clip: AudioClip, *, options: TranscriptionOptions = TINY, force: bool = False
) -> TranscriptionRequest:
    return TranscriptionRequest(owner=clip.owner, clip_id=clip.id, options=options, force=force)


async def test_what_is_not_there_becomes_a_job(
    request_transcription: RequestTranscription,
    service: Service,
    jobs: ScriptedJobEngine,
    clip: AudioClip,
) -> None:
    job = await request_transcription(a_request(clip))
    assert isinstance(job, TranscriptionJob)
    assert (job.clip_id, job.options, job.status) == (clip.id, TINY, JobStatus.QUEUED)
    assert job.requested_at == NEW_YEAR
    assert service.database.committed.jobs == {job.id: job}
    assert jobs.submitted == [job.id]


async def test_a_job_is_recorded_before_anybody_may_run_it(
    request_transcription: RequestTranscription,
    service: Service,
    jobs: ScriptedJobEngine,
    clip: AudioClip,
) -> None:
    async def find(job_id: JobId) -> None:
        async with service.unit_of_work() as uow:
            assert await uow.jobs.exists(job_id)

    jobs.on_submit = find
    await request_transcription(a_request(clip))
    assert len(jobs.submitted) == 1


async def test_what_is_there_is_answered_at_once(
    request_transcription: RequestTranscription,
    jobs: ScriptedJobEngine,
    clip: AudioClip,
    stored: StoredTranscript,
) -> None:
    assert await request_transcription(a_request(clip)) == stored
    assert jobs.submitted == []


async def test_other_options_are_another_transcript(
    request_transcription: RequestTranscription, clip: AudioClip, stored: StoredTranscript
) -> None:
    answer = await request_transcription(a_request(clip, options=WITHOUT_SPEAKERS))
    assert isinstance(answer, TranscriptionJob)
    assert answer.options == WITHOUT_SPEAKERS


async def test_force_makes_again_what_is_there(
    request_transcription: RequestTranscription,
    jobs: ScriptedJobEngine,
    clip: AudioClip,
    stored: StoredTranscript,
) -> None:
    answer = await request_transcription(a_request(clip, force=True))
    assert isinstance(answer, TranscriptionJob)
    assert jobs.submitted == [answer.id]


@pytest.mark.parametrize("force", [False, True])
async def test_whoever_asks_for_what_is_being_made_shares_the_job(
    request_transcription: RequestTranscription,
    service: Service,
    clip: AudioClip,
    force: bool,  # noqa: FBT001
) -> None:
    running = (await a_kept_job(service, clip)).start(now=NEW_YEAR)
    await keep_job(service, running)
    shared = await request_transcription(a_request(clip, force=force))
    assert isinstance(shared, TranscriptionJob)
    assert (shared.id, shared.status) == (running.id, JobStatus.RUNNING)


async def test_work_that_is_shared_goes_on_unless_all_who_wait_for_it_are_seen_here(
    desk: JobDesk, clip: AudioClip
) -> None:
    first = await desk.request(a_request(clip))
    assert isinstance(first, TranscriptionJob)
    with desk.audience.joined(first.id):
        second = await desk.request(a_request(clip))
    third = await desk.request(a_request(clip))
    assert isinstance(second, TranscriptionJob)
    assert isinstance(third, TranscriptionJob)
    assert first.id == second.id == third.id
    assert [first.detached, second.detached, third.detached] == [False, False, True]


async def test_whoever_waits_for_what_had_time_makes_it_urgent(
    desk: JobDesk, clip: AudioClip
) -> None:
    made = await desk.request_job(JobRequest(owner=ADA, clip_id=clip.id, options=TINY))
    assert made.priority is Priority.BATCH
    shared = await desk.request(a_request(clip))
    assert isinstance(shared, TranscriptionJob)
    assert (shared.id, shared.priority) == (made.id, Priority.INTERACTIVE)
    assert shared.detached


async def test_many_who_ask_at_once_share_one_job(
    request_transcription: RequestTranscription, service: Service, clip: AudioClip
) -> None:
    await asyncio.gather(*(request_transcription(a_request(clip)) for _ in range(8)))
    assert len(service.database.committed.jobs) == 1


async def test_jobs_with_other_options_are_not_shared(
    request_transcription: RequestTranscription, service: Service, clip: AudioClip
) -> None:
    other = await a_kept_job(service, clip, options=WITHOUT_SPEAKERS)
    answer = await request_transcription(a_request(clip))
    assert isinstance(answer, TranscriptionJob)
    assert answer.id != other.id


async def test_a_job_that_ended_without_a_transcript_is_not_shared(
    request_transcription: RequestTranscription, service: Service, clip: AudioClip
) -> None:
    ended = (await a_kept_job(service, clip)).cancel(now=NEW_YEAR)
    await keep_job(service, ended)
    answer = await request_transcription(a_request(clip))
    assert isinstance(answer, TranscriptionJob)
    assert answer.id != ended.id


async def test_an_unknown_clip_cannot_be_transcribed(
    request_transcription: RequestTranscription, jobs: ScriptedJobEngine
) -> None:
    unknown = TranscriptionRequest(owner=ADA, clip_id=ClipId(uuid4()), options=TINY)
    with pytest.raises(ClipNotFoundError):
        await request_transcription(unknown)
    assert jobs.submitted == []


async def test_a_clip_of_another_owner_is_unknown(
    request_transcription: RequestTranscription, clip: AudioClip, stored: StoredTranscript
) -> None:
    with pytest.raises(ClipNotFoundError):
        await request_transcription(
            TranscriptionRequest(owner=GRACE, clip_id=clip.id, options=TINY)
        )


async def test_a_job_of_ones_own_is_kept_with_all_that_was_asked(
    desk: JobDesk, clip: AudioClip
) -> None:
    callback = Callback("https://caller.example/done")
    request = JobRequest(
        owner=ADA,
        clip_id=clip.id,
        options=TINY,
        kind=JobKind.DIARIZATION,
        callback=callback,
        note={"as": "it was called"},
    )
    job = await desk.request_job(request)
    assert await desk.kept(job.id) == job
    assert (job.kind, job.callback, job.note, job.detached) == (
        JobKind.DIARIZATION,
        callback,
        {"as": "it was called"},
        True,
    )
    assert desk.engine.submitted == [job.id]
    assert await desk.happenings_of(job.id) == [Happening.QUEUED]


async def test_what_the_caller_knows_already_is_kept_as_found(desk: JobDesk) -> None:
    given: Mapping[Stage, StageResult] = {
        Stage.ALIGN_WORDS: HELLO,
        Stage.DIARIZE: TWO_SPEAKERS,
    }
    request = JobRequest(
        owner=ADA, clip_id=None, options=TINY, kind=JobKind.COMBINATION, given=given
    )
    job = await desk.request_job(request)
    assert await desk.results_of(job.id) == given.keys()


async def test_a_job_of_ones_own_needs_a_clip_of_ones_own(desk: JobDesk, clip: AudioClip) -> None:
    with pytest.raises(ClipNotFoundError):
        await desk.request_job(JobRequest(owner=GRACE, clip_id=clip.id, options=TINY))
    assert desk.engine.submitted == []


async def test_a_queue_that_is_full_takes_nothing_on(desk: JobDesk, clip: AudioClip) -> None:
    desk.most_waiting = 1
    request = JobRequest(owner=ADA, clip_id=clip.id, options=TINY)
    first = await desk.request_job(request)
    with pytest.raises(QueueFullError):
        await desk.request_job(request)
    with pytest.raises(QueueFullError):
        await desk.request(a_request(clip, options=WITHOUT_SPEAKERS))
    assert desk.engine.submitted == [first.id]
    shared = await desk.request(a_request(clip))  # that is nothing more to do
    assert isinstance(shared, TranscriptionJob)
    assert shared.id == first.id
    await desk.taken()
    await desk.request_job(request)


async def test_a_job_that_was_not_kept_is_not_submitted(desk: JobDesk, clip: AudioClip) -> None:
    async with desk.unit_of_work() as uow:
        job_id = await desk.queue(
            uow, JobRequest(owner=ADA, clip_id=clip.id, options=TINY), detached=True
        )
    with pytest.raises(JobNotFoundError):
        await desk.kept(job_id)
