"""Asking a database that may be slow to answer, by whoever would rather be told so."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from application.errors import DatabaseUnavailableError

T = TypeVar("T")
PATIENCE: Final = 2.0
"""Seconds that the database has. Kubernetes' probes give up after one to five; Prometheus does
after ten, and then has nothing at all."""


async def within(seconds: float, asking: Coroutine[Any, Any, T]) -> T:
    """Raises DatabaseUnavailableError, also when there is no answer by then.

    What asks is told to stop and not waited for: a SQLite that another process has locked keeps
    its thread, and whoever closes its session, until its own patience ends.
    """
    task = asyncio.ensure_future(asking)
    try:
        await asyncio.wait({task}, timeout=seconds)
    finally:
        if not task.done():
            task.cancel()
            task.add_done_callback(_heard_out)
    if not task.done():
        raise DatabaseUnavailableError("The database does not answer now.")
    return task.result()


def _heard_out(task: asyncio.Future[Any]) -> None:
    """Nobody wants its answer any more, nor to be warned that nobody did."""
    if not task.cancelled():
        task.exception()
