"""Waiting for a job, but not for ever."""

from datetime import timedelta

import pytest

from adapters.outbound.jobs.news import InProcessJobNews
from application.errors import JobNotFoundError
from application.use_cases.jobs.wait_a_while import WaitAWhile
from application.use_cases.jobs.watch_job import AwaitJob
from domain.transcription_job import JobStatus, TranscriptionJob
from tests.fakes.clips import a_clip
from tests.fakes.clock import NEW_YEAR
from tests.fakes.jobs import a_job
from tests.fakes.service import Service

LONG = timedelta(seconds=20)


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def news() -> InProcessJobNews:
    return InProcessJobNews()


@pytest.fixture
def wait(service: Service, news: InProcessJobNews) -> WaitAWhile:
    return WaitAWhile(
        wait=AwaitJob(unit_of_work=service.unit_of_work, news=news),
        unit_of_work=service.unit_of_work,
    )


@pytest.fixture
async def job(service: Service) -> TranscriptionJob:
    clip = a_clip()
    job = a_job(clip.id)
    async with service.unit_of_work() as uow:
        await uow.clips.add(clip)
        await uow.jobs.add(job)
        await uow.commit()
    return job


async def test_a_job_that_has_ended_is_there_at_once(
    service: Service, wait: WaitAWhile, job: TranscriptionJob
) -> None:
    async with service.unit_of_work() as uow:
        await uow.jobs.save(job.cancel(now=NEW_YEAR))
        await uow.commit()
    assert (await wait(job.id, at_most=LONG)).status is JobStatus.CANCELLED


async def test_after_that_time_the_job_is_as_it_is(wait: WaitAWhile, job: TranscriptionJob) -> None:
    assert await wait(job.id, at_most=timedelta(milliseconds=1)) == job


async def test_a_service_that_stops_keeps_nobody_waiting(
    wait: WaitAWhile, news: InProcessJobNews, job: TranscriptionJob
) -> None:
    news.stop()
    assert await wait(job.id, at_most=LONG) == job


async def test_there_is_no_waiting_for_nothing(wait: WaitAWhile) -> None:
    with pytest.raises(JobNotFoundError):
        await wait(a_job(a_clip().id).id, at_most=LONG)
