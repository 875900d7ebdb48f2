"""News of jobs between the tasks of one event loop."""

import asyncio
from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from typing import final

from application.errors import ServiceStoppingError
from application.ports.job_news import JobNews
from domain.transcription_job import JobId


@final
class InProcessJobNews(JobNews):
    def __init__(self) -> None:
        self._waiting: defaultdict[JobId | None, set[asyncio.Future[None]]] = defaultdict(set)
        self._unheard = False
        self._stopping = False

    def tell(self, job_id: JobId) -> None:
        self._unheard = True
        self._wake(job_id)
        self._wake(None)

    async def of(self, job_id: JobId, *, at_most: timedelta) -> None:
        await self._wait(job_id, at_most)

    async def of_any(self, *, at_most: timedelta) -> None:
        if not self._unheard:
            await self._wait(None, at_most)
        self._go_on_or_stop()
        self._unheard = False

    def stop(self) -> None:
        self._stopping = True
        for subject in tuple(self._waiting):
            self._wake(subject)

    async def _wait(self, subject: JobId | None, at_most: timedelta) -> None:
        self._go_on_or_stop()
        told = asyncio.get_running_loop().create_future()
        self._waiting[subject].add(told)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(told, at_most.total_seconds())
        finally:
            self._forget(subject, told)
        self._go_on_or_stop()

    def _wake(self, subject: JobId | None) -> None:
        for told in self._waiting.pop(subject, ()):
            if not told.done():
                told.set_result(None)

    def _forget(self, subject: JobId | None, told: "asyncio.Future[None]") -> None:
        if subject in self._waiting:
            self._waiting[subject].discard(told)
            if not self._waiting[subject]:
                del self._waiting[subject]

    def _go_on_or_stop(self) -> None:
        if self._stopping:
            raise ServiceStoppingError("The server is stopping.")
