"""Following a transcription line by line, without silence for long."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from typing import Final

from adapters.inbound.refusals import INTERNAL, refusal_of
from adapters.inbound.rest.transcript_lines import Line, Telling, failure_line
from adapters.inbound.signs_of_life import with_signs_of_life
from application.errors import ApplicationError
from application.use_cases.transcripts.follow_transcription import (
    Following,
    Heard,
    Made,
    Underway,
)
from domain.errors import DomainError

SILENCE: Final = 10.0
"""Seconds after which a heartbeat keeps proxies from closing the line; nginx gives up after 60."""

_LOG: Final = logging.getLogger(__name__)


async def begun(following: AsyncGenerator[Following]) -> AsyncGenerator[Following]:
    """The same, once there is a first sign of it. Raises what keeps it from being begun."""
    first = await anext(following)

    async def from_the_first() -> AsyncGenerator[Following]:
        async with aclosing(following):
            yield first
            async for item in following:
                yield item

    return from_the_first()


async def as_lines(
    following: AsyncGenerator[Following], telling: Telling, *, silence: float = SILENCE
) -> AsyncGenerator[Line]:
    """What goes wrong is the last line."""
    heartbeat: Line | None = None
    try:
        async with aclosing(with_signs_of_life(following, silence)) as items:
            async for item in items:
                if isinstance(item, Underway):
                    heartbeat = telling.underway(item.job)
                if isinstance(item, Heard | Made):
                    for line in await asyncio.to_thread(_lines_of, item, telling):
                        yield line
                elif heartbeat is not None:
                    yield heartbeat
    except (ApplicationError, DomainError) as error:
        yield failure_line(refusal_of(error))
    except Exception:  # noqa: BLE001 - the client is told at least that something went wrong
        _LOG.exception("a transcription could not be followed to its end")
        yield failure_line(INTERNAL)


def _lines_of(item: Heard | Made, telling: Telling) -> Iterable[Line]:
    if isinstance(item, Heard):
        return list(telling.heard(item.segments))
    return list(telling.made(item.stored))
