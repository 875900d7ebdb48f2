"""How a job ends, whoever says so and however often."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.errors import (
    DatabaseUnavailableError,
    NotAudioError,
    StageTimeoutError,
    TranscriptionFailedError,
)
from application.ports.repositories import StoredTranscript
from application.ports.unit_of_work import UnitOfWork
from domain.audio_clip import AudioClip
from domain.job_history import Happening
from domain.transcription_job import JobStatus, TranscriptionJob
from tests.fakes.clock import FakeClock
from tests.fakes.forgetful_unit_of_work import ForgetfulUnitOfWork
from tests.fakes.job_desk import FOUND, Announcement, JobDesk
from tests.fakes.jobs import ELSEWHERE, a_job
from tests.fakes.service import Service


@pytest.fixture
async def running(desk: JobDesk, clip: AudioClip) -> TranscriptionJob:
    await desk.add(a_job(clip.id), results=FOUND)
    return await desk.taken()


async def test_a_job_ends_once_however_often_its_runner_says_so(
    desk: JobDesk, running: TranscriptionJob
) -> None:
    await desk.end.succeeded(running, FOUND)
    ended = await desk.kept(running.id)
    await desk.end.succeeded(running, FOUND)
    await desk.end.failed(running, NotAudioError("It is a picture."))
    assert await desk.kept(running.id) == ended
    assert desk.announced == [Announcement(running.id, JobStatus.SUCCEEDED, with_transcript=True)]
    assert await desk.happenings_of(running.id) == [Happening.STARTED, Happening.SUCCEEDED]


async def test_only_the_runner_that_has_a_job_may_end_it(
    desk: JobDesk, running: TranscriptionJob
) -> None:
    desk.runners.gone.add(desk.runners.me)
    await desk.release()
    again = await desk.of_runner(ELSEWHERE).taken()
    await desk.end.failed(running, NotAudioError("It is a picture."))
    assert await desk.kept(running.id) == again
    await desk.end.succeeded(again, FOUND)
    assert (await desk.kept(running.id)).status is JobStatus.SUCCEEDED
    assert len(desk.announced) == 1


async def test_a_job_that_was_cancelled_is_not_resurrected(
    desk: JobDesk, running: TranscriptionJob
) -> None:
    cancelled = await desk.cancel(running.owner, running.id)
    await desk.end.succeeded(running, FOUND)
    await desk.end.failed(running, TranscriptionFailedError("It broke."))
    assert await desk.kept(running.id) == cancelled
    assert [each.status for each in desk.announced] == [JobStatus.CANCELLED]
    assert await desk.results_of(running.id) == set()


async def test_a_job_that_was_deleted_ends_without_a_trace(
    desk: JobDesk, running: TranscriptionJob
) -> None:
    await desk.delete(running.owner, running.id)
    await desk.end.succeeded(running, FOUND)
    assert [told.status for told in desk.announced] == [JobStatus.CANCELLED]


async def test_an_attempt_that_failed_is_made_again_until_there_were_enough(
    desk: JobDesk, clock: FakeClock, running: TranscriptionJob
) -> None:
    for pause in (5, 10):
        await desk.end.failed(running, TranscriptionFailedError("It broke."))
        waiting = await desk.kept(running.id)
        assert waiting.not_before == clock.now() + timedelta(seconds=pause)
        assert await desk.results_of(running.id) == FOUND.keys()
        assert await desk.take(beside=0) is None
        clock.advance(timedelta(seconds=pause))
        running = await desk.taken()
    assert desk.announced == []
    await desk.end.failed(running, TranscriptionFailedError("It broke."))
    ended = await desk.kept(running.id)
    assert (ended.status, ended.attempts) == (JobStatus.FAILED, 3)
    assert [each.status for each in desk.announced] == [JobStatus.FAILED]
    assert await desk.results_of(running.id) == set()
    view = await desk.look(running.owner, running.id)
    assert [attempt.outcome for attempt in view.attempts] == [
        Happening.ATTEMPT_FAILED,
        Happening.ATTEMPT_FAILED,
        Happening.FAILED,
    ]
    assert all(attempt.failure == ended.failure for attempt in view.attempts)


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotAudioError("A picture."), JobStatus.FAILED), (StageTimeoutError("!"), JobStatus.QUEUED)],
)
async def test_only_what_may_pass_is_tried_again(
    desk: JobDesk, running: TranscriptionJob, error: TranscriptionFailedError, status: JobStatus
) -> None:
    await desk.end.failed(running, error)
    assert (await desk.kept(running.id)).status is status


async def test_a_result_that_is_missing_is_told_and_ends_nothing(
    desk: JobDesk, running: TranscriptionJob
) -> None:
    with pytest.raises(TranscriptionFailedError, match="missing"):
        await desk.end.succeeded(running, {})
    assert await desk.kept(running.id) == running


async def test_others_are_told_in_the_transaction_in_which_a_job_ends(
    desk: JobDesk, service: Service, running: TranscriptionJob
) -> None:
    """A mark stands for what they are told: it is kept if, and only if, the end is."""
    mark = replace(running, note={"told": "yes"})

    async def announce(
        uow: UnitOfWork, job: TranscriptionJob, _stored: StoredTranscript | None
    ) -> None:
        await uow.jobs.save(replace(job, note=mark.note))

    def unit_of_work() -> UnitOfWork:
        return ForgetfulUnitOfWork(service.database)

    end = replace(desk.end, announce=announce)
    with pytest.raises(DatabaseUnavailableError):
        await replace(end, unit_of_work=unit_of_work).succeeded(running, FOUND)
    assert await desk.kept(running.id) == running
    assert service.database.committed.transcripts == {}
    await end.succeeded(running, FOUND)
    ended = await desk.kept(running.id)
    assert (ended.status, ended.note) == (JobStatus.SUCCEEDED, mark.note)
    assert len(service.database.committed.transcripts) == 1
