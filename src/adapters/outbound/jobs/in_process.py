"""Jobs run by this very process, as tasks of its event loop."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, TypeAlias, final

from application.errors import ServiceStoppingError
from application.ports.job_engine import JobEngine
from application.ports.progress import ReportStage
from domain.transcription_job import NOTHING_DONE, JobId, Progress, Stage

Run: TypeAlias = Callable[[JobId, ReportStage], Awaitable[None]]

_LOG: Final = logging.getLogger(__name__)
_LAST_WORDS: Final = 2.0
"""Seconds that running jobs get to notice that the process is about to end. One that does not,
because it is loading a model or in the midst of a long stretch, loses the stage it is in."""


@dataclass(slots=True)
class _Underway:
    """How far one job has come; told from the threads of its stages, read by the event loop."""

    loop: asyncio.AbstractEventLoop
    progress: Progress = NOTHING_DONE
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    lock: Lock = field(default_factory=Lock)

    def report(self, stage: Stage, fraction: float) -> None:
        with self.lock:
            self.progress = self.progress.with_stage(stage, fraction)
        self.loop.call_soon_threadsafe(self.announce)

    def announce(self) -> None:
        """Wake whoever watches. The next change has an event of its own, so that a watcher who
        is slow to look misses none that another has seen."""
        announced, self.changed = self.changed, asyncio.Event()
        announced.set()


@final
class InProcessJobEngine(JobEngine):
    """Runs at most `at_once` jobs together; the others wait in the order in which they came.

    What is running when the process is told to stop is left as it was recorded, for the next one.
    """

    def __init__(self, run: Run, *, at_once: int) -> None:
        self._run = run
        self._turns = asyncio.Semaphore(at_once)
        self._tasks: dict[JobId, asyncio.Task[None]] = {}
        self._underway: dict[JobId, _Underway] = {}
        self._stopping = False

    async def submit(self, job_id: JobId) -> None:
        if job_id in self._tasks or self._stopping:
            return
        underway = _Underway(asyncio.get_running_loop())
        task = asyncio.create_task(self._in_turn(job_id, underway))
        self._tasks[job_id], self._underway[job_id] = task, underway
        task.add_done_callback(lambda ended: self._forget(job_id, ended))

    async def wait(self, job_id: JobId) -> None:
        async for _progress in self.watch(job_id):
            pass
        if self._stopping:
            raise ServiceStoppingError("The server is stopping.")

    async def watch(self, job_id: JobId) -> AsyncIterator[Progress]:
        while (underway := self._underway.get(job_id)) is not None and not self._stopping:
            changed = underway.changed
            yield underway.progress
            await changed.wait()

    def stop(self) -> None:
        """Take nothing more, keep nobody waiting, end what runs at its next sign of progress."""
        self._stopping = True
        for underway in self._underway.values():
            underway.announce()

    async def close(self) -> None:
        """Stop, and give what is running a moment to end."""
        self.stop()
        if tasks := set(self._tasks.values()):
            await asyncio.wait(tasks, timeout=_LAST_WORDS)

    async def _in_turn(self, job_id: JobId, underway: _Underway) -> None:
        def report(stage: Stage, fraction: float) -> None:
            if self._stopping:
                raise asyncio.CancelledError
            underway.report(stage, fraction)

        async with self._turns:
            if not self._stopping:
                await self._run(job_id, report)

    def _forget(self, job_id: JobId, ended: asyncio.Task[None]) -> None:
        self._tasks.pop(job_id, None)
        if (underway := self._underway.pop(job_id, None)) is not None:
            underway.announce()
        if not ended.cancelled() and (error := ended.exception()) is not None:
            _LOG.error("job %s was left as it was", job_id, exc_info=error)
