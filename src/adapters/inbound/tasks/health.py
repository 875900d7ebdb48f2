"""/health/live and /health/ready: for whatever starts, stops and balances servers."""

from http import HTTPStatus

from dependency_injector.wiring import inject
from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from adapters.inbound import dependencies as use

router = APIRouter(prefix="/health", tags=["service"])


class LiveBody(BaseModel):
    status: str
    message: str
    timestamp: float = Field(description="Seconds since 1970.")


class GpuBody(BaseModel):
    max_concurrent_tasks: int = Field(description="Recordings that use a GPU at a time.")


class ReadyBody(BaseModel):
    status: str
    database: str
    gpu: GpuBody
    message: str


@router.get("/live", summary="Ask whether the service runs")
@inject
async def get_liveness(clock: use.Clock) -> LiveBody:
    """It is 200 as long as anyone answers."""
    now = clock.now().timestamp()
    return LiveBody(status="ok", message="Application is live", timestamp=now)


@router.get(
    "/ready",
    summary="Ask whether the service can take work",
    responses={503: {"model": ReadyBody, "description": "The database cannot be reached."}},
)
@inject
async def get_readiness(check: use.CheckReadiness, response: Response) -> ReadyBody:
    """Whether the database answers."""
    readiness = await check()
    gpu = GpuBody(max_concurrent_tasks=readiness.gpu_concurrency)
    if readiness.database_answers:
        message = "Application is ready to accept requests"
        return ReadyBody(status="ok", database="connected", gpu=gpu, message=message)
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    message = "The database cannot be reached now"
    return ReadyBody(status="error", database="disconnected", gpu=gpu, message=message)
