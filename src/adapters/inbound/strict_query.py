"""Query parameters that an endpoint does not know are refused: none is ignored unnoticed."""

from difflib import get_close_matches
from typing import get_origin

from fastapi import Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute


async def refuse_unknown_parameters(request: Request) -> None:
    """A dependency for a whole router."""
    known = _known(request.scope["route"])
    sent = request.query_params.multi_items()
    names = [name for name, _ in sent]
    errors = [
        {"type": "unknown_parameter", "loc": ("query", name), "msg": _unknown(name, known)}
        for name in dict.fromkeys(names)
        if name not in known
    ]
    errors += [
        {"type": "repeated_parameter", "loc": ("query", name), "msg": "given more than once"}
        for name in known
        if names.count(name) > 1 and name not in _lists(request.scope["route"])
    ]
    if errors:
        raise RequestValidationError(errors)


def _known(route: APIRoute) -> list[str]:
    headers = {param.alias for param in route.dependant.header_params}
    elsewhere = {*route.param_convertors, *headers}
    params = get_flat_params(route.dependant)
    aliases = dict.fromkeys(param.alias for param in params)  # two dependencies may share one
    return [alias for alias in aliases if alias not in elsewhere]


def _lists(route: APIRoute) -> list[str]:
    """Parameters that may be given several times."""
    params = get_flat_params(route.dependant)
    return [param.alias for param in params if get_origin(param.field_info.annotation) is list]


def _unknown(name: str, known: list[str]) -> str:
    if not known:
        return "unknown parameter; there are none here"
    close = get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]}? " if close else ""
    return f"unknown parameter; {hint}the parameters are {', '.join(known)}"
