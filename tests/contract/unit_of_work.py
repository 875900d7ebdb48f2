"""What every UnitOfWork does, its repositories included. An adapter's test module names itself
and inherits this."""

import asyncio
from dataclasses import replace
from typing import Never

import pytest

from application.errors import ClipNotFoundError
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.transcription_job import JobId
from tests.contract.api_key_repository import ApiKeyRepositoryContract
from tests.contract.clip_repository import ClipRepositoryContract
from tests.contract.expiry import ExpiryContract
from tests.contract.heard_segments import HeardSegmentsContract
from tests.contract.idempotency_records import IdempotencyRecordsContract
from tests.contract.job_history import JobHistoryContract
from tests.contract.job_repository import JobRepositoryContract
from tests.contract.speaker_repository import SpeakerRepositoryContract
from tests.contract.stage_results import StageResultsContract
from tests.contract.transcript_repository import TranscriptRepositoryContract
from tests.contract.webhook_outbox import WebhookOutboxContract
from tests.contract.webhook_repository import WebhookRepositoryContract
from tests.fakes.clips import ADA, a_clip, content
from tests.fakes.jobs import a_job


async def attempt(unit_of_work: UnitOfWorkFactory, job_id: JobId) -> None:
    """Read, let others have their turn, write what was read and one more."""
    async with unit_of_work() as uow:
        job = await uow.jobs.get(job_id)
        await asyncio.sleep(0)
        await uow.jobs.save(replace(job, attempts=job.attempts + 1))
        await uow.commit()


async def an_unattempted_job(unit_of_work: UnitOfWorkFactory) -> JobId:
    clip = a_clip()
    job = a_job(clip.id)
    async with unit_of_work() as uow:
        await uow.clips.add(clip)
        await uow.jobs.add(job)
        await uow.commit()
    return job.id


class UnitOfWorkContract(
    ClipRepositoryContract,
    JobRepositoryContract,
    JobHistoryContract,
    TranscriptRepositoryContract,
    HeardSegmentsContract,
    StageResultsContract,
    IdempotencyRecordsContract,
    WebhookRepositoryContract,
    WebhookOutboxContract,
    SpeakerRepositoryContract,
    ApiKeyRepositoryContract,
    ExpiryContract,
):
    async def test_keeps_what_was_committed(self, unit_of_work: UnitOfWorkFactory) -> None:
        clip = a_clip()
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.commit()
        async with unit_of_work() as uow:
            assert await uow.clips.get(ADA, clip.id) == clip

    async def test_forgets_what_was_not(self, unit_of_work: UnitOfWorkFactory) -> None:
        clip = a_clip()
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
        async with unit_of_work() as uow:
            with pytest.raises(ClipNotFoundError):
                await uow.clips.get(ADA, clip.id)

    async def test_forgets_what_came_after_the_commit(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            await uow.clips.add(a_clip())
            await uow.commit()
            await uow.clips.add(a_clip(content_hash=content("b")))
        async with unit_of_work() as uow:
            assert (await uow.clips.page(ADA, offset=0, limit=10)).total == 1

    async def test_an_error_forgets_everything_and_goes_on_its_way(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async def interrupted() -> Never:
            async with unit_of_work() as uow:
                await uow.clips.add(a_clip())
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await interrupted()
        async with unit_of_work() as uow:
            assert (await uow.clips.page(ADA, offset=0, limit=10)).total == 0

    async def test_units_that_read_and_then_write_exclude_each_other(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        job_id = await an_unattempted_job(unit_of_work)
        await asyncio.gather(*(attempt(unit_of_work, job_id) for _ in range(8)))
        async with unit_of_work() as uow:
            assert (await uow.jobs.get(job_id)).attempts == 8

    async def test_whoever_is_cancelled_while_the_database_works_is_told_just_that(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async def look_for_ever() -> Never:
            while True:
                async with unit_of_work() as uow:
                    await uow.jobs.running()
                    await asyncio.sleep(0)

        for turns in range(12):
            async with unit_of_work() as uow:  # there is a connection
                await uow.jobs.running()
            looking = asyncio.create_task(look_for_ever())
            for _ in range(turns):
                await asyncio.sleep(0)
            looking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await looking

    async def test_a_cancelled_unit_holds_nobody_up(self, unit_of_work: UnitOfWorkFactory) -> None:
        written = asyncio.Event()

        async def endless() -> None:
            async with unit_of_work() as uow:
                await uow.clips.add(a_clip())
                written.set()
                await asyncio.Event().wait()

        holding = asyncio.create_task(endless())
        await written.wait()
        waiting = asyncio.create_task(an_unattempted_job(unit_of_work))
        refused = asyncio.create_task(an_unattempted_job(unit_of_work))
        await asyncio.sleep(0)
        refused.cancel()
        holding.cancel()
        await asyncio.gather(holding, refused, return_exceptions=True)
        assert holding.cancelled()
        await waiting
        async with unit_of_work() as uow:
            assert (await uow.clips.page(ADA, offset=0, limit=10)).total == 1
