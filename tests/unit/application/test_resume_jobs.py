"""Taking up the jobs that a restart cut off."""

from dataclasses import replace
from datetime import timedelta

from application.use_cases.upkeep.resume_jobs import ResumeJobs
from domain.audio_clip import AudioClip
from domain.transcription_job import JobId, JobStatus
from tests.fakes.clock import NEW_YEAR
from tests.fakes.job_engine import ScriptedJobEngine
from tests.fakes.jobs import a_job
from tests.fakes.kept import a_kept_job, keep_job
from tests.fakes.service import Service


async def test_jobs_that_ran_or_waited_are_submitted_oldest_first(
    service: Service, jobs: ScriptedJobEngine, clip: AudioClip
) -> None:
    waiting = a_job(clip.id, requested_at=NEW_YEAR + timedelta(hours=1))
    running = replace(a_job(clip.id).start(now=NEW_YEAR), attempts=2)
    for job in (waiting, running):
        await keep_job(service, job)
    assert await ResumeJobs(unit_of_work=service.unit_of_work, jobs=jobs)() == 2
    assert jobs.submitted == [running.id, waiting.id]
    kept = service.database.committed.jobs
    assert kept[waiting.id] == waiting
    assert (kept[running.id].status, kept[running.id].attempts) == (JobStatus.QUEUED, 2)


async def test_jobs_are_queued_again_before_anybody_may_run_them(
    service: Service, jobs: ScriptedJobEngine, clip: AudioClip
) -> None:
    await keep_job(service, a_job(clip.id).start(now=NEW_YEAR))

    async def look(job_id: JobId) -> None:
        async with service.unit_of_work() as uow:
            assert (await uow.jobs.get(job_id)).status is JobStatus.QUEUED

    jobs.on_submit = look
    await ResumeJobs(unit_of_work=service.unit_of_work, jobs=jobs)()
    assert len(jobs.submitted) == 1


async def test_a_job_that_has_ended_stays_as_it_is(
    service: Service, jobs: ScriptedJobEngine, clip: AudioClip
) -> None:
    ended = (await a_kept_job(service, clip)).start(now=NEW_YEAR).succeed(now=NEW_YEAR)
    await keep_job(service, ended)
    assert await ResumeJobs(unit_of_work=service.unit_of_work, jobs=jobs)() == 0
    assert jobs.submitted == []
    assert service.database.committed.jobs == {ended.id: ended}
