"""How many jobs there are, as RunPod's serverless API tells it."""

from typing import Annotated

from dependency_injector.wiring import inject
from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.operation_names import operation_name
from adapters.inbound.serverless.errors import RESPONSES
from application.ports.repositories import JobFilter
from domain.transcription_job import JobStatus

router = APIRouter(
    tags=["serverless"],
    generate_unique_id_function=operation_name,
    responses=dict(RESPONSES),
)


class JobCounts(BaseModel):
    inQueue: int  # noqa: N815 - so they are called on the wire
    inProgress: int  # noqa: N815
    completed: int
    failed: int
    retried: int = 0


class WorkerCounts(BaseModel):
    """The whole service counts as one."""

    idle: int
    running: int


class WorkerHealthBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "jobs": {
                        "inQueue": 0,
                        "inProgress": 1,
                        "completed": 12,
                        "failed": 0,
                        "retried": 0,
                    },
                    "workers": {"idle": 0, "running": 1},
                }
            ]
        }
    )

    jobs: JobCounts
    workers: WorkerCounts


@router.get("/health", summary="Count the jobs")
@inject
async def get_worker_health(
    owner: Owner,
    endpoint_id: Annotated[str, Path(description="Any id will do.", examples=["hexavox"])],  # noqa: ARG001
    list_jobs: use.ListJobs,
) -> WorkerHealthBody:
    """For clients that ask an endpoint how it is. `/health` says what this service can do."""

    async def count(status: JobStatus) -> int:
        return (await list_jobs(owner, JobFilter(status=status), offset=0, limit=1)).total

    running = await count(JobStatus.RUNNING)
    return WorkerHealthBody(
        jobs=JobCounts(
            inQueue=await count(JobStatus.QUEUED),
            inProgress=running,
            completed=await count(JobStatus.SUCCEEDED),
            failed=await count(JobStatus.FAILED),
        ),
        workers=WorkerCounts(idle=int(not running), running=int(bool(running))),
    )
