"""HEAD requests to those who want to be called back."""

import asyncio
from datetime import timedelta
from http import HTTPStatus
from typing import Final, final

import httpx

from adapters.outbound.notifications.failures import in_words
from application.errors import CallbackUnreachableError, InvalidUrlError
from application.ports.callback_targets import CallbackTargets

_TAKES_ONLY_POST: Final = frozenset({HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})


@final
class HttpCallbackTargets(CallbackTargets):
    """`client` decides which addresses may be reached and raises ForbiddenAddressError for others.

    An answer that is no success is a refusal, as the callback itself would be; that includes
    redirects, which callbacks do not follow.
    """

    def __init__(self, client: httpx.AsyncClient, *, patience: timedelta) -> None:
        self._client = client
        self._patience = patience

    async def require_reachable(self, url: str) -> None:
        try:
            request = self._client.build_request("HEAD", url)
        except (httpx.InvalidURL, ValueError) as error:
            raise InvalidUrlError("The callback_url cannot be read.") from error
        host = request.url.host
        try:
            # Over all of it: httpx's own limits begin anew with each piece that arrives.
            async with asyncio.timeout(self._patience.total_seconds()):
                status = await self._status_of(request)
        except (httpx.HTTPError, TimeoutError) as error:
            raise CallbackUnreachableError(
                f"The callback_url at {host} is not reachable. {in_words(error)}"
            ) from error
        if not (200 <= status < 300 or status in _TAKES_ONLY_POST):
            raise CallbackUnreachableError(
                f"The callback_url at {host} is not reachable: it answered {status}."
            )

    async def _status_of(self, request: httpx.Request) -> int:
        answer = await self._client.send(request, stream=True, auth=None, follow_redirects=False)
        await answer.aclose()
        return answer.status_code
