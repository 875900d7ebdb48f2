"""The service's own door: everything under /api, /health and /."""

from fastapi import APIRouter, Depends, FastAPI

from adapters.inbound import problem_details
from adapters.inbound.operation_names import operation_name
from adapters.inbound.rest import (
    clip_content,
    clip_from_url,
    clip_link,
    clips,
    documentation,
    front_page,
    health,
    jobs,
    metrics,
    models,
    speakers,
    transcription,
    transcription_stream,
    upload_and_transcribe,
    webhook_deliveries,
    webhooks,
)
from adapters.inbound.rest.tus import uploads
from adapters.inbound.strict_query import refuse_unknown_parameters

router = APIRouter(
    prefix="/api",
    dependencies=[Depends(refuse_unknown_parameters)],
    generate_unique_id_function=operation_name,
)
router.include_router(clips.router)
router.include_router(clip_content.router)
router.include_router(clip_link.router)
router.include_router(clip_from_url.router)
router.include_router(transcription.router)
router.include_router(transcription_stream.router)
router.include_router(upload_and_transcribe.router)
router.include_router(jobs.router)
router.include_router(models.router)
router.include_router(uploads.router)
router.include_router(speakers.router)
router.include_router(webhooks.router)
router.include_router(webhook_deliveries.router)


def register(app: FastAPI) -> None:
    """Open the door."""
    problem_details.describe(app)
    app.include_router(router)
    app.include_router(health.router, generate_unique_id_function=operation_name)
    app.include_router(metrics.router, generate_unique_id_function=operation_name)
    app.include_router(front_page.router)
    app.include_router(documentation.router)
