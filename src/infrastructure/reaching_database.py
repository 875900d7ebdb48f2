"""Waiting for a database that starts at the same time as what needs it."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from application.errors import DatabaseUnavailableError
from application.patience import patiently
from infrastructure.database import LONGEST_WAIT, make_engine, make_folder
from infrastructure.settings import Settings

PATIENCE: Final = timedelta(seconds=60)
"""For a server that is about to start, or that makes its first database."""


class NoDatabaseError(Exception):
    """There is none after all; the text is for whoever starts the command."""


def require_database(settings: Settings, *, patience: timedelta = PATIENCE) -> None:
    """Wait a while until it answers; a file is there at once or not at all. Raises
    NoDatabaseError.

    It is asked before anything is served: what fails in a server that starts fills its log.
    """
    url = make_url(settings.database_url or "")
    if url.get_backend_name() == "sqlite":
        _open(url)
    else:
        asyncio.run(_reach(url, patience))


def complaint(url: URL, error: Exception) -> str:
    """What is wrong and what to do, with no password."""
    return (
        f"The database {_place(url)} cannot be used ({_reason(error)}). "
        "Check that it runs and that DATABASE_URL is right, then start again."
    )


def _open(url: URL) -> None:
    # Without asyncio: a thread of aiosqlite that fails to open outlives the loop, and says so.
    file = create_engine(
        url.set(drivername="sqlite+pysqlite"), connect_args={"timeout": LONGEST_WAIT}
    )
    try:
        make_folder(url)
        with file.connect() as connection:
            connection.exec_driver_sql("PRAGMA schema_version")
    except (OSError, DBAPIError) as error:
        raise NoDatabaseError(complaint(url, error)) from error
    finally:
        file.dispose()


async def _reach(url: URL, patience: timedelta) -> None:
    engine = make_engine(url.render_as_string(hide_password=False))
    try:
        await patiently(partial(_ask, engine), at_most=patience)
    except DatabaseUnavailableError as error:
        raise NoDatabaseError(complaint(url, error)) from error
    finally:
        await engine.dispose()


async def _ask(engine: AsyncEngine) -> None:
    async with engine.connect():
        pass


def _place(url: URL) -> str:
    if url.host is None:
        return url.database or ""
    return f"{url.database or ''} at {url.host}:{url.port or 5432}"


def _reason(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error) or type(error).__name__
