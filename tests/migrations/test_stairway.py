import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Final

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.persistence.tables import Base
from infrastructure.database import MIGRATIONS, make_engine, migrate


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", MIGRATIONS)
    return config


_STEPS: Final = [
    *reversed(list(ScriptDirectory.from_config(_config()).walk_revisions("base", "heads")))
]


@pytest.fixture
async def engine(empty_sql_database: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(empty_sql_database)
    yield engine
    await engine.dispose()


def _up(connection: Connection, revision: str) -> None:
    command.upgrade(_config(connection), revision)


def _down(connection: Connection, revision: str) -> None:
    command.downgrade(_config(connection), revision)


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def _differences(connection: Connection) -> object:
    return compare_metadata(MigrationContext.configure(connection), Base.metadata)


@pytest.mark.parametrize("step", _STEPS, ids=lambda step: step.revision)
async def test_every_step_goes_up_and_down_and_up(engine: AsyncEngine, step: Script) -> None:
    below = step.down_revision or "base"
    assert isinstance(below, str)
    async with engine.begin() as connection:
        await connection.run_sync(_up, step.revision)
        above = await connection.run_sync(_tables)
        await connection.run_sync(_down, below)
        await connection.run_sync(_up, step.revision)
        assert await connection.run_sync(_tables) == above


async def test_the_first_step_down_leaves_nothing(engine: AsyncEngine) -> None:
    await migrate(engine)
    async with engine.begin() as connection:
        await connection.run_sync(_down, "base")
        assert await connection.run_sync(_tables) == {"alembic_version"}


async def test_the_steps_lead_to_the_tables_of_the_code(engine: AsyncEngine) -> None:
    await migrate(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_migrating_again_changes_nothing(engine: AsyncEngine) -> None:
    await migrate(engine)
    await migrate(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_several_processes_may_start_at_once(empty_sql_database: str) -> None:
    engines = [make_engine(empty_sql_database) for _ in range(4)]
    await asyncio.gather(*(migrate(engine) for engine in engines))
    async with engines[0].connect() as connection:
        assert await connection.run_sync(_differences) == []
    for engine in engines:
        await engine.dispose()


async def test_a_migration_that_fails_leaves_the_database_as_it_was(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE jobs (id INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        await migrate(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(_tables) == {"jobs"}


async def test_migrating_leaves_the_logging_of_the_service_alone(engine: AsyncEngine) -> None:
    handlers, level = list(logging.getLogger().handlers), logging.getLogger().level
    mine = logging.getLogger("a logger that was there before")
    await migrate(engine)
    assert logging.getLogger().handlers == handlers
    assert logging.getLogger().level == level
    assert not mine.disabled
