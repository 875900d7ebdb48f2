"""Fetching the recording of a job that names it by a URL."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from application.gallery import Gallery
from application.patience import patiently
from application.ports.clock import Clock
from application.ports.meters import UNMETERED, JobMeter
from application.ports.progress import NoLongerWantedError, ReportFraction
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.sound_desk import ended
from application.use_cases.clips.import_clip import ImportClip
from application.use_cases.jobs.begin_job import wanted_job
from application.use_cases.speakers.hear_samples import HearSamples
from domain.audio_clip import ClipId
from domain.job_history import Happening, JobEvent
from domain.known_voices import KnownVoices
from domain.transcription_job import Stage, TranscriptionJob

T = TypeVar("T")
_LOOK_EVERY: Final = 0.5
"""Seconds. So late it is heard that nobody wants it any more, if the other side keeps silent."""


@dataclass(slots=True)
class _LastWord:
    report: ReportFraction
    fraction: float = 0.0

    def tell(self, fraction: float) -> None:
        self.fraction = fraction
        self.report(fraction)

    def repeat(self) -> None:
        self.report(self.fraction)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRecording:
    """Keep the recording as its owner's clip, and the clip as the job's, and for as long as the job
    lasts what the voices sound like whose samples came with it. A job that has all of that already,
    or needs none, is left alone. Answers the job as it is then.

    Raises RemoteError, all that UploadClip raises, and NoLongerWantedError when the report raises
    it, or when the job has ended, is gone or is another runner's.
    """

    import_clip: ImportClip
    hear_samples: HearSamples
    gallery: Gallery
    unit_of_work: UnitOfWorkFactory
    clock: Clock
    meter: JobMeter = UNMETERED

    async def __call__(self, job: TranscriptionJob, report: ReportFraction) -> TranscriptionJob:
        if job.source_url is not None:
            job = await self._recording(job, job.source_url, report)
        return await self._samples(job, report) if job.speaker_samples else job

    async def _recording(
        self, job: TranscriptionJob, url: str, report: ReportFraction
    ) -> TranscriptionJob:
        begun, last = self.clock.now(), _LastWord(report)
        last.tell(0)
        importing = self.import_clip(job.owner, url, report=last.tell)
        imported = await _while_wanted(importing, last.repeat)
        seconds = (self.clock.now() - begun).total_seconds()
        fetched = await patiently(lambda: self._record(job, imported.clip.id, seconds))
        report(1)
        return fetched

    async def _record(
        self, job: TranscriptionJob, clip_id: ClipId, seconds: float
    ) -> TranscriptionJob:
        async with self.unit_of_work() as uow:
            current = await wanted_job(uow, job.id)
            if not current.is_still(job):
                raise NoLongerWantedError
            if current.source_url is None:
                return current
            fetched = current.fetched(clip_id)
            await uow.jobs.save(fetched)
            await self._note(uow, fetched, seconds)
            await uow.commit()
        self.meter.stage_finished(Stage.FETCH, seconds)
        return fetched

    async def _samples(self, job: TranscriptionJob, report: ReportFraction) -> TranscriptionJob:
        hearing = self.hear_samples.fetched(job.speaker_samples)
        known = await _while_wanted(hearing, lambda: report(1))
        return await patiently(lambda: self._record_samples(job, known))

    async def _record_samples(self, job: TranscriptionJob, known: KnownVoices) -> TranscriptionJob:
        async with self.unit_of_work() as uow:
            current = await wanted_job(uow, job.id)
            if not current.is_still(job):
                raise NoLongerWantedError
            if not current.speaker_samples:
                return current
            heard = current.with_voices_of_samples(self.gallery.version_of(known))
            await uow.jobs.save(heard)
            await uow.stage_results.put(job.id, Stage.FETCH, known)
            await uow.commit()
        return heard

    async def _note(self, uow: UnitOfWork, job: TranscriptionJob, seconds: float) -> None:
        await uow.history.add(
            JobEvent(
                job_id=job.id,
                at=self.clock.now(),
                what=Happening.STAGE_FINISHED,
                attempt=job.attempts,
                stage=Stage.FETCH,
                seconds=seconds,
            )
        )


async def _while_wanted(work: Coroutine[Any, Any, T], still_wanted: Callable[[], None]) -> T:
    """Its result, unless `still_wanted` raises first; then it is stopped."""
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=_LOOK_EVERY))[0]:
            still_wanted()
    finally:
        task.cancel()
        await ended(task)
    return task.result()
