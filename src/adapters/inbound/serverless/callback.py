"""What is sent to a job's webhook: the same as /status answers."""

import asyncio

from adapters.inbound.serverless.run_body import run_as_json
from application.ports.unit_of_work import UnitOfWork
from application.use_cases.webhooks.event_bodies import JobEnd


async def run_as_message(_uow: UnitOfWork, end: JobEnd) -> str:
    return await asyncio.to_thread(run_as_json, end.job, end.stored)
