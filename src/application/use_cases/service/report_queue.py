"""How much work waits, and how much is being done."""

from dataclasses import dataclass

from application.ports.unit_of_work import UnitOfWorkFactory


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSeen:
    waiting: int
    """Jobs of all owners that nobody works on yet."""
    running: int
    gpu_concurrency: int
    """Recordings that use a GPU at a time, where there is one."""
    most_waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQueue:
    """Raises DatabaseUnavailableError."""

    unit_of_work: UnitOfWorkFactory
    gpu_concurrency: int
    most_waiting: int

    async def __call__(self) -> QueueSeen:
        async with self.unit_of_work() as uow:
            tally = await uow.jobs.tally()
        return QueueSeen(
            waiting=tally.waiting,
            running=tally.running,
            gpu_concurrency=self.gpu_concurrency,
            most_waiting=self.most_waiting,
        )
