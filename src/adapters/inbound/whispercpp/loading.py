"""/load: a model into memory."""

from typing import Any, Final

from dependency_injector.wiring import inject
from fastapi import APIRouter, Request, Response

from adapters.inbound import dependencies as use
from adapters.inbound.form_fields import fields_in
from adapters.inbound.operation_names import operation_name
from adapters.inbound.request_errors import MissingFileError
from adapters.inbound.warning_headers import warning_headers
from adapters.inbound.whispercpp.errors import RESPONSES
from adapters.inbound.whispercpp.model_files import model_named

router = APIRouter(
    tags=["whisper.cpp"],
    generate_unique_id_function=operation_name,
    responses=dict(RESPONSES),
)

_FIELD: Final = "model"
_LOADED: Final = "Load was successful!"
_TYPE: Final = "application/text"
"""So that server calls it."""
_SCHEMA: Final = {
    "type": "object",
    "required": [_FIELD],
    "properties": {
        _FIELD: {
            "type": "string",
            "description": "A name of the model catalogue, or that of a ggml file.",
            "example": "ggml-base.en.bin",
        }
    },
}
_FORM: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            media_type: {"schema": _SCHEMA}
            for media_type in ("multipart/form-data", "application/x-www-form-urlencoded")
        },
    }
}
_ANSWERED: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "It is in memory.",
        "content": {_TYPE: {"schema": {"type": "string"}, "example": _LOADED}},
    }
}


@router.post(
    "/load",
    summary="Load a model, as whisper.cpp's server does",
    response_class=Response,
    responses=_ANSWERED,
    openapi_extra=_FORM,
)
@inject
async def load_inference_model(
    request: Request, load: use.LoadModel, choose_model: use.ChooseModel
) -> Response:
    """Answers when it is in memory. Requests that name no model still have the service's default
    one: other callers share it. /inference takes a `model`, too."""
    fields = await fields_in(request)
    name = model_named(fields.get(_FIELD, [""])[-1])
    if name is None:
        raise MissingFileError("The form has no field `model`.")
    loaded = await load(name)
    headers = {} if loaded == await choose_model(None) else warning_headers([_used_by(loaded)])
    return Response(_LOADED, media_type=_TYPE, headers=dict(headers))


def _used_by(loaded: str) -> str:
    return f"{loaded} is used by requests that say model={loaded}; others have the default model."
