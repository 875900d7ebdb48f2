"""The door of OpenAI's API: everything that it shares with api.openai.com/v1."""

from fastapi import APIRouter, FastAPI

from adapters.inbound.openai import models, transcriptions
from adapters.inbound.openai.processing_time import ProcessingTime
from adapters.inbound.operation_names import operation_name

router = APIRouter(prefix="/v1", generate_unique_id_function=operation_name)
router.include_router(transcriptions.router)
router.include_router(models.router)


def register(app: FastAPI) -> None:
    """Open the door."""
    app.include_router(router)
    app.add_middleware(ProcessingTime)
