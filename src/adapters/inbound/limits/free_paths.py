"""Requests that no limit holds for: who looks after the service must always reach it."""

from typing import Final

from starlette.types import Scope

from adapters.inbound.requested_paths import path_of

_FREE: Final = frozenset({"/", "/health", "/health/live", "/health/ready", "/metrics", "/docs"})
_FREE_FILES: Final = ("/docs/", "/openapi.json")


def is_free(scope: Scope) -> bool:
    """Health, metrics and the files of the documentation; and whatever is no request over HTTP."""
    if scope["type"] != "http":
        return True
    path = path_of(scope)
    return path in _FREE or path.startswith(_FREE_FILES)


def is_openai(scope: Scope) -> bool:
    path = path_of(scope)
    return path == "/v1" or path.startswith("/v1/")
