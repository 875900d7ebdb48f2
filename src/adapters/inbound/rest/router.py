"""The service's own door: everything under /api, /health and /."""

from fastapi import APIRouter, Depends, FastAPI

from adapters.inbound.rest import (
    clip_content,
    clips,
    front_page,
    health,
    problem_details,
    transcription,
)
from adapters.inbound.rest.operation_names import operation_name
from adapters.inbound.strict_query import refuse_unknown_parameters

router = APIRouter(
    prefix="/api",
    dependencies=[Depends(refuse_unknown_parameters)],
    generate_unique_id_function=operation_name,
)
router.include_router(clips.router)
router.include_router(clip_content.router)
router.include_router(transcription.router)


def register(app: FastAPI) -> None:
    """Open the door, and have every error of the app answered with a problem document."""
    problem_details.install(app)
    app.include_router(router)
    app.include_router(health.router, generate_unique_id_function=operation_name)
    app.include_router(front_page.router)
