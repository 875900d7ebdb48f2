"""Taking up the jobs that a restart cut off."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.stage_results import SpeechFound
from application.use_cases.upkeep.resume_jobs import ResumeJobs
from domain.audio_clip import AudioClip
from domain.transcription_job import MOST_ATTEMPTS, JobId, JobStatus, Stage, TranscriptionJob
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.job_engine import ScriptedJobEngine
from tests.fakes.jobs import a_job
from tests.fakes.kept import a_kept_job, keep_job
from tests.fakes.service import Service


@pytest.fixture
def resume_jobs(service: Service, jobs: ScriptedJobEngine, clock: FakeClock) -> ResumeJobs:
    return ResumeJobs(unit_of_work=service.unit_of_work, jobs=jobs, clock=clock)


@pytest.fixture
async def fatal(service: Service, clip: AudioClip) -> TranscriptionJob:
    """A job that ran each time that the process was lost, and had found speech."""
    job = replace(a_job(clip.id).start(now=NEW_YEAR), attempts=MOST_ATTEMPTS)
    await keep_job(service, job)
    async with service.unit_of_work() as uow:
        await uow.stage_results.put(job.id, Stage.DETECT_SPEECH, SpeechFound(()))
        await uow.commit()
    return job


async def test_jobs_that_ran_or_waited_are_submitted_oldest_first(
    resume_jobs: ResumeJobs, service: Service, jobs: ScriptedJobEngine, clip: AudioClip
) -> None:
    waiting = a_job(clip.id, requested_at=NEW_YEAR + timedelta(hours=1))
    running = replace(a_job(clip.id).start(now=NEW_YEAR), attempts=2)
    for job in (waiting, running):
        await keep_job(service, job)
    assert await resume_jobs() == 2
    assert jobs.submitted == [running.id, waiting.id]
    kept = service.database.committed.jobs
    assert kept[waiting.id] == waiting
    assert (kept[running.id].status, kept[running.id].attempts) == (JobStatus.QUEUED, 2)


async def test_jobs_are_queued_again_before_anybody_may_run_them(
    resume_jobs: ResumeJobs, service: Service, jobs: ScriptedJobEngine, clip: AudioClip
) -> None:
    await keep_job(service, a_job(clip.id).start(now=NEW_YEAR))

    async def look(job_id: JobId) -> None:
        async with service.unit_of_work() as uow:
            assert (await uow.jobs.get(job_id)).status is JobStatus.QUEUED

    jobs.on_submit = look
    await resume_jobs()
    assert len(jobs.submitted) == 1


async def test_a_job_that_has_ended_stays_as_it_is(
    resume_jobs: ResumeJobs, service: Service, jobs: ScriptedJobEngine, clip: AudioClip
) -> None:
    ended = (await a_kept_job(service, clip)).start(now=NEW_YEAR).succeed(now=NEW_YEAR)
    await keep_job(service, ended)
    assert await resume_jobs() == 0
    assert jobs.submitted == []
    assert service.database.committed.jobs == {ended.id: ended}


async def test_a_job_that_ended_the_process_time_and_again_is_not_tried_once_more(
    resume_jobs: ResumeJobs, service: Service, jobs: ScriptedJobEngine, fatal: TranscriptionJob
) -> None:
    assert await resume_jobs() == 0
    assert jobs.submitted == []
    left = service.database.committed
    assert (left.job(fatal.id).status, left.stage_results) == (JobStatus.FAILED, {})
    assert left.job(fatal.id).finished_at == NEW_YEAR


async def test_why_a_job_is_given_up_is_kept_and_logged(
    resume_jobs: ResumeJobs,
    service: Service,
    fatal: TranscriptionJob,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        await resume_jobs()
    failure = service.database.committed.job(fatal.id).failure
    assert failure is not None
    assert failure.code == "transcription-abandoned"
    assert failure.detail == "The server ended 3 times while it worked on this recording."
    assert "smaller model" in failure.advice
    assert f"job {fatal.id} failed: {failure.detail}" in caplog.text


async def test_a_job_that_waits_is_never_given_up(
    resume_jobs: ResumeJobs, service: Service, jobs: ScriptedJobEngine, fatal: TranscriptionJob
) -> None:
    await keep_job(service, fatal.requeue())
    assert await resume_jobs() == 1
    assert jobs.submitted == [fatal.id]
