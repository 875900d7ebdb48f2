"""News of jobs between the tasks of one event loop."""

import asyncio
from datetime import timedelta
from typing import Final
from uuid import UUID

import pytest

from adapters.outbound.jobs.news import InProcessJobNews
from application.errors import ServiceStoppingError
from application.job_audience import JobAudience
from domain.transcription_job import JobId
from tests.fakes.progress import PATIENCE

ONE: Final = JobId(UUID(int=1))
OTHER: Final = JobId(UUID(int=2))
LONG: Final = timedelta(seconds=PATIENCE)
NO_TIME: Final = timedelta(0)


@pytest.fixture
def news() -> InProcessJobNews:
    return InProcessJobNews()


async def waiting(*subjects: JobId | None, news: InProcessJobNews) -> list[asyncio.Task[None]]:
    """Tasks that wait for news of these jobs; None is any."""
    tasks = [
        asyncio.create_task(
            news.of_any(at_most=LONG) if subject is None else news.of(subject, at_most=LONG)
        )
        for subject in subjects
    ]
    await asyncio.sleep(0)  # lets them begin
    return tasks


async def test_all_who_wait_for_a_job_are_woken_and_nobody_else(news: InProcessJobNews) -> None:
    first, second, other, anybody = await waiting(ONE, ONE, OTHER, None, news=news)
    news.tell(ONE)
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(first, second, anybody)
    assert not other.done()
    news.tell(OTHER)
    await asyncio.wait_for(other, PATIENCE)


async def test_without_news_the_time_passes(news: InProcessJobNews) -> None:
    await asyncio.wait_for(news.of(ONE, at_most=NO_TIME), PATIENCE)
    await asyncio.wait_for(news.of_any(at_most=NO_TIME), PATIENCE)


async def test_news_that_nobody_waited_for_is_not_missed_by_who_looks_for_work(
    news: InProcessJobNews,
) -> None:
    news.tell(ONE)
    news.tell(OTHER)
    await asyncio.wait_for(news.of_any(at_most=LONG * 10), PATIENCE)
    (again,) = await waiting(None, news=news)
    assert not again.done()
    news.tell(ONE)
    await asyncio.wait_for(again, PATIENCE)


async def test_whoever_gives_up_waiting_is_forgotten(news: InProcessJobNews) -> None:
    first, second = await waiting(ONE, ONE, news=news)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    news.tell(ONE)
    await asyncio.wait_for(second, PATIENCE)


async def test_nobody_is_kept_waiting_by_a_process_that_is_told_to_stop(
    news: InProcessJobNews,
) -> None:
    tasks = await waiting(ONE, OTHER, None, news=news)
    news.stop()
    late = await waiting(ONE, None, news=news)
    for task in (*tasks, *late):
        with pytest.raises(ServiceStoppingError):
            await asyncio.wait_for(task, PATIENCE)


async def test_news_that_came_before_the_stop_does_not_hide_it(news: InProcessJobNews) -> None:
    news.tell(ONE)
    news.stop()
    with pytest.raises(ServiceStoppingError):
        await news.of_any(at_most=LONG)


def test_an_audience_is_there_until_the_last_has_left() -> None:
    audience = JobAudience()
    with audience.joined(ONE):
        with audience.joined(ONE):
            assert audience.waits_for(ONE)
        assert audience.waits_for(ONE)
        assert not audience.waits_for(OTHER)
    assert not audience.waits_for(ONE)
