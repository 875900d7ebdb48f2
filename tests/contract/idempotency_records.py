"""What every IdempotencyRecords does."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from application.errors import ConflictError
from application.ports.idempotency import Answer, IdempotencyKey, KeptAnswer
from application.ports.unit_of_work import UnitOfWorkFactory
from tests.fakes.clips import ADA, GRACE
from tests.fakes.clock import NEW_YEAR
from tests.fakes.keys import CREATED, KEY, a_key_record

ANOTHER: Final = IdempotencyKey('a key with "quotes"')
SECOND: Final = timedelta(seconds=1)


class IdempotencyRecordsContract:
    async def test_keys_come_back_as_they_were(self, unit_of_work: UnitOfWorkFactory) -> None:
        claimed, answered = a_key_record(), a_key_record(key=ANOTHER, answered=CREATED)
        async with unit_of_work() as uow:
            await uow.idempotency.add(claimed)
            await uow.idempotency.add(answered)
            await uow.commit()
        async with unit_of_work() as uow:
            assert await uow.idempotency.find(ADA, KEY) == claimed
            assert await uow.idempotency.find(ADA, ANOTHER) == answered
            assert await uow.idempotency.under_claim(answered.claim) == answered

    async def test_each_owner_has_keys_of_their_own(self, unit_of_work: UnitOfWorkFactory) -> None:
        hers, theirs = a_key_record(), a_key_record(owner=GRACE)
        async with unit_of_work() as uow:
            await uow.idempotency.add(hers)
            assert await uow.idempotency.find(GRACE, KEY) is None
            await uow.idempotency.add(theirs)
            assert await uow.idempotency.find(GRACE, KEY) == theirs

    async def test_a_key_is_added_once(self, unit_of_work: UnitOfWorkFactory) -> None:
        async with unit_of_work() as uow:
            await uow.idempotency.add(a_key_record())
            with pytest.raises(ConflictError):
                await uow.idempotency.add(a_key_record())

    async def test_a_claim_becomes_an_answer(self, unit_of_work: UnitOfWorkFactory) -> None:
        claimed = a_key_record()
        answered = replace(claimed, answered=CREATED, expires_at=NEW_YEAR + SECOND)
        async with unit_of_work() as uow:
            await uow.idempotency.add(claimed)
            await uow.commit()
        async with unit_of_work() as uow:
            await uow.idempotency.save(answered)
            await uow.commit()
        async with unit_of_work() as uow:
            kept = await uow.idempotency.find(ADA, KEY)
            assert kept == answered
            assert kept is not None
            assert kept.answered is not None
            assert kept.answered.to_body is not None
            assert kept.answered.to_body.size == 5_000_000_000

    async def test_an_answer_may_be_empty_and_fit_any_body(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        nothing = KeptAnswer(Answer(204, (), b""), None)
        async with unit_of_work() as uow:
            await uow.idempotency.add(a_key_record(answered=nothing))
            await uow.commit()
        async with unit_of_work() as uow:
            kept = await uow.idempotency.find(ADA, KEY)
            assert kept is not None
            assert kept.answered == nothing

    async def test_what_was_removed_stays_away(self, unit_of_work: UnitOfWorkFactory) -> None:
        lost = a_key_record()
        async with unit_of_work() as uow:
            await uow.idempotency.add(lost)
            await uow.idempotency.remove(lost.claim)
            await uow.idempotency.remove(lost.claim)
            await uow.idempotency.save(replace(lost, answered=CREATED))
            assert await uow.idempotency.find(ADA, KEY) is None
            assert await uow.idempotency.under_claim(lost.claim) is None
            await uow.idempotency.add(a_key_record())

    async def test_what_has_expired_is_forgotten(self, unit_of_work: UnitOfWorkFactory) -> None:
        later = a_key_record(key=ANOTHER, expires_at=NEW_YEAR + SECOND)
        async with unit_of_work() as uow:
            await uow.idempotency.add(a_key_record(answered=CREATED))
            await uow.idempotency.add(a_key_record(owner=GRACE, expires_at=NEW_YEAR - SECOND))
            await uow.idempotency.add(later)
            assert await uow.idempotency.forget_expired(NEW_YEAR) == 2
            assert await uow.idempotency.forget_expired(NEW_YEAR) == 0
            assert await uow.idempotency.find(ADA, KEY) is None
            assert await uow.idempotency.find(ADA, ANOTHER) == later
