"""/v1/models and /v1/registry: which models there are, and having their weights here."""

from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from dependency_injector.wiring import inject
from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound import dependencies as use
from adapters.inbound.openai_errors import RESPONSES
from adapters.inbound.speaches.model_tasks import ModelTask, task_of
from application.ports.model_catalog import ModelSource
from application.use_cases.models.show_models import ModelView

router = APIRouter(prefix="/v1", tags=["speaches"])

ModelId = Annotated[
    str,
    Path(
        description="A name of `GET /v1/registry`, or another spelling of one: `small`, "
        "`Systran/faster-whisper-small`.",
        examples=["small"],
    ),
]
_NOT_ASKED: Final = 0
"""Seconds since 1970: nobody here knows when a model was made."""


class RegisteredModelBody(BaseModel):
    id: str
    object: Literal["model"] = "model"
    created: int = Field(description="Always 0: it is not known.")
    owned_by: str
    task: ModelTask
    is_here: bool = Field(description="Whether it can be loaded without a network.")
    is_default: bool = Field(description="Whether requests that name no model use it.")
    source: ModelSource
    size_bytes: int | None
    licence: str | None

    @classmethod
    def of(cls, view: ModelView) -> "RegisteredModelBody":
        entry = view.entry
        return cls(
            id=entry.name,
            created=_NOT_ASKED,
            owned_by=entry.name.partition("/")[0] if "/" in entry.name else "hexavox",
            task=task_of(entry.purpose),
            is_here=entry.is_here,
            is_default=view.is_default,
            source=entry.source,
            size_bytes=entry.size_bytes,
            licence=entry.licence,
        )


class RegistryBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "object": "list",
                    "data": [
                        {
                            "id": "base",
                            "object": "model",
                            "created": _NOT_ASKED,
                            "owned_by": "hexavox",
                            "task": "automatic-speech-recognition",
                            "is_here": True,
                            "is_default": True,
                            "source": "embedded",
                            "size_bytes": 145_000_000,
                            "licence": "MIT",
                        }
                    ],
                }
            ]
        }
    )

    object: Literal["list"] = "list"
    data: list[RegisteredModelBody]


class BroughtBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"id": "small", "object": "model", "detail": "Model 'small' downloaded"}]
        }
    )

    id: str
    object: Literal["model"] = "model"
    detail: str


class RemovedBody(BroughtBody):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "small",
                    "object": "model",
                    "detail": "Model 'small' deleted",
                    "deleted": True,
                }
            ]
        }
    )

    deleted: bool = True


_BROUGHT: Final[dict[int | str, dict[str, Any]]] = {
    **RESPONSES,
    int(HTTPStatus.CREATED): {"model": BroughtBody, "description": "It was fetched."},
}


@router.get("/registry", summary="List the models that can be had", responses=dict(RESPONSES))
@inject
async def list_registry(
    show: use.ShowModels,
    task: Annotated[
        ModelTask | None,
        Query(
            description="Only models that do this.",
            examples=[ModelTask.AUTOMATIC_SPEECH_RECOGNITION],
        ),
    ] = None,
) -> RegistryBody:
    """The whole catalogue, with what is here of it. `GET /v1/models` has those for transcribing."""
    listed = [RegisteredModelBody.of(view) for view in (await show()).models]
    return RegistryBody(data=[each for each in listed if task in (None, each.task)])


@router.post("/models/{model_id:path}", summary="Download a model", responses=_BROUGHT)
@inject
async def download_model(
    model_id: ModelId, response: Response, bring: use.BringModel
) -> BroughtBody:
    """Answers when its weights are here: 201 if they were fetched, 200 if they had been before."""
    brought = await bring(model_id)
    if not brought.is_new:
        return BroughtBody(id=brought.name, detail=f"Model '{brought.name}' already exists")
    response.status_code = HTTPStatus.CREATED
    return BroughtBody(id=brought.name, detail=f"Model '{brought.name}' downloaded")


@router.delete(
    "/models/{model_id:path}", summary="Delete a downloaded model", responses=dict(RESPONSES)
)
@inject
async def delete_model(model_id: ModelId, remove: use.RemoveModel) -> RemovedBody:
    """Delete weights that were downloaded from a hub. What belongs to the service itself, or was
    put there by hand, stays (409), and so does a model in use."""
    name = await remove(model_id)
    return RemovedBody(id=name, detail=f"Model '{name}' deleted")
