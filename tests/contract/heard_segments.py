"""What every HeardSegments does."""

from dataclasses import replace
from typing import Final
from uuid import uuid4

import pytest

from application.errors import JobNotFoundError
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.doubt import Doubt
from domain.transcript import Segment
from domain.transcription_job import JobId, Progress, Stage
from tests.fakes.clips import ADA, a_clip
from tests.fakes.jobs import a_job
from tests.fakes.transcripts import a_segment, a_word

FIRST: Final = a_segment(a_word(" Grüß", 0.1, 0.2), a_word(" Gott", 0.2, 1 / 3))
SECOND: Final = replace(a_segment(a_word(" Welt", 1.0, 1.5)), doubts=(Doubt.NO_SPEECH,))
THIRD: Final = a_segment(a_word(" da.", 2.0, 2.5))


async def _a_kept_job(unit_of_work: UnitOfWorkFactory, *heard: Segment) -> JobId:
    clip = a_clip()
    job = a_job(clip.id)
    async with unit_of_work() as uow:
        await uow.clips.add(clip)
        await uow.jobs.add(job)
        await uow.heard.put(job.id, dict(enumerate(heard)))
        await uow.commit()
    return job.id


class HeardSegmentsContract:
    async def test_what_was_heard_comes_back_in_order_from_any_number_on(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        job_id = await _a_kept_job(unit_of_work)
        async with unit_of_work() as uow:
            assert await uow.heard.of(job_id) == []
            await uow.heard.put(job_id, {1: SECOND, 0: FIRST})
            await uow.heard.put(job_id, {2: THIRD})
            assert await uow.heard.of(job_id) == [FIRST, SECOND, THIRD]
            assert await uow.heard.of(job_id, start=1) == [SECOND, THIRD]
            assert await uow.heard.of(job_id, start=3) == []
            assert await uow.heard.of(JobId(uuid4())) == []

    async def test_what_was_heard_once_is_never_changed(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        job_id = await _a_kept_job(unit_of_work, FIRST)
        async with unit_of_work() as uow:
            await uow.heard.put(job_id, {0: THIRD, 1: SECOND})
            await uow.commit()
        async with unit_of_work() as uow:
            assert await uow.heard.of(job_id) == [FIRST, SECOND]

    async def test_what_was_heard_can_be_removed_and_goes_with_its_job(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        job_id = await _a_kept_job(unit_of_work, FIRST)
        async with unit_of_work() as uow:
            await uow.heard.remove(job_id)
            await uow.heard.remove(job_id)
            assert await uow.heard.of(job_id) == []
            await uow.heard.put(job_id, {0: FIRST})
            await uow.jobs.remove(job_id)
            await uow.commit()
        async with unit_of_work() as uow:
            assert await uow.heard.of(job_id) == []

    async def test_what_was_heard_belongs_to_a_job_that_is_there(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            with pytest.raises(JobNotFoundError):
                await uow.heard.put(JobId(uuid4()), {0: FIRST})

    async def test_a_glance_at_a_job_shows_what_has_changed(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        job_id = await _a_kept_job(unit_of_work)
        async with unit_of_work() as uow:
            job = await uow.jobs.get(job_id)
            glance = await uow.jobs.glance(job_id)
            assert (glance.owner, glance.status, glance.progress) == (
                ADA,
                job.status,
                job.progress,
            )
            assert (glance.version, glance.heard) == (0, 0)
            halfway = job.reached(Progress({Stage.TRANSCRIBE: 0.5}))
            await uow.jobs.save(halfway)
            await uow.heard.put(job_id, {0: FIRST, 1: SECOND})
            glance = await uow.jobs.glance(job_id)
            assert (glance.progress, glance.heard) == (halfway.progress, 2)
            with pytest.raises(JobNotFoundError):
                await uow.jobs.glance(JobId(uuid4()))
