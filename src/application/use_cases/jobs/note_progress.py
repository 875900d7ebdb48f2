"""Recording how far a stage has come, and what it has heard, where no lease says who works on
it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from application.ports.progress import NoLongerWantedError
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.jobs.begin_job import wanted_job
from domain.transcript import Segment
from domain.transcription_job import JobId, Stage

_NOTHING: Final[Mapping[int, Segment]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteProgress:
    """Keep the fraction, 0..1, of a stage, and what it has heard, by numbers; False where the job
    has ended or is gone, and the work is no longer wanted. Stages that run side by side do not
    disturb each other."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(
        self,
        job_id: JobId,
        stage: Stage,
        fraction: float,
        heard: Mapping[int, Segment] = _NOTHING,
    ) -> bool:
        async with self.unit_of_work() as uow:
            try:
                job = await wanted_job(uow, job_id)
            except NoLongerWantedError:
                return False
            progress = job.progress.with_stage(stage, fraction)
            if progress != job.progress:
                await uow.jobs.save(job.reached(progress))
            if heard:
                await uow.heard.put(job_id, heard)
            if heard or progress != job.progress:
                await uow.commit()
        return True
