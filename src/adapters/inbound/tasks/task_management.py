"""/task: asking after tasks, and forgetting them."""

import json
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from dependency_injector.wiring import inject
from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.example_ids import JOB_ID
from adapters.inbound.tasks.errors import responses
from adapters.inbound.tasks.task_body import TaskBody, TaskDeletedBody, TaskListBody
from application.errors import JobNotFoundError
from application.formats.task_document import Task, task_document, task_summary
from domain.transcription_job import JobId

router = APIRouter(prefix="/task", tags=["task API"])

Identifier = Annotated[str, Path(description="As it was answered.", examples=[JOB_ID])]

_MOST: Final = 1000
_NOT_FOUND: Final = responses(
    HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE
)


@router.get(
    "/all",
    summary="List the tasks",
    response_model=TaskListBody,
    responses=responses(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
)
@inject
async def list_tasks(
    owner: Owner,
    list_all: use.ListTasks,
    offset: Annotated[int, Query(ge=0, le=10**9, description="How many to leave out.")] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST, description="How many to list.")] = _MOST,
) -> Response:
    """The tasks that are known, newest first, whichever door they came in through."""
    page = await list_all(owner, offset=offset, limit=limit)
    tasks = [task_summary(task) for task in page.items]
    return JSONResponse({"tasks": tasks, "total": page.total})


@router.get(
    "/{identifier}",
    summary="Look at a task",
    response_model=TaskBody,
    responses=_NOT_FOUND,
)
@inject
async def get_task(owner: Owner, identifier: Identifier, get: use.GetTask) -> Response:
    """How it is, and its result once it is completed."""
    task = await get(owner, _named(identifier))
    return Response(await run_in_threadpool(_written, task), media_type="application/json")


@router.delete("/{identifier}/delete", summary="Delete a task", responses=_NOT_FOUND)
@inject
async def delete_task(
    owner: Owner, identifier: Identifier, delete: use.DeleteJob
) -> TaskDeletedBody:
    """Forget a task, and stop it if it has not ended."""
    await delete(owner, _named(identifier))
    return TaskDeletedBody(identifier=identifier, message="Task deleted")


def _written(task: Task) -> str:
    """A result of hours has megabytes."""
    return json.dumps(task_document(task), ensure_ascii=False)


def _named(identifier: str) -> JobId:
    """Raises JobNotFoundError also for what no task could be called."""
    try:
        return JobId(UUID(identifier))
    except ValueError as error:
        raise JobNotFoundError(f"There is no task {identifier[:100]}.") from error
