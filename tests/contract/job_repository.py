"""What every JobRepository does."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from application.errors import ClipNotFoundError, JobNotFoundError
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import ClipId
from domain.speaker import SpeakerCount
from domain.transcription_job import Failure, JobId, Stage, TranscriptionJob
from domain.transcription_options import TranscriptionOptions
from tests.fakes.clips import GRACE, a_clip
from tests.fakes.clock import NEW_YEAR
from tests.fakes.jobs import TINY, a_job

_FAILURE = Failure(code="not-audio", detail="No sound.", advice="Send a file with sound.")


def _lives_of(job: TranscriptionJob) -> list[TranscriptionJob]:
    running = job.start(now=NEW_YEAR + timedelta(seconds=1))
    end = NEW_YEAR + timedelta(seconds=2)
    return [
        running,
        running.reached(running.progress.with_stage(Stage.TRANSCRIBE, 1 / 3)),
        running.succeed(now=end),
        running.fail(_FAILURE, now=end),
        job.cancel(now=end),
        running.requeue(),
    ]


class JobRepositoryContract:
    async def test_a_job_comes_back_in_whatever_state_it_was_saved(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        job = a_job(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(job)
            await uow.commit()
        for changed in _lives_of(job):
            async with unit_of_work() as uow:
                await uow.jobs.save(changed)
                assert await uow.jobs.get(job.id) == changed
                await uow.commit()
            async with unit_of_work() as uow:
                assert await uow.jobs.get(job.id) == changed

    async def test_a_job_belongs_to_a_clip_that_is_there(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            with pytest.raises(ClipNotFoundError):
                await uow.jobs.add(a_job(ClipId(uuid4())))

    async def test_a_job_that_is_not_there_is_not_found(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            assert not await uow.jobs.exists(JobId(uuid4()))
            with pytest.raises(JobNotFoundError):
                await uow.jobs.get(JobId(uuid4()))
            with pytest.raises(JobNotFoundError):
                await uow.jobs.save(a_job(ClipId(uuid4())))

    async def test_an_active_job_is_found_by_its_very_options(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip, other = a_clip(), a_clip(owner=GRACE)
        wanted = replace(TINY, speakers=SpeakerCount.of(exact=2, at_least=None, at_most=None))
        job = a_job(clip.id, options=wanted)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.clips.add(other)
            await uow.jobs.add(job)
            await uow.jobs.add(a_job(clip.id, options=TranscriptionOptions(model="base")))
            equal = replace(TINY, speakers=SpeakerCount(2, 2))
            assert await uow.jobs.find_active(clip.id, equal) == job
            assert await uow.jobs.find_active(clip.id, TINY) is None
            assert await uow.jobs.find_active(other.id, wanted) is None

    async def test_a_job_that_ended_is_not_active(self, unit_of_work: UnitOfWorkFactory) -> None:
        clip = a_clip()
        job = a_job(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(job)
            for changed in _lives_of(job):
                await uow.jobs.save(changed)
                active = [] if changed.status.is_final else [changed]
                assert list(await uow.jobs.active()) == active
                found = await uow.jobs.find_active(clip.id, TINY)
                assert [job for job in (found,) if job] == active

    async def test_active_jobs_come_oldest_first(self, unit_of_work: UnitOfWorkFactory) -> None:
        clip = a_clip()
        jobs = [a_job(clip.id, requested_at=NEW_YEAR + timedelta(seconds=s)) for s in (2, 0, 1)]
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            for job in jobs:
                await uow.jobs.add(job)
            assert list(await uow.jobs.active()) == [jobs[1], jobs[2], jobs[0]]
