"""The database: how to reach it, and how to bring its tables up to date."""

import asyncio
from pathlib import Path
from sqlite3 import OperationalError
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry
from sqlalchemy.util import await_only

MIGRATIONS: Final = "adapters.outbound.persistence:migrations"
_PRAGMAS: Final = (
    "PRAGMA busy_timeout = 15000",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
)
_WAL: Final = "PRAGMA journal_mode = WAL"
_TRIES: Final = 300
_PAUSE: Final = 0.05
"""Seconds between two tries: 15 s in all, as for every other lock."""


def make_engine(url: str) -> AsyncEngine:
    """An engine for a database such as `sqlite+aiosqlite:///data/hexavox.db`."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_async_engine(url, pool_pre_ping=True)
    # Units of work exclude each other. Waiting for the one connection is fair and costs nothing;
    # several would poll for SQLite's lock, in a thread each, and be served in no order.
    engine = create_async_engine(
        url, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0, pool_timeout=60
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _lock)
    return engine


def sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(engine, expire_on_commit=False)


async def migrate(engine: AsyncEngine) -> None:
    """Create the tables or bring them up to date, all of it or nothing; safe to repeat, and for
    several processes at once."""
    _make_folder(engine)
    async with engine.connect() as connection:
        await _enforce_foreign_keys(connection, "OFF")
        try:
            async with connection.begin():
                await connection.run_sync(_upgrade)
        finally:
            await _enforce_foreign_keys(connection, "ON")


def _upgrade(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", MIGRATIONS)
    command.upgrade(config, "head")


def _make_folder(engine: AsyncEngine) -> None:
    if engine.dialect.name == "sqlite" and engine.url.database:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)


async def _enforce_foreign_keys(connection: AsyncConnection, on_or_off: str) -> None:
    """SQLite changes a table by replacing it; dropping the old one would cascade. The pragma does
    nothing inside a transaction, so it goes past SQLAlchemy, which would begin one."""
    if connection.dialect.name == "sqlite":
        pooled = await connection.get_raw_connection()
        driver: Any = pooled.driver_connection
        await driver.execute(f"PRAGMA foreign_keys = {on_or_off}")


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    cursor: Any = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    _switch_to_wal(cursor)
    cursor.close()


def _switch_to_wal(cursor: Any) -> None:  # noqa: ANN401 - SQLAlchemy's, which has no public type
    """The one statement for which SQLite does not wait while another process has the lock."""
    for _ in range(_TRIES):
        try:
            cursor.execute(_WAL)
        except OperationalError:
            await_only(asyncio.sleep(_PAUSE))
        else:
            return
    cursor.execute(_WAL)


def _lock(connection: Connection) -> None:
    """A transaction that reads first and then writes would fail if another wrote in between, so
    each takes the lock at its beginning."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
