"""/health: whether the service can work, and with what."""

from enum import StrEnum
from typing import Final, Literal

from dependency_injector.wiring import inject
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from adapters.inbound import dependencies as use
from application.ports.engines.description import EngineDescription
from application.use_cases.service.report_health import Health
from domain.transcription_job import Stage

router = APIRouter(tags=["service"])


class HealthStatus(StrEnum):
    HEALTHY = "healthy"
    DEGRADED = "degraded"
    """It answers, and cannot transcribe."""


class StageBody(BaseModel):
    engine: str
    model: str | None
    device: str | None
    compute_type: str | None
    can_run: bool
    problem: str | None = Field(description="Why it cannot run, and what to do about it.")
    warnings: list[str] = Field(description="What is not as the settings want it.")

    @classmethod
    def of(cls, engine: EngineDescription) -> "StageBody":
        return cls(
            engine=engine.name,
            model=engine.model,
            device=engine.device,
            compute_type=engine.compute_type,
            can_run=engine.can_run,
            problem=engine.problem,
            warnings=list(engine.warnings),
        )


class GpuBody(BaseModel):
    device: str
    name: str
    memory_bytes: int
    compute_capability: str | None


_LISTENING: Final[JsonDict] = {
    "engine": "faster-whisper",
    "model": "base",
    "device": "cpu",
    "compute_type": "int8",
    "can_run": True,
    "problem": None,
    "warnings": [],
}


class HealthBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "healthy",
                    "device": "cpu",
                    "gpus": [],
                    "loaded_models": ["whisper base"],
                    "stages": {"transcribe": _LISTENING},
                    "version": "0.1.0",
                    "serve_mode": "simple",
                }
            ]
        }
    )

    status: HealthStatus
    device: str
    gpus: list[GpuBody]
    loaded_models: list[str]
    stages: dict[Stage, StageBody]
    version: str
    serve_mode: Literal["simple"] = Field(
        default="simple", description="As whisperx-asr-service calls one process that does it all."
    )

    @classmethod
    def of(cls, health: Health, *, version: str) -> "HealthBody":
        return cls(
            status=HealthStatus.HEALTHY if health.can_transcribe else HealthStatus.DEGRADED,
            device=health.device,
            gpus=[GpuBody.model_validate(gpu, from_attributes=True) for gpu in health.gpus],
            loaded_models=list(health.loaded_models),
            stages={stage: StageBody.of(engine) for stage, engine in health.stages.items()},
            version=version,
        )


@router.get("/health", summary="Ask how the service is")
@inject
async def get_health(request: Request, report: use.ReportHealth) -> HealthBody:
    """Answers at once, whatever else the service is doing; it is 200 as long as anyone answers."""
    return HealthBody.of(report(), version=request.app.version)


@router.head("/health", include_in_schema=False)
async def head_health() -> Response:
    """For probes that want no body."""
    return Response()
