"""Taking jobs from runners that are gone."""

import logging
from dataclasses import replace

import pytest

from domain.audio_clip import AudioClip
from domain.job_history import Happening
from domain.job_lease import LEASE_LASTS
from domain.transcription_job import MOST_LOSSES, JobStatus, Stage, TranscriptionJob
from tests.fakes.clock import FakeClock
from tests.fakes.job_desk import FOUND, JobDesk
from tests.fakes.jobs import ELSEWHERE, a_job


@pytest.fixture
async def running(desk: JobDesk, clip: AudioClip) -> TranscriptionJob:
    """By a runner elsewhere."""
    await desk.add(a_job(clip.id), results={Stage.DECODE: FOUND[Stage.DECODE]})
    return await desk.of_runner(ELSEWHERE).taken()


async def test_what_a_living_runner_has_stays_as_it_is(
    desk: JobDesk, running: TranscriptionJob
) -> None:
    assert await desk.release() == 0
    assert await desk.kept(running.id) == running


async def test_what_a_runner_has_that_is_gone_is_queued_again(
    desk: JobDesk, running: TranscriptionJob
) -> None:
    desk.runners.gone.add(ELSEWHERE)
    assert await desk.release() == 1
    assert await desk.kept(running.id) == running.requeue()
    assert await desk.happenings_of(running.id) == [Happening.STARTED, Happening.RUNNER_LOST]
    assert await desk.results_of(running.id) == {Stage.DECODE}
    assert desk.announced == []
    assert await desk.release() == 0


async def test_a_runner_that_is_silent_for_too_long_is_given_up(
    desk: JobDesk, clock: FakeClock, running: TranscriptionJob
) -> None:
    clock.advance(LEASE_LASTS)
    assert await desk.release() == 1
    assert (await desk.kept(running.id)).status is JobStatus.QUEUED


async def test_what_nobody_has_is_queued_again(desk: JobDesk, running: TranscriptionJob) -> None:
    await desk.save(replace(running, lease=None))
    assert await desk.release() == 1


async def test_jobs_that_wait_or_have_ended_are_nobodys_to_lose(
    desk: JobDesk, clip: AudioClip
) -> None:
    waiting, ended = a_job(clip.id), a_job(clip.id).cancel(now=desk.clock.now())
    await desk.add(waiting, ended)
    assert await desk.release() == 0
    assert [await desk.kept(job.id) for job in (waiting, ended)] == [waiting, ended]


async def test_a_job_that_takes_every_runner_down_is_set_aside(
    desk: JobDesk, running: TranscriptionJob, caplog: pytest.LogCaptureFixture
) -> None:
    desk.runners.gone.add(ELSEWHERE)
    for _ in range(MOST_LOSSES - 1):
        await desk.release()
        await desk.of_runner(ELSEWHERE).taken()
    with caplog.at_level(logging.ERROR):
        assert await desk.release() == 1
    ended = await desk.kept(running.id)
    assert (ended.status, ended.finished_at) == (JobStatus.FAILED, desk.clock.now())
    assert ended.failure is not None
    assert ended.failure.code == "transcription-abandoned"
    assert ended.failure.detail == "The server ended 3 times while it worked on this recording."
    assert f"job {ended.id} failed: {ended.failure.detail}" in caplog.text
    assert [each.status for each in desk.announced] == [JobStatus.FAILED]
    assert await desk.results_of(running.id) == set()
    assert (await desk.happenings_of(running.id))[-1] is Happening.FAILED


async def test_what_a_job_was_lost_in_does_not_count_once_it_is_behind_it(
    desk: JobDesk, running: TranscriptionJob
) -> None:
    desk.runners.gone.add(ELSEWHERE)
    for _ in range(MOST_LOSSES - 1):
        await desk.release()
        running = await desk.of_runner(ELSEWHERE).taken()
    await desk.keep(running, Stage.DECODE, FOUND[Stage.DECODE], seconds=1)
    assert (await desk.kept(running.id)).times_lost == MOST_LOSSES - 1
    await desk.keep(running, Stage.TRANSCRIBE, FOUND[Stage.TRANSCRIBE], seconds=1)
    await desk.release()
    waiting = await desk.kept(running.id)
    assert (waiting.status, waiting.times_lost) == (JobStatus.QUEUED, 2)
