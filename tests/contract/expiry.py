"""What every UnitOfWork tells and forgets of what is old."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from application.ports.idempotency import IdempotencyKey
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.transcription_job import JobKind
from tests.fakes.clips import a_clip
from tests.fakes.clock import NEW_YEAR
from tests.fakes.jobs import a_job
from tests.fakes.keys import a_key_record
from tests.fakes.webhooks import a_delivery, an_endpoint

SECOND: Final = timedelta(seconds=1)


class ExpiryContract:
    async def test_jobs_that_have_ended_are_found_by_when_they_did(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        last, first, unended = (a_job(clip.id) for _ in range(3))
        second = a_job(clip.id, kind=JobKind.DIARIZATION)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            for job in (last, first, second, unended):
                await uow.jobs.add(job)
            for age, job in enumerate((first, second, last)):
                await uow.jobs.save(job.cancel(now=NEW_YEAR + age * SECOND))
            time = NEW_YEAR + 2 * SECOND
            assert await uow.jobs.ended_before(time) == [first.id, second.id]
            assert await uow.jobs.ended_before(time, limit=1) == [first.id]
            assert await uow.jobs.ended_before(time, kind=JobKind.DIARIZATION) == [second.id]

    async def test_no_more_deliveries_are_forgotten_than_wanted(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        endpoint = an_endpoint()
        async with unit_of_work() as uow:
            await uow.webhooks.add(endpoint)
            for _ in range(3):
                await uow.deliveries.add(a_delivery(endpoint).given_up(), "{}")
            before = NEW_YEAR + SECOND
            gone = [await uow.deliveries.remove_ended(before=before, limit=2) for _ in range(3)]
            assert gone == [2, 1, 0]

    async def test_no_more_keys_are_forgotten_than_wanted(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            for number in range(3):
                key = IdempotencyKey(str(number))
                await uow.idempotency.add(replace(a_key_record(), key=key))
            later = NEW_YEAR + timedelta(days=2)
            gone = [await uow.idempotency.forget_expired(later, limit=2) for _ in range(3)]
            assert gone == [2, 1, 0]
