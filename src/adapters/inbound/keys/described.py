"""How the OpenAPI document tells of API keys, which no endpoint reads itself."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from fastapi import FastAPI

from adapters.inbound.keys.needed_scopes import needed_scope
from adapters.inbound.keys.open_paths import is_open
from adapters.inbound.problem_details import responses

_SCHEMES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key, as `hexavox keys create` prints it. A service that has no "
            "keys takes any, and none.",
        },
        "x-api-key": {
            "type": "apiKey",
            "in": "header",
            "name": "X-API-Key",
            "description": "The same in another header. Send one of them.",
        },
    }
)
_REFUSALS: Final[Mapping[HTTPStatus, str]] = MappingProxyType(
    {
        HTTPStatus.UNAUTHORIZED: "There is no API key.",
        HTTPStatus.FORBIDDEN: "The API key is not known, was revoked, has expired, or has not the "
        "scope `{scope}`.",
    }
)
_ALL: Final = "4XX"
_PREFLIGHT: Final = "OPTIONS"


def describe(app: FastAPI) -> None:
    """Have every operation that needs a key say so, and how its door refuses who has none."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        document.setdefault("components", {})["securitySchemes"] = dict(_SCHEMES)
        for method, path, operation in _operations(document):
            if is_open(path) or method == _PREFLIGHT:
                operation["security"] = []
                continue
            operation["security"] = [{scheme: []} for scheme in _SCHEMES]
            _tell_refusals(operation, scope=needed_scope(method, path))
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _tell_refusals(operation: dict[str, Any], *, scope: str) -> None:
    told = operation["responses"]
    for status, words in _REFUSALS.items():
        told.setdefault(
            str(int(status)),
            {**_as_the_door_refuses(told), "description": words.format(scope=scope)},
        )


def _as_the_door_refuses(told: Mapping[str, Any]) -> dict[str, Any]:
    """In the words of any other refusal there is."""
    refusals = (each for status, each in told.items() if status == _ALL or status.startswith("4"))
    alike = next((each for each in refusals if each.get("content")), None)
    return dict(alike or responses(HTTPStatus.UNAUTHORIZED)[HTTPStatus.UNAUTHORIZED])


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document.get("paths", {}).items():
        for method, operation in methods.items():
            yield method.upper(), path, operation
