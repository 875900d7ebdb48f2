"""Stopping a job, and forgetting one."""

from datetime import timedelta

import pytest

from application.errors import JobNotFoundError
from domain.audio_clip import AudioClip
from domain.errors import IllegalTransitionError
from domain.job_history import Happening
from domain.transcription_job import JobStatus, TranscriptionJob
from tests.fakes.clips import ADA, GRACE
from tests.fakes.clock import FakeClock
from tests.fakes.job_desk import FOUND, JobDesk
from tests.fakes.jobs import a_job


@pytest.fixture
async def running(desk: JobDesk, clip: AudioClip) -> TranscriptionJob:
    await desk.add(a_job(clip.id), results=FOUND)
    return await desk.taken()


async def test_a_job_that_waits_never_starts(desk: JobDesk, clip: AudioClip) -> None:
    job = a_job(clip.id)
    await desk.add(job)
    await desk.cancel(ADA, job.id)
    assert await desk.take(beside=0) is None


async def test_a_job_that_is_cancelled_twice_is_cancelled_once(
    desk: JobDesk, clock: FakeClock, running: TranscriptionJob
) -> None:
    cancelled = await desk.cancel(ADA, running.id)
    clock.advance(timedelta(seconds=1))
    assert await desk.cancel(ADA, running.id) == cancelled == await desk.kept(running.id)
    assert (cancelled.status, cancelled.lease) == (JobStatus.CANCELLED, None)
    assert await desk.happenings_of(running.id) == [Happening.STARTED, Happening.CANCELLED]
    assert await desk.results_of(running.id) == set()
    assert [each.status for each in desk.announced] == [JobStatus.CANCELLED]
    assert desk.engine.cancelled == [running.id]


async def test_a_job_that_has_ended_cannot_be_cancelled(
    desk: JobDesk, running: TranscriptionJob
) -> None:
    await desk.end.succeeded(running, FOUND)
    with pytest.raises(IllegalTransitionError):
        await desk.cancel(ADA, running.id)
    assert len(desk.announced) == 1


async def test_a_job_that_is_wanted_after_all_goes_on(
    desk: JobDesk, running: TranscriptionJob
) -> None:
    assert await desk.cancel(ADA, running.id, unless=lambda _job: True) == running
    assert desk.engine.cancelled == []


async def test_nobody_can_stop_or_forget_what_is_anothers(
    desk: JobDesk, running: TranscriptionJob
) -> None:
    for act in (desk.cancel, desk.delete, desk.look):
        with pytest.raises(JobNotFoundError):
            await act(GRACE, running.id)
    assert await desk.kept(running.id) == running


async def test_a_job_is_forgotten_with_all_but_its_transcript(
    desk: JobDesk, running: TranscriptionJob
) -> None:
    await desk.end.succeeded(running, FOUND)
    await desk.delete(ADA, running.id)
    async with desk.unit_of_work() as uow:
        assert not await uow.jobs.exists(running.id)
        assert await uow.history.of(running.id) == ()
        assert (await uow.transcripts.latest(running.sound)).job_id == running.id
    assert desk.engine.cancelled == []


async def test_a_job_that_is_forgotten_while_it_runs_is_stopped(
    desk: JobDesk, running: TranscriptionJob
) -> None:
    await desk.delete(ADA, running.id)
    assert desk.engine.cancelled == [running.id]
