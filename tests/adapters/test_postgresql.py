import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from typing import Final

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from adapters.outbound.persistence.unit_of_work import SqlUnitOfWork
from application.errors import DatabaseUnavailableError
from application.ports.unit_of_work import UnitOfWorkFactory
from infrastructure.database import make_engine, migrate, sessions
from tests.databases.postgresql_server import SESSIONS, PostgresqlServer
from tests.databases.sql_databases import SqlDatabases
from tests.fakes.clips import ADA, GRACE, a_clip, content
from tests.fakes.jobs import a_job

_WAIT: Final = 0.05


@pytest.fixture
async def url(postgresql_databases: SqlDatabases) -> AsyncIterator[str]:
    async with postgresql_databases.migrated() as url:
        yield url


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(url)
    yield engine
    await engine.dispose()


@pytest.fixture
def unit_of_work(engine: AsyncEngine) -> UnitOfWorkFactory:
    return partial(SqlUnitOfWork, sessions(engine))


@pytest.fixture
async def impatient(url: str) -> AsyncIterator[UnitOfWorkFactory]:
    """Of another process, which waits only for a moment."""
    engine = make_engine(url, wait=_WAIT)
    yield partial(SqlUnitOfWork, sessions(engine))
    await engine.dispose()


async def test_each_connection_is_guarded_by_the_server(engine: AsyncEngine) -> None:
    await migrate(engine)
    async with engine.connect() as connection:
        for name, value in (
            ("application_name", "hexavox"),
            ("lock_timeout", "15s"),
            ("idle_in_transaction_session_timeout", "30s"),
            ("transaction_isolation", "read committed"),
        ):
            assert await connection.scalar(text(f"SHOW {name}")) == value


async def test_a_unit_that_waits_too_long_for_another_process_fails(
    unit_of_work: UnitOfWorkFactory, impatient: UnitOfWorkFactory
) -> None:
    async with unit_of_work() as uow:
        await uow.clips.add(a_clip())
        with pytest.raises(DatabaseUnavailableError):
            await _clips(impatient)
        await uow.commit()
    assert await _clips(impatient) == 1


async def test_a_process_that_is_frozen_holds_the_others_up_only_for_a_while(
    engine: AsyncEngine, unit_of_work: UnitOfWorkFactory
) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("SET idle_in_transaction_session_timeout = '50ms'"))
        await connection.commit()
        await connection.execute(text("SELECT 1"))
        assert await _clips(unit_of_work) == 0
        with pytest.raises(DatabaseUnavailableError):
            await connection.execute(text("SELECT 1"))


async def test_what_was_lost_with_the_server_is_told_and_the_rest_goes_on_when_it_is_back(
    postgresql: PostgresqlServer, engine: AsyncEngine, unit_of_work: UnitOfWorkFactory
) -> None:
    began, gone = asyncio.Event(), asyncio.Event()

    async def interrupted() -> None:
        async with unit_of_work() as uow:
            await uow.clips.add(a_clip())
            began.set()
            await gone.wait()
            await uow.commit()

    holding = asyncio.create_task(interrupted())
    await began.wait()
    waiting = [asyncio.create_task(_clips(unit_of_work)) for _ in range(6)]
    await _until_one_waits(postgresql, engine)
    with postgresql.away():
        gone.set()
        for unit in (holding, *waiting):
            with pytest.raises(DatabaseUnavailableError):
                await unit
        with pytest.raises(DatabaseUnavailableError):
            await _clips(unit_of_work)
    assert await asyncio.gather(*(_clips(unit_of_work) for _ in range(6))) == [0] * 6


async def test_a_unit_whose_connection_is_lost_closes_quietly(
    postgresql: PostgresqlServer,
    engine: AsyncEngine,
    unit_of_work: UnitOfWorkFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with unit_of_work() as uow:
        await uow.clips.find(ADA, content("a"))
        await postgresql.end_connections(engine.url.database or "")
    async with unit_of_work() as uow:
        await uow.clips.add(a_clip())
        await postgresql.end_connections(engine.url.database or "")
        with pytest.raises(DatabaseUnavailableError):
            await uow.clips.add(a_clip(owner=GRACE))
    assert isinstance(engine.pool, AsyncAdaptedQueuePool)
    assert engine.pool.checkedout() == 0
    assert await _clips(unit_of_work) == 0
    assert not [entry for entry in caplog.records if entry.levelno >= logging.ERROR]


@pytest.mark.parametrize(
    "address", ["127.0.0.1:1", "no-such-host.invalid", "%2Fno%2Fsuch%2Ffolder"]
)
async def test_a_server_that_cannot_be_reached_is_unavailable(address: str) -> None:
    engine = make_engine(f"postgresql+asyncpg://ada:secret@{address}/hexavox")
    with pytest.raises(DatabaseUnavailableError) as failure:
        await _clips(partial(SqlUnitOfWork, sessions(engine)))
    assert "secret" not in str(failure.value)
    with pytest.raises(DatabaseUnavailableError):
        await migrate(engine)
    await engine.dispose()


async def test_a_server_that_does_not_answer_counts_as_gone(url: str) -> None:
    impatient = make_engine(f"{url}&command_timeout=0.1")
    async with impatient.connect() as connection:
        backend = await connection.scalar(text("SELECT pg_backend_pid()"))
        await connection.commit()
        assert isinstance(backend, int)
        os.kill(backend, signal.SIGSTOP)
        try:
            with pytest.raises(DatabaseUnavailableError):
                await connection.execute(text("SELECT 1"))
        finally:
            os.kill(backend, signal.SIGCONT)
    assert await _clips(partial(SqlUnitOfWork, sessions(impatient))) == 0
    await impatient.dispose()


async def test_what_is_kept_comes_back_as_it_was(unit_of_work: UnitOfWorkFactory) -> None:
    summer = timezone(timedelta(hours=2))
    clip = replace(
        a_clip(created_at=datetime(2026, 7, 1, 0, 0, 0, 123_456, summer)),
        filename="Gespräch \N{GRINNING FACE} '; --.mp3",
        size_bytes=2**62,
        format=replace(a_clip().format, duration=1 / 3),
    )
    async with unit_of_work() as uow:
        await uow.clips.add(clip)
        await uow.commit()
    async with unit_of_work() as uow:
        kept = await uow.clips.get(ADA, clip.id)
    assert kept == clip
    assert kept.created_at.tzinfo is UTC


async def test_text_that_holds_a_nul_is_kept_without_it_or_comes_back_with_it(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    clip = replace(a_clip(), filename="a\x00b.mp3")
    job = replace(a_job(clip.id), note={"said": "a\x00b"})
    async with unit_of_work() as uow:
        await uow.clips.add(clip)
        await uow.jobs.add(job)
        await uow.commit()
    async with unit_of_work() as uow:
        assert (await uow.clips.get(ADA, clip.id)).filename == "a\N{REPLACEMENT CHARACTER}b.mp3"
        assert (await uow.jobs.get(job.id)).note == job.note


async def _clips(unit_of_work: UnitOfWorkFactory) -> int:
    async with unit_of_work() as uow:
        return (await uow.clips.page(ADA, offset=0, limit=1)).total


async def _until_one_waits(server: PostgresqlServer, engine: AsyncEngine) -> None:
    while not await server.ask(  # noqa: ASYNC110 - no Event reaches another process
        f"SELECT count(*) {SESSIONS} AND wait_event = 'advisory'", engine.url.database
    ):
        await asyncio.sleep(0)
