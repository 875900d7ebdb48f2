"""Who may work beside whom in this process."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

from domain.transcription_job import JobId, TranscriptionJob

_LOOK_EVERY: Final = 0.5
"""Seconds. So late somebody who waits hears that they need not."""


class WorkRoom:
    """All come in side by side, except jobs that may have ended a runner: each of these is alone,
    since whatever runs beside it would be ended too. They are let in as they came, and before
    those that came later. Belongs to one event loop."""

    def __init__(self) -> None:
        self._inside: Counter[JobId] = Counter()
        self._suspects: list[JobId] = []
        """Inside or waiting, a job once for each of its stages."""
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def entered(
        self, job: TranscriptionJob, still_wanted: Callable[[], None]
    ) -> AsyncIterator[None]:
        """For one stage of a job. What `still_wanted` raises ends the waiting."""
        if job.is_suspect:
            self._suspects.append(job.id)
        try:
            await self._turn_of(job, still_wanted)
            self._inside[job.id] += 1
            try:
                yield
            finally:
                self._inside -= Counter([job.id])
        finally:
            if job.is_suspect:
                self._suspects.remove(job.id)
            async with self._changed:
                self._changed.notify_all()

    async def _turn_of(self, job: TranscriptionJob, still_wanted: Callable[[], None]) -> None:
        async with self._changed:
            while not self._may_enter(job):
                still_wanted()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), _LOOK_EVERY)

    def _may_enter(self, job: TranscriptionJob) -> bool:
        if not job.is_suspect:
            return not self._suspects
        return self._suspects[0] == job.id and not self._inside.keys() - {job.id}
