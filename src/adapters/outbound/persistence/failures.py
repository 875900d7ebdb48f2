"""A database that cannot be reached, is locked or full, in the application's terms."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, final

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import TimeoutError as NoConnectionInTime
from sqlalchemy.pool import AsyncAdaptedQueuePool, PoolProxiedConnection

from application.errors import ApplicationError, DatabaseUnavailableError, StorageFullError

_FULL: Final = ("SQLITE_FULL", "53100")
_UNAVAILABLE: Final = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_PROTOCOL",
    "SQLITE_CANTOPEN",
    "SQLITE_IOERR",
    "08",  # the connection is lost, or was refused
    "28",  # it knows no such user, or not with that password
    "3D000",  # or no such database: one that starts for the first time makes it last
    "25006",  # a stand-by that may only be read: there was a failover
    "25P03",  # the server ended a transaction that did nothing for too long
    "25P04",  # or that took too long
    "40001",  # another transaction was in the way
    "40P01",
    "53",  # no memory, no room for one more connection
    "55P03",  # the lock was not free in time
    "57014",  # a statement took too long
    "57P",  # the server is starting, stopping or has crashed
)
"""How the names of SQLite's errors and the SQLSTATEs of PostgreSQL begin."""


@final
class TranslatingPool(AsyncAdaptedQueuePool):
    """Raises the application's errors where no connection can be had: none is free in time, or
    the operating system says that there is no such host, folder or answer."""

    def connect(self) -> PoolProxiedConnection:
        try:
            return super().connect()
        except (OSError, NoConnectionInTime) as error:
            raise _unreachable() from error
        except Exception as error:
            # SQLAlchemy does not take for a driver's error what a connection raises that is only
            # being made ready.
            failure = None if isinstance(error, ApplicationError) else _signed(error)
            if failure is None:
                raise
            raise failure from error


@contextmanager
def closed_if_it_fails(connection: DBAPIConnection) -> Iterator[None]:
    """For making a new connection ready: the pool would forget it, open, when that fails."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def translate_failures(engine: Engine) -> None:
    """Have everything that uses the engine, whatever it executes, raise the application's errors:
    no repository can forget to."""
    event.listen(engine, "handle_error", _translated)


def _translated(context: ExceptionContext) -> ApplicationError | None:
    """An error that is returned takes the place of SQLAlchemy's."""
    if context.is_pre_ping:
        return None  # the pool makes a new connection
    if not isinstance(context.original_exception, Exception):
        return None  # whoever waited was cancelled, and must hear of that
    if isinstance(context.original_exception, OSError):
        context.is_disconnect = True  # no answer in time: the connection is of no use any more
    failure = _signed(context.original_exception)
    return failure or (_unreachable() if context.is_disconnect else None)


def _signed(error: BaseException) -> ApplicationError | None:
    """What the error's sign says; None for what is not the database's fault."""
    sign = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None) or ""
    if sign.startswith(_FULL):
        return StorageFullError("The server has no room to record this.")
    if sign.startswith(_UNAVAILABLE):
        return DatabaseUnavailableError("The database cannot be used just now.")
    return None


def _unreachable() -> DatabaseUnavailableError:
    return DatabaseUnavailableError("The database cannot be reached.")
