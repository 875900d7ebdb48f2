"""Putting the jobs back that a process leaves when it is told to end."""

import pytest

from application.ports.stage_results import SpeechFound
from application.use_cases.upkeep.put_jobs_back import PutJobsBack
from application.use_cases.upkeep.resume_jobs import ResumeJobs
from domain.audio_clip import AudioClip
from domain.transcription_job import MOST_ATTEMPTS, JobStatus, Stage
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.job_engine import ScriptedJobEngine
from tests.fakes.kept import a_kept_job, keep_job
from tests.fakes.service import Service


@pytest.fixture
def put_jobs_back(service: Service) -> PutJobsBack:
    return PutJobsBack(unit_of_work=service.unit_of_work)


async def test_what_runs_is_queued_again_with_the_results_it_has(
    put_jobs_back: PutJobsBack, service: Service, clip: AudioClip
) -> None:
    running, waiting = await a_kept_job(service, clip), await a_kept_job(service, clip)
    await keep_job(service, running.start(now=NEW_YEAR))
    async with service.unit_of_work() as uow:
        await uow.stage_results.put(running.id, Stage.DETECT_SPEECH, SpeechFound(()))
        await uow.commit()
    assert await put_jobs_back() == 1
    left = service.database.committed
    assert left.jobs == {running.id: running, waiting.id: waiting}
    assert set(left.stage_results) == {(running.id, Stage.DETECT_SPEECH)}


async def test_a_job_that_has_ended_stays_as_it_is(
    put_jobs_back: PutJobsBack, service: Service, clip: AudioClip
) -> None:
    ended = (await a_kept_job(service, clip)).start(now=NEW_YEAR).succeed(now=NEW_YEAR)
    await keep_job(service, ended)
    assert await put_jobs_back() == 0
    assert service.database.committed.jobs == {ended.id: ended}


async def test_however_often_a_service_is_told_to_stop_its_job_goes_on(
    put_jobs_back: PutJobsBack, service: Service, clip: AudioClip, jobs: ScriptedJobEngine
) -> None:
    job = await a_kept_job(service, clip)
    resume = ResumeJobs(unit_of_work=service.unit_of_work, jobs=jobs, clock=FakeClock())
    for _ in range(2 * MOST_ATTEMPTS):
        await keep_job(service, service.database.committed.job(job.id).start(now=NEW_YEAR))
        await put_jobs_back()
        assert await resume() == 1
    assert service.database.committed.job(job.id).status is JobStatus.QUEUED
