"""Looking at all tasks, without what they have made."""

from dataclasses import dataclass

from application.formats.task_document import Task
from application.ports.repositories import JobFilter, Page
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import OwnerId


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTasks:
    """An owner's tasks, newest first, a page at a time."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, owner: OwnerId, *, offset: int, limit: int) -> Page[Task]:
        async with self.unit_of_work() as uow:
            page = await uow.jobs.page(owner, JobFilter(), offset=offset, limit=limit)
            clips = await uow.clips.those({job.clip_id for job in page.items if job.clip_id})
        return Page(
            [
                Task(job=job, clip=None if job.clip_id is None else clips.get(job.clip_id))
                for job in page.items
            ],
            page.total,
        )
