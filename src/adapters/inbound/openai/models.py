"""/v1/models: the names of models that may be asked for."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Annotated, Final, Literal

from dependency_injector.wiring import inject
from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from adapters.inbound import dependencies as use
from adapters.inbound.openai.model_aliases import ALIASES
from adapters.inbound.openai_errors import RESPONSES
from application.errors import UnknownModelError
from application.ports.model_catalog import ModelPurpose
from application.use_cases.models.show_models import ModelsShown

router = APIRouter(prefix="/models", tags=["openai"], responses=dict(RESPONSES))

_TRANSCRIBING: Final = (ModelPurpose.TRANSCRIBE, ModelPurpose.TRANSCRIBE_TORCH)
_OPENAI: Final = "openai"
_WHISPER: Final = datetime(2022, 9, 21, tzinfo=UTC)
_PUBLISHED: Final[Mapping[str, datetime]] = MappingProxyType(
    {
        "large-v2": datetime(2022, 12, 8, tzinfo=UTC),
        "large-v3": datetime(2023, 11, 6, tzinfo=UTC),
        "turbo": datetime(2024, 9, 30, tzinfo=UTC),
        "distil-": datetime(2023, 11, 2, tzinfo=UTC),
    }
)
"""When OpenAI, or the authors of its smaller copies, published the weights, by what stands in the
name; what comes later counts."""


_BASE: Final[JsonDict] = {
    "id": "base",
    "object": "model",
    "created": 1_663_718_400,
    "owned_by": "openai",
}


class ModelBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [_BASE]})

    id: str = Field(description="What to send as `model`.")
    object: Literal["model"] = "model"
    created: int = Field(description="When such weights were first published, in Unix seconds.")
    owned_by: str = Field(description="Whose work the weights are.")

    @classmethod
    def of(cls, name: str) -> "ModelBody":
        return cls(id=name, created=int(_published(name).timestamp()), owned_by=_owner(name))


class ModelListBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"object": "list", "data": [_BASE]}]})

    object: Literal["list"] = "list"
    data: list[ModelBody]


@router.get("", summary="List the models by the names of OpenAI's API")
@inject
async def list_openai_models(show: use.ShowModels) -> ModelListBody:
    """The models of the catalogue, and other names that stand for one of them. Whether a model is
    here, or is fetched when it is first asked for, is told by `/api/models`."""
    return ModelListBody(data=[ModelBody.of(name) for name in _names(await show())])


@router.get("/{model_id:path}", summary="Look at a model by the name of OpenAI's API")
@inject
async def get_openai_model(
    model_id: Annotated[
        str,
        Path(
            description="A name; those with a slash in them need no escaping.",
            examples=["Systran/faster-whisper-base"],
        ),
    ],
    show: use.ShowModels,
    choose: use.ChooseModel,
) -> ModelBody:
    """Any name that can be sent as `model`, also another spelling of one that is listed."""
    if not model_id.strip():
        raise UnknownModelError("There is no model without a name.")
    if model_id not in _names(await show()):
        await choose(model_id)
    return ModelBody.of(model_id)


def _names(shown: ModelsShown) -> list[str]:
    entries = (view.entry for view in shown.models)
    own = [entry.name for entry in entries if entry.purpose in _TRANSCRIBING]
    return list(dict.fromkeys([*own, *ALIASES]))


def _published(name: str) -> datetime:
    dates = [date for part, date in _PUBLISHED.items() if part in name]
    return dates[-1] if dates else _WHISPER


def _owner(name: str) -> str:
    """Converters of weights own nothing."""
    if "distil-" in name:
        return "distil-whisper"
    organisation, slash, _ = name.rpartition("/")
    is_converted = organisation.lower() in {"", "systran", "mobiuslabsgmbh"}
    return organisation if slash and not is_converted else _OPENAI
