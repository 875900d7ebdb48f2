"""Waiting for a database that is gone for a while."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, TypeVar

from application.errors import DatabaseUnavailableError

T = TypeVar("T")
_LOG: Final = logging.getLogger(__name__)
LONGEST: Final = timedelta(minutes=10)
"""Longer than a restart or a failover takes. After that the work is given up, and done again
later."""
_PAUSE: Final = 0.5
"""Seconds."""


async def patiently(act: Callable[[], Awaitable[T]], *, at_most: timedelta = LONGEST) -> T:
    """Try until the database answers; `act` must be safe to repeat.

    Raises DatabaseUnavailableError when it still does not answer after that time.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + at_most.total_seconds()
    is_told = False
    while True:
        try:
            return await act()
        except DatabaseUnavailableError as error:
            if loop.time() >= deadline:
                raise
            if not is_told:
                _LOG.warning("waiting for the database: %s", error)
            is_told = True
        await asyncio.sleep(_PAUSE)
