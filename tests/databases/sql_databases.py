"""Databases of one kind: empty ones, and ones that have their tables already."""

import asyncio
import shutil
from abc import abstractmethod
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Final, Protocol, TypeVar, final
from uuid import uuid4

from infrastructure.database import make_engine, migrate
from tests.databases.postgresql_server import PostgresqlServer

T = TypeVar("T")
_EMPTY: Final = "empty"
_MIGRATED: Final = "migrated"


class SqlDatabases(Protocol):
    """Each hands out the URL of a database that is there only for the time being."""

    @abstractmethod
    def empty(self) -> AbstractAsyncContextManager[str]: ...

    @abstractmethod
    def migrated(self) -> AbstractAsyncContextManager[str]: ...


@final
class SqliteFiles(SqlDatabases):
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        _migrate(_sqlite_url(self._template))

    @asynccontextmanager
    async def empty(self) -> AsyncIterator[str]:
        yield _sqlite_url(self._folder / f"{uuid4().hex}.db")

    @asynccontextmanager
    async def migrated(self) -> AsyncIterator[str]:
        path = self._folder / f"{uuid4().hex}.db"
        shutil.copyfile(self._template, path)
        yield _sqlite_url(path)


@final
class PostgresqlDatabases(SqlDatabases):
    """Two that are cleared for each use, because it takes PostgreSQL long to copy one. Whoever has
    the migrated one leaves its tables as they are."""

    def __init__(self, server: PostgresqlServer) -> None:
        self._server = server
        for name in (_EMPTY, _MIGRATED):
            _apart(server.create(name))
        _migrate(server.url(_MIGRATED))

    @asynccontextmanager
    async def empty(self) -> AsyncIterator[str]:
        await self._server.clear(_EMPTY)
        yield self._server.url(_EMPTY)

    @asynccontextmanager
    async def migrated(self) -> AsyncIterator[str]:
        await self._server.clear_tables(_MIGRATED)
        yield self._server.url(_MIGRATED)


def _sqlite_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def _migrate(url: str) -> None:
    async def migrated() -> None:
        engine = make_engine(url)
        await migrate(engine)
        await engine.dispose()

    _apart(migrated())


def _apart(work: Coroutine[object, object, T]) -> T:
    """In a thread of its own, because the loop of the test that asks first runs already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
