"""/temporal/workflow: tasks as workflows, whichever job engine runs them."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Annotated, Any, Final
from uuid import UUID

from dependency_injector.wiring import inject
from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.example_ids import JOB_ID
from adapters.inbound.tasks.errors import responses
from adapters.inbound.tasks.task_examples import RESULT
from application.errors import ConflictError, JobNotFoundError
from application.formats.task_document import Task, task_document
from domain.transcription_job import JobId, JobStatus

router = APIRouter(prefix="/temporal/workflow", tags=["task API"])

WorkflowId = Annotated[str, Path(description="The identifier of the task.", examples=[JOB_ID])]

_STATUS_OF: Final[Mapping[JobStatus, str]] = MappingProxyType(
    {
        JobStatus.QUEUED: "RUNNING",
        JobStatus.RUNNING: "RUNNING",
        JobStatus.SUCCEEDED: "COMPLETED",
        JobStatus.FAILED: "FAILED",
        JobStatus.CANCELLED: "CANCELED",
    }
)
"""In Temporal's words, for which a workflow runs while it waits for a worker."""


class WorkflowBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"workflow_id": JOB_ID, "status": "COMPLETED"}]}
    )

    workflow_id: str
    status: str = Field(description="RUNNING, COMPLETED, FAILED, CANCELED.")


class WorkflowResultBody(BaseModel):
    """As in the task."""

    model_config = ConfigDict(json_schema_extra={"examples": [RESULT]})

    segments: list[dict[str, Any]]
    word_segments: list[dict[str, Any]]


@router.get(
    "/{workflow_id}",
    summary="Ask how a workflow is",
    responses=responses(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
)
@inject
async def get_workflow(owner: Owner, workflow_id: WorkflowId, get: use.GetTask) -> WorkflowBody:
    """A task's workflow has the task's identifier. The database is asked, and not Temporal."""
    task = await get(owner, _named(workflow_id))
    return WorkflowBody(workflow_id=workflow_id, status=_STATUS_OF[task.job.status])


@router.get(
    "/{workflow_id}/result",
    summary="Read what a workflow has made",
    response_model=WorkflowResultBody,
    responses=responses(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE),
)
@inject
async def get_workflow_result(owner: Owner, workflow_id: WorkflowId, get: use.GetTask) -> Response:
    """The result of its task, once that is completed."""
    task = await get(owner, _named(workflow_id))
    if task.result is None:
        raise ConflictError(f"The workflow has no result: it is {_STATUS_OF[task.job.status]}.")
    return Response(await run_in_threadpool(_written, task), media_type="application/json")


def _written(task: Task) -> str:
    """A result of hours has megabytes."""
    return json.dumps(task_document(task)["result"], ensure_ascii=False)


def _named(workflow_id: str) -> JobId:
    """Raises JobNotFoundError also for what no task could be called."""
    try:
        return JobId(UUID(workflow_id))
    except ValueError as error:
        raise JobNotFoundError(f"There is no workflow {workflow_id[:100]}.") from error
