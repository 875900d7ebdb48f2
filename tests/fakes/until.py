"""Waiting for what a test cannot be told of."""

import asyncio
from collections.abc import Callable
from typing import Final

from tests.fakes.progress import PATIENCE

_NOW_AND_THEN: Final = 0.01
"""Seconds."""


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - nobody sets an event
            await asyncio.sleep(_NOW_AND_THEN)
