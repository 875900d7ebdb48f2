"""/api/ps: which models are in memory."""

from http import HTTPStatus
from typing import Annotated, Final

from dependency_injector.wiring import inject
from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound import dependencies as use
from adapters.inbound.problem_details import responses
from adapters.inbound.strict_query import refuse_unknown_parameters
from application.use_cases.models.show_models import ModelsShown

router = APIRouter(
    prefix="/api/ps", tags=["speaches"], dependencies=[Depends(refuse_unknown_parameters)]
)

ModelId = Annotated[
    str,
    Path(description="The name of a model, or what `GET /api/ps` calls it.", examples=["small"]),
]
_LOADING: Final = responses(
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_UNLOADING: Final = responses(
    HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY
)


class InMemoryBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"models": ["base", "voices campplus-zh-en-common/1"]}]}
    )

    models: list[str] = Field(
        description="Models of the catalogue by their names; others by what they are for as well."
    )

    @classmethod
    def of(cls, shown: ModelsShown) -> "InMemoryBody":
        listed = [view.entry.name for view in shown.models if view.loaded]
        return cls(models=list(dict.fromkeys([*listed, *(other.key for other in shown.others)])))


class TakenBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"model": "small"}]})

    model: str


class GivenUpBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"models": ["whisper small"]}]})

    models: list[str] = Field(description="What was dropped.")


@router.get("", summary="List the models that are in memory")
@inject
async def list_models_in_memory(show: use.ShowModels) -> InMemoryBody:
    """By name; `GET /api/models` tells more of each."""
    return InMemoryBody.of(await show())


@router.post(
    "/{model_id:path}",
    summary="Take a model into memory",
    status_code=HTTPStatus.CREATED,
    responses=_LOADING,
)
@inject
async def take_model_into_memory(model_id: ModelId, take: use.TakeIntoMemory) -> TakenBody:
    """Answers when it is loaded; its weights are fetched first if they are not here. One that is
    loaded already is a conflict."""
    return TakenBody(model=await take(model_id))


@router.delete(
    "/{model_id:path}",
    summary="Take a model out of memory",
    responses=_UNLOADING,
)
@inject
async def take_model_out_of_memory(model_id: ModelId, take: use.TakeOutOfMemory) -> GivenUpBody:
    """Whoever needs it next loads it again. One that is not loaded is not found; one that is in
    use is a conflict."""
    return GivenUpBody(models=list(await take(model_id)))
