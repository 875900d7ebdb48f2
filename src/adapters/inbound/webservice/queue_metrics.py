"""/queue-metrics: how much work waits, as whisperx-asr-service tells it."""

from typing import Literal

from dependency_injector.wiring import inject
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound import dependencies as use
from adapters.inbound.operation_names import operation_name
from adapters.inbound.webservice.errors import RESPONSES

router = APIRouter(
    tags=["service"], generate_unique_id_function=operation_name, responses=dict(RESPONSES)
)


class QueueBody(BaseModel):
    requests_queued: int = Field(description="Jobs of whatever door that wait.")
    requests_in_flight: int = Field(description="Jobs that are being worked on.")
    gpu_concurrency: int = Field(description="Recordings that use a GPU at a time.")
    max_queue_size: int = Field(description="Jobs that may wait.")


class QueueMetricsBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "serve_mode": "simple",
                    "device": "cuda",
                    "loaded_models": ["whisper large-v3-turbo"],
                    "queue": {
                        "requests_queued": 0,
                        "requests_in_flight": 1,
                        "gpu_concurrency": 1,
                        "max_queue_size": 32,
                    },
                }
            ]
        }
    )

    serve_mode: Literal["simple"] = "simple"
    device: str
    loaded_models: list[str]
    queue: QueueBody


@router.get("/queue-metrics", summary="Ask how much work waits")
@inject
async def get_queue_metrics(
    report_queue: use.ReportQueue, report_health: use.ReportHealth
) -> QueueMetricsBody:
    """Of all callers together."""
    queue, health = await report_queue(), report_health()
    return QueueMetricsBody(
        device=health.device,
        loaded_models=list(health.loaded_models),
        queue=QueueBody(
            requests_queued=queue.waiting,
            requests_in_flight=queue.running,
            gpu_concurrency=queue.gpu_concurrency,
            max_queue_size=queue.most_waiting,
        ),
    )
