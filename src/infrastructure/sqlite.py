"""An engine for SQLite: one connection, whose transactions begin with the write lock."""

import asyncio
import time
from sqlite3 import OperationalError
from typing import Any, Final

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import await_only

from adapters.outbound.persistence.failures import TranslatingPool, closed_if_it_fails

_PRAGMAS: Final = (
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    # What is deleted is overwritten: a voice that was forgotten is not left in the file.
    "PRAGMA secure_delete = ON",
)
_WAL: Final = "PRAGMA journal_mode = WAL"
_PAUSE: Final = 0.05
"""Seconds between two tries."""


def sqlite_engine(url: str, wait: float) -> AsyncEngine:
    # Units of work exclude each other. Waiting for the one connection is fair and costs nothing;
    # several would poll for SQLite's lock, in a thread each, and be served in no order.
    engine = create_async_engine(
        url,
        poolclass=TranslatingPool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=4 * wait,
        hide_parameters=True,  # in logs: some are secrets
    )

    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        with closed_if_it_fails(connection):
            _prepare(connection, wait)

    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", _lock)
    return engine


def _prepare(connection: DBAPIConnection, wait: float) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    cursor: Any = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {wait * 1000:.0f}")
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    _switch_to_wal(cursor, time.monotonic() + wait)
    cursor.close()


def _switch_to_wal(cursor: Any, deadline: float) -> None:  # noqa: ANN401 - SQLAlchemy's, no type
    """The one statement for which SQLite does not wait while another process has the lock."""
    while time.monotonic() < deadline:
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
