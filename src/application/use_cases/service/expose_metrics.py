"""Telling a monitoring system how the service is and what it has done."""

import asyncio
from dataclasses import dataclass

from application.ports.exposition import ExposedMetrics, Exposition
from application.use_cases.service.take_readings import TakeReadings


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposeMetrics:
    """Answers soon, whatever the engines do and whether the database can be reached or not."""

    take_readings: TakeReadings
    exposition: Exposition

    async def __call__(self, accept: str) -> ExposedMetrics:
        readings = await self.take_readings()
        return await asyncio.to_thread(self.exposition, readings, accept)
