"""How the OpenAPI document tells of the header Idempotency-Key, which no endpoint reads itself."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from fastapi import FastAPI

from adapters.inbound.idempotency.key_header import LONGEST
from adapters.inbound.problem_details import responses

_HEADER: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
        "description": "A name of your own for this request, such as a UUID in double quotes. Sent "
        "again with the same key, it is not carried out again but answered as before (with "
        "`Idempotency-Replayed: true`), for a day if it is not set otherwise. 409: the first one "
        "is not done yet. 422: the key came with another request. Errors are not kept.",
        "example": '"8e03978e-40d5-43e8-bc93-6894a57f9324"',
    }
)
_REFUSALS: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.CONFLICT,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
_ALL: Final = "4XX"


def describe(app: FastAPI) -> None:
    """Have every POST name the header, and what it can be refused for unless its door says so."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        for operation in _posts(document):
            parameters = operation.setdefault("parameters", [])
            if not any(each.get("name") == _HEADER["name"] for each in parameters):
                parameters.append(dict(_HEADER))
            if _ALL not in operation["responses"]:
                for status, refusal in responses(*_REFUSALS).items():
                    operation["responses"].setdefault(str(status), refusal)
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _posts(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document.get("paths", {}).values():
        if "post" in methods:
            yield methods["post"]
