"""/api/models: which models there are, and which of them are in memory."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final

from dependency_injector.wiring import inject
from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from adapters.inbound import dependencies as use
from adapters.inbound.problem_details import responses
from application.ports.loaded_models import LoadedModel
from application.ports.model_catalog import ModelPurpose, ModelSource
from application.use_cases.models.show_models import ModelsShown, ModelView

router = APIRouter(prefix="/models", tags=["models"])

ModelName = Annotated[
    str,
    Path(
        description="The name of a model, or of what is loaded: `base`, `org/model`.",
        examples=["base"],
    ),
]
_LOADING: Final = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
_UNLOADING: Final = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT)


class LoadedBody(BaseModel):
    key: str = Field(description="What it is for, and its name.")
    device: str | None
    leases: int = Field(description="Pieces of work that use it, or wait for it, now.")
    last_used: datetime

    @classmethod
    def of(cls, model: LoadedModel) -> "LoadedBody":
        return cls(
            key=model.key, device=model.device, leases=model.leases, last_used=model.last_used
        )


class ModelBody(BaseModel):
    name: str
    purpose: ModelPurpose
    source: ModelSource
    is_here: bool = Field(description="Whether it can be loaded without a network.")
    is_default: bool = Field(description="Whether requests that name no model use it.")
    size_bytes: int | None
    licence: str | None
    loaded: list[LoadedBody] = Field(description="One for each device; none: not in memory.")

    @classmethod
    def of(cls, view: ModelView) -> "ModelBody":
        return cls(
            name=view.entry.name,
            purpose=view.entry.purpose,
            source=view.entry.source,
            is_here=view.entry.is_here,
            is_default=view.is_default,
            size_bytes=view.entry.size_bytes,
            licence=view.entry.licence,
            loaded=[LoadedBody.of(model) for model in view.loaded],
        )


_IN_MEMORY: Final[JsonDict] = {
    "key": "whisper base",
    "device": "cpu",
    "leases": 0,
    "last_used": "2026-01-31T12:00:00Z",
}
_BASE: Final[JsonDict] = {
    "name": "base",
    "purpose": "transcribe",
    "source": "embedded",
    "is_here": True,
    "is_default": True,
    "size_bytes": 145_000_000,
    "licence": "MIT",
    "loaded": [_IN_MEMORY],
}


class ModelsBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"models": [_BASE], "others": []}]})

    models: list[ModelBody]
    others: list[LoadedBody] = Field(description="In memory as well, for other stages.")

    @classmethod
    def of(cls, shown: ModelsShown) -> "ModelsBody":
        return cls(
            models=[ModelBody.of(view) for view in shown.models],
            others=[LoadedBody.of(model) for model in shown.others],
        )


class LoadingBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "base"}]})

    name: str


class UnloadingBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"unloaded": ["whisper base"]}]})

    unloaded: list[str] = Field(description="None: it was not in memory.")


@router.get("", summary="List the models")
@inject
async def list_models(show: use.ShowModels) -> ModelsBody:
    """Those of the catalogue and those of the operator, with what is in memory of each."""
    return ModelsBody.of(await show())


@router.post("/{name:path}/load", summary="Load a model", responses=responses(*_LOADING))
@inject
async def load_model(name: ModelName, load: use.LoadModel) -> LoadingBody:
    """Answers when it is in memory. The weights are fetched first if they are not here."""
    return LoadingBody(name=await load(name))


@router.post("/{name:path}/unload", summary="Unload a model", responses=responses(*_UNLOADING))
@inject
async def unload_model(name: ModelName, unload: use.UnloadModel) -> UnloadingBody:
    """Give back its memory; whoever needs it next loads it again. One in use is a conflict."""
    return UnloadingBody(unloaded=list(await unload(name)))
