"""The database: how to reach it, and how to bring its tables up to date."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, make_url
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
)

from adapters.outbound.persistence.failures import translate_failures
from infrastructure.postgresql import postgresql_engine
from infrastructure.sqlite import sqlite_engine

MIGRATIONS: Final = "adapters.outbound.persistence:migrations"
LONGEST_WAIT: Final = 15.0
"""Seconds that a unit of work waits for those of other processes."""

_ENGINES: Final[Mapping[str, Callable[[str, float], AsyncEngine]]] = MappingProxyType(
    {"sqlite": sqlite_engine, "postgresql": postgresql_engine}
)
# SQLite changes a table by replacing it; dropping the old one would cascade. In PostgreSQL those
# that start together wait for the one that migrates.
_BEFORE: Final[Mapping[str, str]] = MappingProxyType(
    {"sqlite": "PRAGMA foreign_keys = OFF", "postgresql": "SET lock_timeout = '50s'"}
)
_AFTER: Final[Mapping[str, str]] = MappingProxyType(
    {"sqlite": "PRAGMA foreign_keys = ON", "postgresql": "RESET lock_timeout"}
)


def make_engine(url: str, *, wait: float = LONGEST_WAIT) -> AsyncEngine:
    """An engine for a database such as `sqlite+aiosqlite:///data/hexavox.db`, whose transactions
    exclude each other; those that have waited so many seconds fail.

    Whatever uses it raises DatabaseUnavailableError and StorageFullError for what they mean.
    """
    engine = _ENGINES[make_url(url).get_backend_name()](url, wait)
    translate_failures(engine.sync_engine)
    return engine


def sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(engine, expire_on_commit=False)


async def migrate(engine: AsyncEngine) -> None:
    """Create the tables or bring them up to date, all of it or nothing; safe to repeat, and for
    several processes at once."""
    make_folder(engine.url)
    async with engine.connect() as connection, _prepared(connection), connection.begin():
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", MIGRATIONS)
    command.upgrade(config, "head")


def make_folder(url: URL) -> None:
    """Of a database that is a file; SQLite makes the file and not its folder."""
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)


@asynccontextmanager
async def _prepared(connection: AsyncConnection) -> AsyncIterator[None]:
    """What holds while tables are changed. It must be said before the transaction begins, so it
    goes past SQLAlchemy, which would begin one."""
    pooled = await connection.get_raw_connection()
    driver: Any = pooled.driver_connection
    await driver.execute(_BEFORE[connection.dialect.name])
    try:
        yield
    finally:
        await driver.execute(_AFTER[connection.dialect.name])
