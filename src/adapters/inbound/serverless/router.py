"""Jobs as RunPod's serverless API takes them: /run, /runsync, /status and /cancel.

All of it is also there under /v2/{endpoint_id}, where the clients of that API look for it.
"""

from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID

from dependency_injector.wiring import inject
from fastapi import APIRouter, Depends, FastAPI, Path, Query, Response

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.example_ids import JOB_ID
from adapters.inbound.operation_names import operation_name
from adapters.inbound.serverless import worker_health
from adapters.inbound.serverless.errors import RESPONSES
from adapters.inbound.serverless.job_note import JobNote
from adapters.inbound.serverless.run_body import RunBody
from adapters.inbound.serverless.run_request import RunRequest
from adapters.inbound.serverless.runs import Show, Take
from adapters.inbound.strict_query import refuse_unknown_parameters
from adapters.inbound.transcribing_requests import LASTS
from application.errors import JobNotFoundError
from domain.transcription_job import JobId

router = APIRouter(
    tags=["serverless"],
    dependencies=[Depends(refuse_unknown_parameters)],
    generate_unique_id_function=operation_name,
    responses=dict(RESPONSES),
)

ELSEWHERE: Final = "/v2/{endpoint_id}"
"""Any id will do."""

RunId = Annotated[
    str, Path(description="The id that /run or /runsync answered.", examples=[JOB_ID])
]


@router.post("/run", summary="Have a recording transcribed", response_model=RunBody)
async def run_job(request: RunRequest, take: Take, show: Show) -> Response:
    """Answers the job's id at once. The recording is fetched by the job."""
    return await show(await take(request, somebody_waits=False))


@router.post(
    "/runsync",
    summary="Have a recording transcribed, and wait for it",
    response_model=RunBody,
    dependencies=[LASTS],
)
@inject
async def run_job_and_wait(
    request: RunRequest,
    take: Take,
    show: Show,
    wait_a_while: use.WaitAWhile,
    wait: Annotated[
        int, Query(ge=1, le=300_000, description="For how many milliseconds at most.")
    ] = 90_000,
) -> Response:
    """Answers the job when it has ended, or as it is after that time: then `/status` has it later.

    The job goes on if its caller leaves.
    """
    job = await take(request, somebody_waits=True)
    return await show(await wait_a_while(job.id, at_most=timedelta(milliseconds=wait)))


@router.post("/status/{job_id}", include_in_schema=False, response_model=RunBody)
@router.get("/status/{job_id}", summary="Look at a job", response_model=RunBody)
@inject
async def get_run(owner: Owner, job_id: RunId, get: use.GetJob, show: Show) -> Response:
    """Its state, and its output or what went wrong once it has ended."""
    return await show((await get(owner, _id(job_id))).job)


@router.post("/cancel/{job_id}", summary="Cancel a job", response_model=RunBody)
@inject
async def cancel_run(
    owner: Owner, job_id: RunId, get: use.GetJob, cancel: use.CancelJob, show: Show
) -> Response:
    """Stop a job, whether it waits or runs. One that has ended already is answered as it is."""
    job = (await get(owner, _id(job_id))).job
    JobNote.of(job)
    return await show(job if job.status.is_final else await cancel(owner, job.id))


def register(app: FastAPI) -> None:
    app.include_router(router)
    app.include_router(router, prefix=ELSEWHERE, include_in_schema=False)
    app.include_router(worker_health.router, prefix=ELSEWHERE)


def _id(text: str) -> JobId:
    """Raises JobNotFoundError for what cannot be the id of a job."""
    try:
        return JobId(UUID(text))
    except ValueError as error:
        raise JobNotFoundError("There is no such job.") from error
