"""Which endpoint a request was for: the template of its path, `/api/jobs/{job_id}`.

The route in the scope does not say it: its path lacks what the routers around it begin with.
"""

from collections.abc import Iterator
from typing import Final

from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import Match
from starlette.types import Scope

NOWHERE: Final = "unknown"
"""What no route fits: raw paths would be as many endpoints as anybody likes to ask for."""


def endpoint_of(scope: Scope) -> str:
    """Once the request has been answered, by whomever, or refused before it came to a route."""
    fitting = list(_fitting(scope))
    if len(fitting) > 1:
        fitting = [route for route in fitting if _matches(route, scope)]
    return next((route.path_format or route.path or NOWHERE for route in fitting), NOWHERE)


def _fitting(scope: Scope) -> Iterator[RouteContext]:
    """Those with the function that was called; all of them, if none was."""
    app, called = scope.get("app"), scope.get("endpoint")
    for route in iter_route_contexts(app.routes if app else ()):
        if called is None or route.endpoint is called:
            yield route


def _matches(route: RouteContext, scope: Scope) -> bool:
    found: Match = route.matches(scope)[0]
    return found is not Match.NONE
