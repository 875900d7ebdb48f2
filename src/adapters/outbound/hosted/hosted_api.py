"""Calls to somebody else's HTTP API, with a key, patience, and errors of our own.

The companies' own clients are not used: pyannoteAI's is synchronous and reads whole files into
memory, and none of them tries again as their documentation asks.
"""

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, TypeAlias, final

import httpx

from adapters.outbound.hosted.file_body import bytes_of
from adapters.outbound.hosted.retry_after import seconds_asked_for
from application.errors import HostedServiceError

JsonObject: TypeAlias = dict[str, Any]

_PAUSES: Final = (1.0, 2.0, 4.0, 8.0)
"""Seconds between tries where the service does not say how long to wait."""
_LONGEST_PAUSE: Final = 300.0
"""Seconds. Whoever is told to wait longer is told so, and may come back."""
_TRY_AGAIN: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, 500, 502, 503, 504})
_DETAIL_KEYS: Final = ("message", "err_msg", "error", "detail", "title")
_DETAIL_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class _Call:
    """What can be asked again as it stands."""

    method: str
    url: httpx.URL
    permission: Mapping[str, str]
    json: object = None
    file: Path | None = None

    async def headers(self) -> dict[str, str]:
        """A body with its length: stores take none that does not say how long it is."""
        if self.file is None:
            return dict(self.permission)
        size = (await asyncio.to_thread(self.file.stat)).st_size
        kind = mimetypes.guess_type(self.file)[0] or "application/octet-stream"
        return {**self.permission, "Content-Length": str(size), "Content-Type": kind}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class HostedApi:
    name: str
    """What people call the service."""
    client: httpx.AsyncClient
    base_url: str
    authorization: str = field(repr=False)
    """The header of that name."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def get(self, path: str) -> JsonObject:
        """Raises HostedServiceError, as all of these do."""
        return self._object(await self._answered(_Call("GET", self._url(path), self._key)))

    async def post(
        self,
        path: str,
        json: object = None,
        *,
        params: Mapping[str, str] | None = None,
        file: Path | None = None,
    ) -> JsonObject:
        call = _Call("POST", self._url(path).copy_merge_params(params or {}), self._key, json, file)
        return self._object(await self._answered(call))

    async def put_elsewhere(self, url: str, file: Path) -> None:
        """To a URL that is its own permission: the key stays here."""
        await self._answered(_Call("PUT", self._usable(url), {}, file=file))

    @property
    def _key(self) -> Mapping[str, str]:
        return {"Authorization": self.authorization}

    def _url(self, path: str) -> httpx.URL:
        return self._usable(self.base_url + path)

    def _usable(self, url: str) -> httpx.URL:
        try:
            return httpx.URL(url)
        except httpx.InvalidURL as error:
            raise HostedServiceError(f"{self.name} has no usable address.") from error

    async def _answered(self, call: _Call) -> httpx.Response:
        for pause in _PAUSES:
            response = await self._tried(call)
            if response is None:
                await self.sleep(pause)
            elif response.status_code in _TRY_AGAIN:
                await self.sleep(self._wait(response, pause))
            else:
                return self._accepted(response)
        response = await self._tried(call)
        if response is None:
            raise HostedServiceError(f"{self.name} cannot be reached.")
        return self._accepted(response)

    async def _tried(self, call: _Call) -> httpx.Response | None:
        """None where nothing came back and asking again does no harm."""
        try:
            return await self.client.request(
                call.method,
                call.url,
                headers=await call.headers(),
                json=call.json,
                content=None if call.file is None else bytes_of(call.file),
            )
        except (httpx.ConnectError, httpx.ConnectTimeout):
            return None
        except httpx.UnsupportedProtocol as error:
            raise HostedServiceError(f"{self.name} has no usable address.") from error
        except httpx.TransportError as error:
            if call.method != "POST":
                return None
            # It may have arrived, and be paid for: only its sender may decide to send it twice.
            raise HostedServiceError(f"{self.name} broke off without an answer.") from error

    def _wait(self, response: httpx.Response, pause: float) -> float:
        asked = seconds_asked_for(response.headers)
        if asked is not None and asked > _LONGEST_PAUSE:
            raise HostedServiceError(f"{self.name} is busy and asks to wait {asked:.0f} s.")
        return pause if asked is None else asked

    def _accepted(self, response: httpx.Response) -> httpx.Response:
        if response.is_success:
            return response
        detail = self._without_key(_detail(response))
        raise HostedServiceError(f"{self.name} answered {response.status_code}{detail}")

    def _object(self, response: httpx.Response) -> JsonObject:
        try:
            answer = response.json()
        except ValueError as error:
            raise HostedServiceError(f"{self.name} did not answer JSON.") from error
        if not isinstance(answer, dict):
            raise HostedServiceError(f"{self.name} did not answer a JSON object.")
        return answer

    def _without_key(self, text: str) -> str:
        key = self.authorization.partition(" ")[2]
        return text.replace(key, "***") if key else text


def _detail(response: httpx.Response) -> str:
    try:
        answer = response.json()
    except ValueError:
        return "."
    said = (
        [answer[key] for key in _DETAIL_KEYS if key in answer] if isinstance(answer, dict) else []
    )
    text = " ".join(str(said[0]).split())[:_DETAIL_LENGTH] if said else ""
    return f": {text.rstrip('.')}." if text else "."
