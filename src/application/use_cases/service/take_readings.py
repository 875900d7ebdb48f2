"""How things are at this moment: what waits, what is loaded, what the machine has left."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from application.errors import DatabaseUnavailableError
from application.impatience import PATIENCE, within
from application.ports.clock import Clock
from application.ports.engines.description import Engine
from application.ports.exposition import Readings
from application.ports.loaded_models import LoadedModels
from application.ports.machine import Machine
from application.ports.repositories import QueueTally
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.service.report_health import described
from domain.transcription_job import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReadings:
    """Never raises for what cannot be read now, and waits for no engine."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock
    models: LoadedModels
    engines: Mapping[Stage, Engine]
    machine: Machine

    async def __call__(self) -> Readings:
        queue, machine, engines = await asyncio.gather(
            self._queue(),
            asyncio.to_thread(self.machine.read),
            asyncio.to_thread(described, self.engines),
        )
        return Readings(
            taken_at=self.clock.now(),
            queue=queue,
            models=self.models.loaded(),
            engines=engines,
            machine=machine,
        )

    async def _queue(self) -> QueueTally | None:
        try:
            return await within(PATIENCE, self._tally())
        except DatabaseUnavailableError:
            return None

    async def _tally(self) -> QueueTally:
        async with self.unit_of_work() as uow:
            return await uow.jobs.tally()
