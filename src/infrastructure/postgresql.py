"""An engine for PostgreSQL: a few connections, whose transactions begin with one lock for all."""

from typing import Any, Final

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from adapters.outbound.persistence.failures import TranslatingPool, closed_if_it_fails

_CONNECTIONS: Final = 4
"""Only one of them works at a time; the others begin, so that the lock is never idle meanwhile."""
_LONGEST_SILENCE: Final = 30_000
"""Milliseconds after which the server ends a transaction that does nothing: a process that is
frozen, or a machine that is gone, holds the others up no longer."""
_LONGEST_STATEMENT: Final = 60.0
"""Seconds after which a server that does not answer counts as gone."""
_LONGEST_CONNECT: Final = 10.0
_LOCK: Final = f"SELECT pg_advisory_xact_lock({int.from_bytes(b'hexavox')})"
_TEXTS: Final = ("text", "varchar")


def postgresql_engine(url: str, wait: float) -> AsyncEngine:
    """What the URL says itself, such as `?command_timeout=600`, goes before what is said here."""
    arguments: dict[str, Any] = {
        "timeout": _LONGEST_CONNECT,
        "command_timeout": _LONGEST_STATEMENT,
        "server_settings": _settings(wait),
    }
    said = make_url(url).query
    engine = create_async_engine(
        url,
        poolclass=TranslatingPool,
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=4 * wait,
        pool_pre_ping=True,
        hide_parameters=True,  # in logs: some are secrets
        connect_args={name: value for name, value in arguments.items() if name not in said},
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _lock)
    return engine


def _settings(wait: float) -> dict[str, str]:
    return {
        "application_name": "hexavox",
        "lock_timeout": f"{wait * 1000:.0f}",
        "idle_in_transaction_session_timeout": str(_LONGEST_SILENCE),
        # Each statement sees what was committed before it: also the first after the lock, which
        # under a stricter level would see what was there before it waited.
        "default_transaction_isolation": "read committed",
    }


def _lock(connection: Connection) -> None:
    """The server gives it up when the transaction ends or its connection is lost, and hands it
    on in the order in which it was asked for."""
    connection.exec_driver_sql(_LOCK)


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    adapted: Any = connection
    with closed_if_it_fails(connection):
        for name in _TEXTS:
            adapted.run_async(
                lambda driver, name=name: driver.set_type_codec(
                    name, schema="pg_catalog", encoder=_keepable, decoder=str
                )
            )


def _keepable(text: str) -> str:
    """PostgreSQL keeps no NUL in a text. The doors remove what cannot be seen; this is for text
    that came another way, such as an engine's account of its failure."""
    return text.replace("\x00", "\ufffd")
