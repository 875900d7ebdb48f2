"""What every JobHistory does."""

from datetime import timedelta
from typing import Final
from uuid import uuid4

import pytest

from application.errors import JobNotFoundError
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import ClipId
from domain.job_history import Happening, JobEvent
from domain.transcription_job import Failure, JobId, Stage
from tests.fakes.clips import a_clip
from tests.fakes.clock import NEW_YEAR
from tests.fakes.jobs import HERE, a_job

_BROKEN: Final = Failure(code="transcription-failed", detail="It broke.", advice="Try again.")


def _events_of(job_id: JobId) -> list[JobEvent]:
    """Numbered as they will be."""
    later = NEW_YEAR + timedelta(seconds=1)
    return [
        JobEvent(number=1, job_id=job_id, at=NEW_YEAR, what=Happening.QUEUED),
        JobEvent(number=2, job_id=job_id, at=later, what=Happening.STARTED, attempt=1, runner=HERE),
        JobEvent(
            number=3,
            job_id=job_id,
            at=later,
            what=Happening.STAGE_FINISHED,
            attempt=1,
            stage=Stage.TRANSCRIBE,
            seconds=1 / 3,
        ),
        JobEvent(
            number=4, job_id=job_id, at=later, what=Happening.FAILED, attempt=1, failure=_BROKEN
        ),
    ]


class JobHistoryContract:
    async def test_what_happened_comes_back_in_order_and_numbered(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        job, other = a_job(clip.id), a_job(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            for each in (job, other):
                await uow.jobs.add(each)
                await uow.history.add(JobEvent(job_id=each.id, at=NEW_YEAR, what=Happening.QUEUED))
            await uow.commit()
        for event in _events_of(job.id)[1:]:
            async with unit_of_work() as uow:
                await uow.history.add(event)
                await uow.commit()
        async with unit_of_work() as uow:
            assert list(await uow.history.of(job.id)) == _events_of(job.id)
            assert [event.number for event in await uow.history.of(other.id)] == [1]

    async def test_only_what_came_later_can_be_asked_for(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        job = a_job(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(job)
            for event in _events_of(job.id):
                await uow.history.add(event)
            for number in (0, 2, 4, 99):
                later = await uow.history.of(job.id, after=number)
                assert list(later) == _events_of(job.id)[number:]

    async def test_history_goes_with_its_job(self, unit_of_work: UnitOfWorkFactory) -> None:
        clip = a_clip()
        jobs = [a_job(clip.id) for _ in range(3)]
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            for job in jobs:
                await uow.jobs.add(job)
                for event in _events_of(job.id):
                    await uow.history.add(event)
            await uow.commit()
        async with unit_of_work() as uow:
            await uow.jobs.remove(jobs[0].id)
            assert list(await uow.history.of(jobs[0].id)) == []
            assert len(await uow.history.of(jobs[1].id)) == 4
            await uow.clips.remove(clip.id)
            for job in jobs:
                assert list(await uow.history.of(job.id)) == []

    async def test_nothing_happens_to_a_job_that_is_not_there(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        job = a_job(ClipId(uuid4()))
        async with unit_of_work() as uow:
            assert list(await uow.history.of(job.id)) == []
            with pytest.raises(JobNotFoundError):
                await uow.history.add(_events_of(job.id)[0])
