"""/health/live and /health/ready: for whatever starts, stops and balances servers."""

from http import HTTPStatus
from typing import Annotated, Final

from dependency_injector.wiring import inject
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound import dependencies as use
from application.ports.engines.description import EngineDescription
from application.use_cases.service.check_readiness import Readiness
from domain.transcription_job import Stage

router = APIRouter(prefix="/health", tags=["service"])

_READY: Final = "Application is ready to accept requests"
_NO_DATABASE: Final = "The database cannot be reached now"


class LiveBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"status": "ok", "message": "Application is live", "timestamp": 1769860800.0}
            ]
        }
    )

    status: str
    message: str
    timestamp: float = Field(description="Seconds since 1970.")


class GpuBody(BaseModel):
    max_concurrent_tasks: int = Field(description="Recordings that use a GPU at a time.")


class EngineBody(BaseModel):
    engine: str = Field(examples=["faster-whisper"])
    can_run: bool
    problem: Annotated[
        str | None, Field(description="Why it cannot run, and what to do about it.")
    ] = None

    @classmethod
    def of(cls, engine: EngineDescription) -> "EngineBody":
        return cls(engine=engine.name, can_run=engine.can_run, problem=engine.problem)


class ReadyBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "ok",
                    "database": "connected",
                    "gpu": {"max_concurrent_tasks": 1},
                    "message": _READY,
                    "engines": {
                        "transcribe": {"engine": "faster-whisper", "can_run": True, "problem": None}
                    },
                }
            ]
        }
    )

    status: str
    database: str
    gpu: GpuBody
    message: str
    engines: dict[Stage, EngineBody] = Field(
        description="By the stage that it does; none where this server leaves jobs to workers."
    )

    @classmethod
    def of(cls, readiness: Readiness) -> "ReadyBody":
        return cls(
            status="ok" if readiness.is_ready else "error",
            database="connected" if readiness.database_answers else "disconnected",
            gpu=GpuBody(max_concurrent_tasks=readiness.gpu_concurrency),
            message=_message(readiness),
            engines={stage: EngineBody.of(each) for stage, each in readiness.engines.items()},
        )


@router.get("/live", summary="Ask whether the service runs")
@inject
async def get_liveness(clock: use.Clock) -> LiveBody:
    """It is 200 as long as anyone answers."""
    now = clock.now().timestamp()
    return LiveBody(status="ok", message="Application is live", timestamp=now)


@router.get(
    "/ready",
    summary="Ask whether the service can take work",
    responses={
        503: {
            "model": ReadyBody,
            "description": "The database cannot be reached, or an engine that no transcript is "
            "made without cannot run.",
        }
    },
)
@inject
async def get_readiness(check: use.CheckReadiness, response: Response) -> ReadyBody:
    """Whether the database answers, and which engine cannot run and why. It answers while the
    engines are busy. Speakers are a bonus: without a diarizer it is ready."""
    readiness = await check()
    if not readiness.is_ready:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return ReadyBody.of(readiness)


def _message(readiness: Readiness) -> str:
    said = [] if readiness.database_answers else [_NO_DATABASE]
    said += [f"{stage}: {each.name} cannot run" for stage, each in readiness.missing.items()]
    return "; ".join(said) or _READY
