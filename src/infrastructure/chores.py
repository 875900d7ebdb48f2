"""What a process does from time to time, besides its work."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final, TypeAlias, final

from application.errors import UnavailableError
from infrastructure.container import Container
from infrastructure.upkeep import mend, purge
from infrastructure.variables.jobs import JobEngineKind

_LOG: Final = logging.getLogger(__name__)
_BUSY_LOOKING: Final = 30
"""Seconds; below, looking for idle models would be work of its own."""
_SETTLED: Final = timedelta(seconds=60)
"""After a start; a process that never runs for an hour has to purge, too."""
_MENDED: Final = timedelta(hours=6)

Act: TypeAlias = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Chore:
    name: str
    every: timedelta
    act: Act
    at_first: timedelta | None = None
    """How long after the start it is done for the first time. None: as long as between any two."""


@final
class Chores:
    """Each is done on its own, so that none waits for another. One that fails is told and done
    again when its time comes."""

    def __init__(self, chores: Sequence[Chore]) -> None:
        self._chores = chores
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [asyncio.create_task(_repeat(each), name=each.name) for each in self._chores]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task


def chores_of(container: Container) -> Chores:
    return Chores(every_chore(container))


def every_chore(container: Container) -> Sequence[Chore]:
    """Those that the settings ask for."""
    return [
        *_evicting(container),
        *_delivering(container),
        *_submitting(container),
        *_tidying(container),
    ]


def _evicting(container: Container) -> Sequence[Chore]:
    seconds = container.settings().model_keep_alive_seconds
    if not seconds:
        return []
    keep_alive = timedelta(seconds=seconds)

    async def evict() -> None:
        evicted = await asyncio.to_thread(container.evict_idle_models(), keep_alive)
        if evicted:
            _LOG.info("gave back the memory of %s", ", ".join(evicted))

    asked = container.settings().model_eviction_interval_seconds
    if asked < _BUSY_LOOKING:
        _LOG.warning("MODEL_EVICTION_INTERVAL_SECONDS=%d is taken for %d", asked, _BUSY_LOOKING)
    return [Chore("evicting models", timedelta(seconds=max(asked, _BUSY_LOOKING)), evict)]


def _delivering(container: Container) -> Sequence[Chore]:
    return [Chore("sending webhooks", timedelta(seconds=1), container.deliver_due())]


def _submitting(container: Container) -> Sequence[Chore]:
    if container.settings().job_engine is JobEngineKind.EMBEDDED:
        return []
    return [Chore("submitting jobs again", timedelta(seconds=15), container.submit_again())]


def _tidying(container: Container) -> Sequence[Chore]:
    between = timedelta(minutes=container.settings().purge_interval_minutes)
    purging = Chore("purging", between, partial(purge, container), at_first=min(_SETTLED, between))
    mending = Chore("comparing rows and recordings", _MENDED, partial(mend, container))
    return [purging, mending] if between else [mending]


async def _repeat(chore: Chore) -> None:
    pause = chore.every if chore.at_first is None else chore.at_first
    while True:
        await asyncio.sleep(pause.total_seconds())
        pause = chore.every
        try:
            await chore.act()
        except UnavailableError as error:
            _LOG.warning("%s: %s %s", chore.name, error, error.advice)
        except Exception:  # noqa: BLE001 - one that fails must not be the last
            _LOG.exception("%s failed, and is tried again", chore.name)
