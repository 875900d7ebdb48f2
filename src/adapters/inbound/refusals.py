"""Why a request is refused, before a door says so in its own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from adapters.inbound.errors import KnownError, code_of, headers_of, status_of

_ADVICE_OF_STATUS: Final[Mapping[int, str]] = {
    HTTPStatus.BAD_REQUEST: "Send a body that is what its Content-Type header says: JSON in UTF-8, "
    "with `Content-Type: application/json`.",
    HTTPStatus.NOT_FOUND: "The endpoints are listed at /docs.",
    HTTPStatus.METHOD_NOT_ALLOWED: "The endpoints and their methods are listed at /docs.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of a request."""

    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    code: str
    """The stable name of what is wrong, as in `empty-file`."""
    status: HTTPStatus
    """As the service's own door has it; a dialect may see it otherwise."""
    detail: str
    advice: str = ""
    faults: tuple[Fault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    cause: type[KnownError] | None = None
    """None for what the framework or an accident is the reason of."""


BROKEN_OFF: Final = Refusal(
    code="broken-off", status=HTTPStatus.BAD_REQUEST, detail="The request was broken off."
)
INTERNAL: Final = Refusal(
    code="internal-error",
    status=HTTPStatus.INTERNAL_SERVER_ERROR,
    detail="Something went wrong inside the service.",
    advice="Send the request again; the server's log has the details.",
)

_UNTYPED: Final = Refusal(
    code="untyped-body",
    status=HTTPStatus.UNPROCESSABLE_ENTITY,
    detail="The body is not said to be JSON.",
    advice="Send JSON with the header `Content-Type: application/json`.",
)


def refusal_of(error: KnownError, headers: Mapping[str, str] | None = None) -> Refusal:
    """With these headers besides its own."""
    kind = type(error)
    return Refusal(
        code=code_of(kind),
        status=status_of(kind),
        detail=str(error),
        advice=error.advice,
        headers={**headers_of(kind), **(headers or {})},
        cause=kind,
    )


def refusal_of_fields(error: RequestValidationError) -> Refusal:
    no_json = next((each for each in error.errors() if each["type"] == "json_invalid"), None)
    if no_json is not None:
        return _no_json(no_json)
    if isinstance(error.body, bytes):
        return _UNTYPED
    faults = _faults(error)
    return Refusal(
        code="invalid-request",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        detail="; ".join(f"{each.field}: {each.message}" for each in faults),
        advice="Correct the fields that are named and send the request again.",
        faults=faults,
    )


def _no_json(told: Mapping[str, Any]) -> Refusal:
    """Where it breaks is counted in characters, from 0."""
    reason = told["ctx"]["error"]
    return Refusal(
        code="malformed-json",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        detail=f"The body is no JSON: it breaks at character {told['loc'][-1]} ({reason}).",
        advice="Correct the body there and send the request again.",
    )


def _faults(error: RequestValidationError) -> tuple[Fault, ...]:
    """One for each field: where a value may be one of several things, the first says enough."""
    said: dict[str, str] = {}
    for each in error.errors():
        said.setdefault(_field(each["loc"]), each["msg"])
    return tuple(Fault(field, message) for field, message in said.items())


def _field(place: Sequence[str | int]) -> str:
    """Where it stands in the request, without the kind of value that was tried for it."""
    if place[0] == "path":
        place = place[:2]
    return ".".join(map(str, place[1:])) or "request"


def refusal_of_framework(request: Request, error: HTTPException) -> Refusal:
    """What the framework refuses itself: unknown paths, wrong methods."""
    status = HTTPStatus(error.status_code)
    detail = error.detail
    if detail == status.phrase:
        detail = f"{request.method} {request.url.path}: {status.phrase.lower()}."
    return Refusal(
        code=status.phrase.lower().replace(" ", "-"),
        status=status,
        detail=detail,
        advice=_ADVICE_OF_STATUS.get(status, ""),
        headers=error.headers or {},
    )
