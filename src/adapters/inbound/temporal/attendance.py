"""Staying with a stage while it is worked on: telling Temporal that somebody does, telling the
others how far it has come, and stopping it in time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from temporalio import activity

from adapters.inbound.temporal.stage_underway import StageUnderway
from application.errors import DatabaseUnavailableError
from application.ports.job_news import JobNews
from application.ports.progress import NoLongerWantedError, NoteHeard, ReportFraction
from application.ports.runners import RunnerRegister
from application.use_cases.jobs.note_progress import NoteProgress

Work: TypeAlias = Callable[[ReportFraction, NoteHeard], Awaitable[None]]
Task: TypeAlias = "asyncio.Future[None]"

_LOG: Final = logging.getLogger(__name__)
_BEAT_EVERY: Final = 1.0
"""Seconds. So stale is the progress that others see, and so late it is heard that a job was
cancelled."""
_LAST_WORDS: Final = 2.0
"""Seconds that a stage gets to notice that the process is about to end. One that does not, because
it is loading a model or in the midst of a long stretch, is left behind."""


class WorkerStoppingError(Exception):
    """The stage has not ended, because its worker was told to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    note_progress: NoteProgress
    news: JobNews
    runners: RunnerRegister
    under_way: set[Task] = field(default_factory=set)
    """With what was left behind, until it ends."""

    async def __call__(self, underway: StageUnderway, work: Work) -> None:
        """Raises what the work raises, and WorkerStoppingError."""
        task = self._begun(work(underway.report, underway.heard.note))
        stopping = asyncio.ensure_future(activity.wait_for_worker_shutdown())
        company = [
            asyncio.ensure_future(self._beat(underway)),
            asyncio.ensure_future(self._keep_noting(underway)),
        ]
        try:
            await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                underway.wanted = False
                await asyncio.wait({task}, timeout=_LAST_WORDS)
                _require_end(task)
        except asyncio.CancelledError:
            underway.wanted = False
            await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
            raise
        finally:
            for each in (*company, stopping):
                each.cancel()
        task.result()
        underway.fraction = 1.0
        await self._note(underway)

    def _begun(self, work: Awaitable[None]) -> Task:
        task = asyncio.ensure_future(work)
        self.under_way.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: Task) -> None:
        self.under_way.discard(task)
        if not task.cancelled():
            task.exception()  # Of what was left behind nobody else asks, and asyncio complains.

    async def _beat(self, underway: StageUnderway) -> None:
        while True:
            activity.heartbeat(underway.fraction, self.runners.me)
            await asyncio.sleep(_BEAT_EVERY)

    async def _keep_noting(self, underway: StageUnderway) -> None:
        """Apart from the heartbeat, which a database that is slow or gone must not stop."""
        while underway.wanted:
            await asyncio.sleep(_BEAT_EVERY)
            await self._note(underway)

    async def _note(self, underway: StageUnderway) -> None:
        heard = underway.heard.segments
        try:
            if not await self.note_progress(
                underway.job_id, underway.stage, underway.fraction, heard
            ):
                underway.wanted = False
            underway.heard.forget(heard)
        except DatabaseUnavailableError as error:
            _LOG.warning("the progress of job %s is not kept: %s", underway.job_id, error)
        self.news.tell(underway.job_id)


def _require_end(task: Task) -> None:
    if not task.done() or isinstance(task.exception(), NoLongerWantedError):
        raise WorkerStoppingError
