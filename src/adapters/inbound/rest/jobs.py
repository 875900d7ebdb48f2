"""/api/jobs: what is being worked on, and what became of it."""

from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from dependency_injector.wiring import inject
from fastapi import APIRouter, Header, Path, Query, Response
from fastapi.responses import StreamingResponse

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.closing_response import ClosingResponse
from adapters.inbound.example_ids import CLIP_ID, JOB_ID
from adapters.inbound.problem_details import responses
from adapters.inbound.rest.job_body import JobBody, JobPageBody, JobSummaryBody
from adapters.inbound.rest.job_events import as_events
from adapters.inbound.rest.job_examples import EVENTS
from adapters.inbound.rest.transcript_body import TranscriptBody
from adapters.inbound.rest.transcript_file import DOCUMENTED_FILES, InForm
from application.ports.repositories import JobFilter
from domain.audio_clip import ClipId
from domain.transcription_job import JobId, JobKind, JobStatus

router = APIRouter(prefix="/jobs", tags=["jobs"])

JobIdPath = Annotated[UUID, Path(description="The id of the job.", examples=[JOB_ID])]
LastEventId = Annotated[
    int,
    Header(
        alias="Last-Event-ID",
        ge=0,
        le=10**9,
        description="The number of the last event that the client has; what came after is sent.",
        examples=[3],
    ),
]
_NOT_FOUND: Final = (HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
_STREAM: Final = {"text/event-stream": {"schema": {"type": "string"}, "example": EVENTS}}


@router.get("", summary="List the jobs", responses=responses(HTTPStatus.UNPROCESSABLE_ENTITY))
@inject
async def list_jobs(
    owner: Owner,
    list_them: use.ListJobs,
    *,
    status: Annotated[
        JobStatus | None, Query(description="Only these.", examples=[JobStatus.RUNNING])
    ] = None,
    clip_id: Annotated[
        UUID | None, Query(description="Only those of this clip.", examples=[CLIP_ID])
    ] = None,
    kind: Annotated[
        JobKind | None, Query(description="Only of this kind.", examples=[JobKind.FULL])
    ] = None,
    offset: Annotated[int, Query(ge=0, le=10**9, description="How many to leave out.")] = 0,
    limit: Annotated[int, Query(ge=1, le=200, description="How many to answer with.")] = 50,
) -> JobPageBody:
    """The jobs that are known, newest first."""
    wanted = JobFilter(
        status=status, clip_id=None if clip_id is None else ClipId(clip_id), kind=kind
    )
    page = await list_them(owner, wanted, offset=offset, limit=limit)
    items = [JobSummaryBody.of(job) for job in page.items]
    return JobPageBody(items=items, total=page.total, offset=offset, limit=limit)


@router.get("/{job_id}", summary="Look at a job", responses=responses(*_NOT_FOUND))
@inject
async def get_job(owner: Owner, job_id: JobIdPath, get: use.GetJob) -> JobBody:
    """How far it has come, what it waits for, and every attempt with what became of it."""
    return JobBody.of_view(await get(owner, JobId(job_id)))


@router.get(
    "/{job_id}/transcript",
    summary="Read what a job has made",
    response_model=TranscriptBody,
    response_model_exclude_unset=True,
    responses={
        200: {"description": "The transcript.", "content": DOCUMENTED_FILES},
        **responses(*_NOT_FOUND),
    },
)
@inject
async def get_job_transcript(
    owner: Owner,
    job_id: JobIdPath,
    read: use.ReadJobTranscript,
    wanted: InForm,
) -> TranscriptBody | Response:
    """The transcript that this job ended with, whatever else the clip was transcribed with."""
    stored = await read(owner, JobId(job_id))
    return await wanted.answer(stored)


@router.get(
    "/{job_id}/events",
    summary="Follow a job",
    response_class=StreamingResponse,
    responses={
        200: {"description": "Server-sent events until the job has ended.", "content": _STREAM},
        204: {"description": "The client has every event of a job that has ended."},
        **responses(*_NOT_FOUND),
    },
)
@inject
async def follow_job(
    owner: Owner,
    job_id: JobIdPath,
    get: use.GetJob,
    watch: use.WatchJob,
    last_event_id: LastEventId = 0,
) -> Response:
    """Server-sent events: `queued`, `started`, `stage_finished`, `attempt_failed`, `runner_lost`,
    `put_back`, `succeeded`, `failed` and `cancelled` are numbered and can be had again with
    `Last-Event-ID`; `progress` between them says what `GET /api/jobs/{job_id}` would. `deleted`
    ends the stream of a job that is forgotten meanwhile.
    """
    view = await get(owner, JobId(job_id))
    if view.job.status.is_final and last_event_id >= view.version:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    events = as_events(watch(owner, JobId(job_id)), after=last_event_id)
    return ClosingResponse(events, "text/event-stream")


@router.post(
    "/{job_id}/cancel",
    summary="Cancel a job",
    responses=responses(*_NOT_FOUND, HTTPStatus.CONFLICT),
)
@inject
async def cancel_job(owner: Owner, job_id: JobIdPath, cancel: use.CancelJob) -> JobSummaryBody:
    """Stop a job, whether it waits or runs; it is for good. One that has ended is a conflict."""
    return JobSummaryBody.of(await cancel(owner, JobId(job_id)))


@router.delete(
    "/{job_id}",
    summary="Delete a job",
    status_code=HTTPStatus.NO_CONTENT,
    responses=responses(*_NOT_FOUND),
)
@inject
async def delete_job(owner: Owner, job_id: JobIdPath, delete: use.DeleteJob) -> None:
    """Forget a job, and stop it if it has not ended. A transcript that it has made stays with its
    clip."""
    await delete(owner, JobId(job_id))
