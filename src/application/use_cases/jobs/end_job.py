"""How a job ends: once, whoever says so and however often."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeAlias

from application.assembly import combined, identified_in, transcript_of, warnings_of
from application.errors import ApplicationError
from application.failures import failure_of
from application.name_speakers import NameSpeakers
from application.ports.clock import Clock
from application.ports.identifiers import NewId
from application.ports.job_news import JobNews
from application.ports.meters import UNMETERED, Found, JobMeter
from application.ports.repositories import StoredTranscript, TranscriptId
from application.ports.stage_results import SoundDecoded, StageResult
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.stage_work import Results
from domain.job_history import Happening, JobEvent
from domain.retry_policy import RetryPolicy
from domain.transcript import Diarization, Transcript
from domain.transcription_job import (
    RESULT_STAGE,
    Failure,
    JobKind,
    JobStatus,
    Stage,
    TranscriptionJob,
)

AnnounceEnd: TypeAlias = Callable[
    [UnitOfWork, TranscriptionJob, StoredTranscript | None], Awaitable[None]
]
"""Called in the transaction in which a job ends, so that whoever wants to know of it will."""

_LOG: Final = logging.getLogger(__name__)
_HAPPENING: Final = {
    JobStatus.SUCCEEDED: Happening.SUCCEEDED,
    JobStatus.FAILED: Happening.FAILED,
    JobStatus.CANCELLED: Happening.CANCELLED,
    JobStatus.QUEUED: Happening.ATTEMPT_FAILED,
}


Change: TypeAlias = Callable[[TranscriptionJob], TranscriptionJob]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndJob:
    """Record how a job has ended, with all that follows from it, in one transaction. What comes
    from a runner whose lease is over is left out: another has the job."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock
    new_id: NewId
    news: JobNews
    announce: AnnounceEnd
    name_speakers: NameSpeakers
    retry: RetryPolicy
    meter: JobMeter = UNMETERED

    async def succeeded(self, job: TranscriptionJob, results: Results) -> None:
        """Raises TranscriptionFailedError where a result is missing."""
        if job.kind is JobKind.FULL:
            await self._transcribed(job, results)
            return
        named = await self.name_speakers(job, results)
        now, naming = self.clock.now(), named.options.naming
        warnings = (*warnings_of(results), *named.warnings)
        result = results.get(RESULT_STAGE[job.kind])
        if result is None:
            result = await asyncio.to_thread(combined, results)
        if isinstance(result, Diarization):
            result = replace(result, identified=identified_in(named.names))
        await self._record(
            job,
            lambda it: it.named_after(naming).succeed(now=now, warnings=warnings),
            made=result,
            sound_seconds=_sound_seconds(results),
        )

    async def _transcribed(self, job: TranscriptionJob, results: Results) -> None:
        begun = self.clock.now()
        named = await self.name_speakers(job, results)
        made = await asyncio.to_thread(transcript_of, results, named.options, named.names)
        transcript = replace(made, warnings=(*made.warnings, *named.warnings))
        now, naming = self.clock.now(), named.options.naming
        await self._record(
            job,
            lambda it: it.named_after(naming).succeed(now=now, warnings=transcript.warnings),
            made=self._stored(job.named_after(naming), transcript),
            sound_seconds=_sound_seconds(results),
        )
        if not job.force:
            self.meter.transcript_looked_for(Found.NOTHING)
        if Stage.ASSIGN_SPEAKERS in job.planned:
            self.meter.stage_finished(Stage.ASSIGN_SPEAKERS, (now - begun).total_seconds())

    async def with_kept(self, job: TranscriptionJob) -> bool:
        """Whether the very transcript was kept already, and the job has ended with it."""
        if job.force or job.kind is not JobKind.FULL or job.clip_id is None:
            return False
        async with self.unit_of_work() as uow:
            stored = await uow.transcripts.find(job.clip_id, job.options)
        if stored is None:
            return False
        self.meter.transcript_looked_for(Found.KEPT)
        now, warnings = self.clock.now(), stored.transcript.warnings
        await self._record(job, lambda it: it.succeed(now=now, warnings=warnings), made=stored)
        return True

    async def failed(self, job: TranscriptionJob, error: ApplicationError) -> None:
        """To be tried again where that may help and the attempts are not used up."""
        if not error.may_pass or not self.retry.allows_after(job.attempts):
            await self.failed_for_good(job, error)
            return
        later = self.clock.now() + self.retry.pause_after(job.attempts)
        _LOG.warning("job %s will be tried again: %s", job.id, error)
        await self._record(
            job, lambda it: it.try_again(not_before=later), failure=failure_of(error)
        )

    async def failed_for_good(self, job: TranscriptionJob, error: ApplicationError) -> None:
        _LOG.warning("job %s failed: %s", job.id, error)
        failure, now = failure_of(error), self.clock.now()
        await self._record(job, lambda it: it.fail(failure, now=now), failure=failure)

    async def _record(
        self,
        job: TranscriptionJob,
        change: Change,
        *,
        made: StoredTranscript | StageResult | None = None,
        failure: Failure | None = None,
        sound_seconds: float | None = None,
    ) -> None:
        async with self.unit_of_work() as uow:
            # Deleted, cancelled or taken over meanwhile: then this is nobody's business any more.
            if not await uow.jobs.exists(job.id):
                return
            current = await uow.jobs.get(job.id)
            if not current.is_still(job):
                return
            await record_change(uow, change(current), self.clock.now(), failure)
            stored = made if isinstance(made, StoredTranscript) else None
            if stored is not None and stored.job_id == job.id:
                await uow.transcripts.put(stored)
            elif made is not None and not isinstance(made, StoredTranscript):
                await uow.stage_results.put(job.id, RESULT_STAGE[job.kind], made)
            ended = await uow.jobs.get(job.id)
            if ended.status.is_final:
                await self.announce(uow, ended, stored)
            await uow.commit()
        self._count(ended, failure, sound_seconds)
        self.news.tell(job.id)

    def _count(
        self, job: TranscriptionJob, failure: Failure | None, sound_seconds: float | None
    ) -> None:
        if job.status.is_final:
            # What an earlier attempt has done is not in the time of the last.
            in_one_go = job.attempts == 1 and not job.times_lost
            self.meter.job_ended(job, sound_seconds=sound_seconds if in_one_go else None)
        elif failure is not None:
            self.meter.attempt_failed(failure)

    def _stored(self, job: TranscriptionJob, transcript: Transcript) -> StoredTranscript:
        return StoredTranscript(
            id=TranscriptId(self.new_id()),
            clip_id=job.sound,
            job_id=job.id,
            options=job.options,
            transcript=transcript,
            created_at=self.clock.now(),
        )


def _sound_seconds(results: Results) -> float | None:
    decoded = results.get(Stage.DECODE)
    return decoded.duration if isinstance(decoded, SoundDecoded) else None


async def record_end(
    uow: UnitOfWork, ended: TranscriptionJob, now: datetime, announce: AnnounceEnd
) -> None:
    """Keep the end of a job that nobody made anything of, and have it told."""
    await record_change(uow, ended, now, ended.failure)
    await announce(uow, ended, None)


async def record_change(
    uow: UnitOfWork, job: TranscriptionJob, now: datetime, failure: Failure | None
) -> None:
    """Keep a job whose attempt is over, with an entry in its history; the results of its stages,
    and what was heard of it, go once it has ended."""
    await uow.jobs.save(job)
    await uow.history.add(
        JobEvent(
            job_id=job.id,
            at=now,
            what=_HAPPENING[job.status],
            attempt=job.attempts,
            failure=failure,
        )
    )
    if job.status.is_final:
        await uow.stage_results.remove(job.id)
        await uow.heard.remove(job.id)
