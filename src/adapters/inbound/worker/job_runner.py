"""Runs jobs in this process: takes them when it is their turn, says that it has them, and lets go
of those that are no longer wanted."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Final, TypeAlias, TypeVar, final

from adapters.inbound.heard_lately import HeardLately
from adapters.inbound.worker.job_underway import JobUnderway
from application.errand import WorkingOn, working_on
from application.errors import DatabaseUnavailableError, ServiceStoppingError
from application.ports.job_news import JobNews
from application.ports.progress import NoteHeard, ReportStage
from application.use_cases.jobs.keep_leases import KeepLeases
from application.use_cases.jobs.take_job import TakeJob
from application.use_cases.upkeep.put_jobs_back import PutJobsBack
from application.use_cases.upkeep.release_abandoned_jobs import ReleaseAbandonedJobs
from domain.transcription_job import JobId, TranscriptionJob

T = TypeVar("T")
RunJob: TypeAlias = Callable[[TranscriptionJob, ReportStage, NoteHeard], Awaitable[None]]
_LOG: Final = logging.getLogger(__name__)
_LOOK_EVERY: Final = timedelta(seconds=1)
"""For jobs that other processes have queued; this one's are told at once."""
_BEAT_EVERY: Final = timedelta(seconds=1)
"""So stale is the progress that others see, and so late the runner hears what they cancelled."""
_SOONEST: Final = 0.5
"""The part of that time after which what was heard is kept, so that others may read it."""
_BEATS_BETWEEN_RELEASES: Final = 5
_LAST_WORDS: Final = 2.0
"""Seconds that running jobs get to notice that the process is about to end. One that does not,
because it is loading a model or in the midst of a long stretch, loses the stage it is in."""


@final
class JobRunner:
    """Runs at most `at_once` jobs together. It belongs to one event loop."""

    def __init__(  # noqa: PLR0913 - one use case for each thing that a runner does
        self,
        *,
        take: TakeJob,
        run: RunJob,
        keep_leases: KeepLeases,
        release: ReleaseAbandonedJobs,
        put_back: PutJobsBack,
        news: JobNews,
        at_once: int,
        beat_every: timedelta = _BEAT_EVERY,
        working_on: WorkingOn = working_on,
    ) -> None:
        self._take = take
        self._run = run
        self._keep_leases = keep_leases
        self._release = release
        self._put_back = put_back
        self._news = news
        self._at_once = at_once
        self._beat_every = beat_every
        self._working_on = working_on
        self._underway: dict[JobId, JobUnderway] = {}
        self._loops: list[asyncio.Task[None]] = []
        self._hearing = asyncio.Event()
        self._stopping = False

    async def start(self) -> None:
        """Take up what lost runners have left, then go on in the background."""
        await self._release()
        self._loop = asyncio.get_running_loop()
        self._loops = [
            asyncio.create_task(self._work(), name="taking jobs"),
            asyncio.create_task(self._beat(), name="keeping leases"),
        ]

    def stop(self) -> None:
        """Take nothing more, and end what runs at its next sign of progress."""
        self._stopping = True
        for underway in self._underway.values():
            underway.wanted = False
        self._news.stop()

    async def close(self) -> None:
        """Stop, give what is running a moment to end, and put the rest back into the queue."""
        self.stop()
        if tasks := {each.task for each in self._underway.values() if each.task}:
            await asyncio.wait(tasks, timeout=_LAST_WORDS)
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        if self._loops:
            await self._put_them_back()

    async def _put_them_back(self) -> None:
        try:
            if put_back := await self._put_back():
                _LOG.info("jobs put back into the queue: %d", put_back)
        except DatabaseUnavailableError as error:
            _LOG.warning("jobs are left for others to find: %s", error)

    async def _work(self) -> None:
        while not self._stopping:
            taken = await self._undisturbed(self._take_one)
            if not taken:
                try:
                    await self._news.of_any(at_most=_LOOK_EVERY)
                except ServiceStoppingError:
                    return

    async def _take_one(self) -> bool:
        if len(self._underway) >= self._at_once or self._runs_a_suspect():
            return False
        job = await self._take(beside=len(self._underway))
        if job is None or job.lease is None or self._stopping:
            return False  # what was taken while the runner was told to stop is put back
        underway = JobUnderway(job, job.lease, heard=HeardLately(self._told_of_hearing))
        self._underway[job.id] = underway
        underway.task = asyncio.create_task(self._run_one(underway), name=f"job {job.id}")
        return True

    def _runs_a_suspect(self) -> bool:
        return any(underway.job.is_suspect for underway in self._underway.values())

    async def _run_one(self, underway: JobUnderway) -> None:
        job = underway.job
        try:
            with self._working_on(job):
                await self._run(job, underway.report, underway.heard.note)
        except Exception:  # noqa: BLE001 - the lease runs out, and another attempt is made
            _LOG.exception("job %s was left as it was; it is taken up again later", job.id)
        finally:
            if self._underway.get(job.id) is underway:
                del self._underway[job.id]
            self._news.tell(job.id)

    async def _beat(self) -> None:
        beats = 0.0
        while not self._stopping:
            beats += await self._pause()
            kept = await self._undisturbed(self._keep_them)
            # Its own leases may be over when the database comes back: first it renews them.
            if kept and beats >= _BEATS_BETWEEN_RELEASES:
                beats = 0.0
                await self._undisturbed(self._release)

    async def _pause(self) -> float:
        """Until the next heartbeat, which comes sooner when something was heard; the part of a
        whole one that this was."""
        soonest = self._beat_every.total_seconds() * _SOONEST
        await asyncio.sleep(soonest)
        try:
            await asyncio.wait_for(self._hearing.wait(), self._beat_every.total_seconds() - soonest)
        except TimeoutError:
            return 1.0
        self._hearing.clear()
        return _SOONEST

    def _told_of_hearing(self) -> None:
        """From the thread of a stage; where the loop is gone, so is whoever would read it."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._hearing.set)

    async def _keep_them(self) -> bool:
        underway = dict(self._underway)
        held = {job_id: each.held for job_id, each in underway.items()}
        if held:
            for job_id in await self._keep_leases(held):
                underway[job_id].wanted = False
        for job_id, each in underway.items():
            each.heard.forget(held[job_id].heard)
        for job_id in held:
            self._news.tell(job_id)
        return True

    async def _undisturbed(self, act: Callable[[], Awaitable[T]]) -> T | None:
        """Whatever goes wrong is told, and the loop goes on: a runner that has stopped looking
        for work looks as if there were none."""
        try:
            return await act()
        except DatabaseUnavailableError as error:
            _LOG.warning("the runner waits for the database: %s", error)
        except Exception:  # noqa: BLE001 - as said above
            _LOG.exception("the runner could not do its work, and tries again")
        await asyncio.sleep(self._beat_every.total_seconds())
        return None
