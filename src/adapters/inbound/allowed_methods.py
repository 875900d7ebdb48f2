"""The methods that a path knows, whichever of its routes knows them."""

from collections.abc import Sequence
from typing import Final

from fastapi import Request
from starlette.routing import Match

_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def allowed_methods(request: Request) -> Sequence[str]:
    """The framework names those of the first route that fits the path."""
    scope = {key: value for key, value in request.scope.items() if key != "router"}
    scope["headers"] = ()  # or else some routes take the method from there
    return [
        method
        for method in _METHODS
        if any(
            route.matches({**scope, "method": method})[0] is Match.FULL
            for route in request.app.router.routes
        )
    ]
