"""What a task's callback says: the task, as whoever asks for it is answered."""

import asyncio
import json

from application.formats.task_document import Task, task_document
from application.ports.unit_of_work import UnitOfWork
from application.use_cases.tasks.get_task import result_in
from application.use_cases.webhooks.event_bodies import JobEnd


async def task_callback(uow: UnitOfWork, end: JobEnd) -> str:
    """Written in the transaction in which the task ends."""
    kept = None if end.stored is None else end.stored.transcript
    task = Task(job=end.job, result=kept or await result_in(uow, end.job))
    return await asyncio.to_thread(lambda: json.dumps(task_document(task), ensure_ascii=False))
