"""The door of the task API: a recording in, and a task to ask after."""

from fastapi import APIRouter, Depends, FastAPI

from adapters.inbound.operation_names import operation_name
from adapters.inbound.strict_query import refuse_unknown_parameters
from adapters.inbound.tasks import health, services, speech_to_text, task_management, workflows

router = APIRouter(
    dependencies=[Depends(refuse_unknown_parameters)], generate_unique_id_function=operation_name
)
router.include_router(speech_to_text.router)
router.include_router(services.router)
router.include_router(task_management.router)
router.include_router(workflows.router)


def register(app: FastAPI) -> None:
    """Open the door."""
    app.include_router(router)
    app.include_router(health.router, generate_unique_id_function=operation_name)
