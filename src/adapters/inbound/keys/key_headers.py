"""The API key that a request comes with."""

from typing import Final

from starlette.datastructures import Headers

from adapters.inbound.request_errors import TwoKeysError

AUTHORIZATION: Final = "authorization"
X_API_KEY: Final = "x-api-key"

_SCHEME: Final = "bearer"


def secret_in(headers: Headers) -> str | None:
    """None where there is none. Another scheme than Bearer is not ours: a proxy may have read it.
    Raises TwoKeysError for several that differ."""
    given = {*_bearers(headers), *(key.strip() for key in headers.getlist(X_API_KEY))} - {""}
    if len(given) > 1:
        raise TwoKeysError("The request has two different API keys.")
    return next(iter(given), None)


def _bearers(headers: Headers) -> list[str]:
    said = (each.strip().partition(" ") for each in headers.getlist(AUTHORIZATION))
    return [secret.strip() for scheme, _, secret in said if scheme.lower() == _SCHEME]
