"""A database that may be slow, asked by those who would rather be told so."""

import asyncio

import pytest

from application.errors import DatabaseUnavailableError
from application.impatience import within
from application.use_cases.service.check_readiness import CheckReadiness
from tests.fakes.progress import PATIENCE
from tests.fakes.service import Service
from tests.fakes.until import until


class Locked:
    """Hears that it is to stop, and cannot: a thread of it waits for a lock."""

    def __init__(self) -> None:
        self.is_free = asyncio.Event()
        self.has_ended = False

    async def ask(self) -> str:
        try:
            await asyncio.Event().wait()
        finally:
            await self.is_free.wait()
            self.has_ended = True
        return "never"


async def test_an_answer_in_time_and_an_accident_come_through() -> None:
    async def one() -> int:
        return 1

    async def broken() -> int:
        raise DatabaseUnavailableError("gone")

    assert await within(PATIENCE, one()) == 1
    with pytest.raises(DatabaseUnavailableError, match="gone"):
        await within(PATIENCE, broken())


async def test_who_cannot_stop_is_not_waited_for() -> None:
    locked = Locked()
    with pytest.raises(DatabaseUnavailableError, match="does not answer"):
        await within(0.01, locked.ask())
    assert not locked.has_ended
    locked.is_free.set()
    await until(lambda: locked.has_ended)


async def test_a_database_that_keeps_silent_does_not_answer(service: Service) -> None:
    async with service.unit_of_work():
        check = CheckReadiness(
            unit_of_work=service.unit_of_work, gpu_concurrency=1, engines={}, patience=0.01
        )
        readiness = await check()
    assert not readiness.database_answers
    assert (await check()).is_ready
