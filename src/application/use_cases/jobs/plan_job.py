"""What is to be done for a job that was submitted."""

from dataclasses import dataclass

from application.ports.progress import NoLongerWantedError
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.use_cases.jobs.begin_job import BeginJob, wanted_job
from application.use_cases.jobs.end_job import EndJob
from domain.transcription_job import JobId, JobKind, Stage, TranscriptionJob, chains


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPlan:
    job: TranscriptionJob
    duration: float
    """The recording's, in seconds; 0 where there is none, or none yet."""
    first: tuple[Stage, ...]
    chains: tuple[tuple[Stage, ...], ...]
    """After the first, and side by side."""
    is_complete: bool = True
    """Or else another is to be made after this: as long as the recording is not here, nobody knows
    how long the stages may take, nor whether a transcript of it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanJob:
    """The stages that are left to do; None where there is nothing to do, because the job has ended
    or ends now with a transcript that is kept already.

    It is not started by this: it waits until somebody works on its first stage.
    """

    unit_of_work: UnitOfWorkFactory
    begin: BeginJob
    end: EndJob

    async def __call__(self, job_id: JobId) -> JobPlan | None:
        try:
            async with self.unit_of_work() as uow:
                job = await wanted_job(uow, job_id)
                plan = await _plan(uow, job)
                has_transcript = await _has_transcript(uow, job)
            if has_transcript and await self.end.with_kept(await self.begin(job_id)):
                return None
        except NoLongerWantedError:
            return None
        return plan


async def _plan(uow: UnitOfWork, job: TranscriptionJob) -> JobPlan:
    if job.has_to_fetch:
        return JobPlan(job=job, duration=0.0, first=(Stage.FETCH,), chains=(), is_complete=False)
    done = await uow.stage_results.of(job.id)
    left = [
        tuple(stage for stage in chain if stage not in done)
        for chain in chains(job.kind, job.options)
    ]
    return JobPlan(
        job=job,
        duration=0.0 if job.clip_id is None else await uow.clips.duration_of(job.clip_id),
        first=tuple(job.planned & {Stage.DECODE} - done.keys()),
        chains=tuple(chain for chain in left if chain),
    )


async def _has_transcript(uow: UnitOfWork, job: TranscriptionJob) -> bool:
    if job.force or job.kind is not JobKind.FULL or job.clip_id is None:
        return False
    return await uow.transcripts.find(job.clip_id, job.options) is not None
