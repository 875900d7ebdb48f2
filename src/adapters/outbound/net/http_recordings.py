"""Recordings at http:// and https:// URLs."""

import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from http.client import responses
from typing import Final, final

import httpx

from adapters.outbound.net.content_encodings import UNPACKING
from adapters.outbound.net.name_lookup import is_unknown
from adapters.outbound.net.patience import Deadline, Patience
from adapters.outbound.net.remote_filename import filename_of
from application.errors import InvalidUrlError, RemoteFailedError, RemoteRefusedError
from application.ports.remote_recordings import RemoteRecording, RemoteRecordings

_MOST_REDIRECTS: Final = 5
_PORTS: Final = 1 << 16


@final
class HttpRecordings(RemoteRecordings):
    """`client` guards its connections and follows no redirect by itself: httpx would read the body
    of a redirect, however long, into memory."""

    def __init__(self, client: httpx.AsyncClient, patience: Patience) -> None:
        self._client = client
        self._patience = patience

    def check(self, url: str) -> None:
        self._request(url)

    @asynccontextmanager
    async def open(self, url: str) -> AsyncIterator[RemoteRecording]:
        request = self._request(url)
        host = request.url.host
        deadline = self._patience.begin()
        with _in_our_words(host):
            async with deadline.step():
                answer = await self._answer(request)
        async with aclosing(answer), aclosing(_content(answer, deadline, host)) as content:
            yield RemoteRecording(_name(answer), content, _size(answer))

    def _request(self, url: str) -> httpx.Request:
        try:
            request = self._client.build_request(
                "GET", url, headers={"Accept-Encoding": "identity"}
            )
        except (httpx.InvalidURL, ValueError) as error:
            raise InvalidUrlError("The URL cannot be read.") from error
        if not request.url.host or not 0 < (request.url.port or 1) < _PORTS:
            raise InvalidUrlError("The URL names no host, or none of its ports.")
        return request

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        """The answer after all redirects, when it has a recording to offer."""
        host = request.url.host
        for _ in range(_MOST_REDIRECTS + 1):
            answer = await self._client.send(request, stream=True)
            if answer.next_request is None:
                return await _offering(answer, host)
            await answer.aclose()
            request = answer.next_request
        raise RemoteFailedError(
            f"The server at {host} redirects more than {_MOST_REDIRECTS} times."
        )


async def _offering(answer: httpx.Response, host: str) -> httpx.Response:
    encoding = _encoding(answer)
    if answer.is_success and encoding in UNPACKING:
        return answer
    await answer.aclose()
    if answer.is_success:
        raise RemoteFailedError(f"The server at {host} sends the file in an encoding not known.")
    kind = RemoteFailedError if answer.is_server_error else RemoteRefusedError
    raise kind(f"The server at {host} answered {_in_words(answer.status_code)}.")


async def _content(
    answer: httpx.Response, deadline: Deadline, host: str
) -> AsyncGenerator[bytes, None]:
    with _in_our_words(host):
        async for piece in UNPACKING[_encoding(answer)](deadline.keep(answer.aiter_raw())):
            yield piece


def _encoding(answer: httpx.Response) -> str:
    return str(answer.headers.get("content-encoding", "")).strip().lower()


def _name(answer: httpx.Response) -> str:
    return filename_of(
        disposition=answer.headers.get("content-disposition", ""),
        path=answer.url.raw_path.partition(b"?")[0].decode("ascii"),
        media_type=answer.headers.get("content-type", ""),
    )


def _size(answer: httpx.Response) -> int | None:
    """As it arrives, so nothing is known of what will be unpacked."""
    length = answer.headers.get("content-length", "")
    packed = _encoding(answer) not in {"", "identity"}
    return int(length) if length.isdecimal() and not packed else None


def _in_words(status: int) -> str:
    """Without the reason that the server gives, which may be any text."""
    return f"{status} {responses.get(status, '')}".rstrip()


@contextmanager
def _in_our_words(host: str) -> Iterator[None]:
    try:
        yield
    except (httpx.TimeoutException, TimeoutError) as error:
        raise RemoteFailedError(f"The server at {host} took too long.") from error
    except httpx.UnsupportedProtocol as error:
        raise InvalidUrlError(f"The server at {host} redirects to another protocol.") from error
    except httpx.ConnectError as error:
        if is_unknown(error):
            raise RemoteFailedError(
                f"The host {host} is unknown: no address was found for it."
            ) from error
        raise RemoteFailedError(
            f"There is no connection to {host}: nobody is there, or their certificate is not valid."
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL, zlib.error, EOFError) as error:
        raise RemoteFailedError(f"The server at {host} broke off, or sent nonsense.") from error
