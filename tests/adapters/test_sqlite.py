import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.persistence.unit_of_work import SqlUnitOfWork
from application.errors import DatabaseUnavailableError, StorageFullError
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import ContentHash
from infrastructure.database import make_engine, migrate, sessions
from tests.databases.sql_databases import SqlDatabases
from tests.fakes.clips import ADA, a_clip

_WAIT: Final = 0.05


@pytest.fixture
async def url(sqlite_databases: SqlDatabases) -> AsyncIterator[str]:
    async with sqlite_databases.migrated() as url:
        yield url


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(url, wait=_WAIT)
    yield engine
    await engine.dispose()


@pytest.fixture
def unit_of_work(engine: AsyncEngine) -> UnitOfWorkFactory:
    return partial(SqlUnitOfWork, sessions(engine))


@pytest.fixture
def other_process(url: str) -> Iterator[sqlite3.Connection]:
    path = make_url(url).database
    assert path is not None
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


async def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path}/data/hexavox.db")
    await migrate(engine)
    await engine.dispose()
    assert (tmp_path / "data" / "hexavox.db").exists()


async def test_commits_are_written_ahead_and_rows_belong_together(engine: AsyncEngine) -> None:
    await migrate(engine)
    async with engine.connect() as connection:
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await connection.scalar(text("PRAGMA synchronous")) == 1
        assert await connection.scalar(text("PRAGMA foreign_keys")) == 1


async def test_a_full_disk_is_reported(
    engine: AsyncEngine, unit_of_work: UnitOfWorkFactory
) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("PRAGMA max_page_count = 1"))
    with pytest.raises(StorageFullError):
        await _fill(unit_of_work)


async def test_any_other_failure_of_the_database_stays_what_it_is(
    engine: AsyncEngine, unit_of_work: UnitOfWorkFactory
) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("PRAGMA query_only = ON"))
    with pytest.raises(OperationalError):
        await _fill(unit_of_work)


async def test_a_database_that_another_process_keeps_locked_is_unavailable(
    unit_of_work: UnitOfWorkFactory, other_process: sqlite3.Connection
) -> None:
    other_process.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseUnavailableError):
        await _clips(unit_of_work)
    with pytest.raises(DatabaseUnavailableError):
        await _fill(unit_of_work)
    other_process.execute("ROLLBACK")
    assert await _clips(unit_of_work) == 0
    await _fill(unit_of_work)


async def test_a_database_that_is_locked_from_the_first_moment_is_unavailable(
    url: str, other_process: sqlite3.Connection
) -> None:
    other_process.execute("PRAGMA journal_mode = DELETE")
    other_process.execute("BEGIN EXCLUSIVE")
    engine = make_engine(url, wait=_WAIT)
    with pytest.raises(DatabaseUnavailableError):
        await migrate(engine)
    other_process.execute("ROLLBACK")
    await migrate(engine)
    await engine.dispose()


async def test_a_unit_that_keeps_the_connection_too_long_makes_the_others_fail(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as uow:
        await uow.clips.add(a_clip())
        with pytest.raises(DatabaseUnavailableError):
            await _clips(unit_of_work)
        await uow.commit()
    assert await _clips(unit_of_work) == 1


async def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path}/gone/hexavox.db")
    before = {*threading.enumerate()}
    with pytest.raises(DatabaseUnavailableError):
        await _clips(partial(SqlUnitOfWork, sessions(engine)))
    for of_the_driver in {*threading.enumerate()} - before:
        of_the_driver.join()  # it still tells the loop, which ends with the test, that it ends
    await engine.dispose()


async def _clips(unit_of_work: UnitOfWorkFactory) -> int:
    async with unit_of_work() as uow:
        return (await uow.clips.page(ADA, offset=0, limit=1)).total


async def _fill(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as uow:
        for number in range(100):
            content = sha256(number.to_bytes()).hexdigest()
            await uow.clips.add(a_clip(content_hash=ContentHash(content)))
        await uow.commit()
