"""Why a request is refused, before a door says so in its own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from adapters.inbound.errors import KnownError, code_of, headers_of, status_of

_ADVICE_OF_STATUS: Final[Mapping[int, str]] = {
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
    faults = tuple(
        Fault(".".join(map(str, each["loc"][1:])) or "request", each["msg"])
        for each in error.errors()
    )
    return Refusal(
        code="invalid-request",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        detail="; ".join(f"{each.field}: {each.message}" for each in faults),
        advice="Correct the fields that are named and send the request again.",
        faults=faults,
    )


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
