"""What every ApiKeyRepository does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.errors import ConflictError, KeyNotFoundError
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.api_key import EVERY_SCOPE
from tests.fakes.api_keys import GRACES, STRANGERS, a_key
from tests.fakes.clips import GRACE
from tests.fakes.clock import NEW_YEAR

DAY = timedelta(days=1)


class ApiKeyRepositoryContract:
    async def test_keys_come_back_as_they_were_kept_oldest_first(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        older = a_key(scopes=EVERY_SCOPE)
        newer = a_key(
            GRACES,
            owner=GRACE,
            created_at=NEW_YEAR + DAY,
            expires_at=NEW_YEAR + 2 * DAY,
        )
        async with unit_of_work() as uow:
            await uow.keys.add(newer)
            await uow.keys.add(older)
            await uow.commit()
        async with unit_of_work() as uow:
            assert list(await uow.keys.all()) == [older, newer]

    async def test_a_changed_key_is_kept(self, unit_of_work: UnitOfWorkFactory) -> None:
        key = a_key()
        async with unit_of_work() as uow:
            await uow.keys.add(key)
            await uow.commit()
        async with unit_of_work() as uow:
            await uow.keys.save(key.revoked(now=NEW_YEAR + DAY))
            await uow.commit()
        async with unit_of_work() as uow:
            assert list(await uow.keys.all()) == [replace(key, revoked_at=NEW_YEAR + DAY)]

    async def test_no_two_keys_have_the_same_secret(self, unit_of_work: UnitOfWorkFactory) -> None:
        async with unit_of_work() as uow:
            await uow.keys.add(a_key())
            with pytest.raises(ConflictError):
                await uow.keys.add(a_key(owner=GRACE))

    async def test_a_key_that_is_not_there_cannot_be_changed(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            with pytest.raises(KeyNotFoundError):
                await uow.keys.save(a_key())

    async def test_a_key_is_removed_and_no_other(self, unit_of_work: UnitOfWorkFactory) -> None:
        key, other = a_key(), a_key(STRANGERS)
        async with unit_of_work() as uow:
            await uow.keys.add(key)
            await uow.keys.add(other)
            await uow.keys.remove(key.id)
            await uow.keys.remove(key.id)
            assert list(await uow.keys.all()) == [other]
