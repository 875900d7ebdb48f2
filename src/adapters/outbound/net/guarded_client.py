"""The HTTP client for URLs that a client of ours has chosen."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ssl import SSLContext
from types import MappingProxyType
from typing import Final, final

import httpcore
import httpx

from adapters.outbound.net.address_rules import AddressRules
from adapters.outbound.net.guarded_backend import GuardedBackend
from adapters.outbound.net.name_lookup import Resolve, SystemLookup

_AT_ONCE: Final = 64
"""Connections that one client has open; more requests wait for one to end."""
OF_HTTPX: Final[Mapping[type[Exception], type[httpx.TransportError]]] = MappingProxyType(
    {
        httpcore.ConnectTimeout: httpx.ConnectTimeout,
        httpcore.ReadTimeout: httpx.ReadTimeout,
        httpcore.WriteTimeout: httpx.WriteTimeout,
        httpcore.PoolTimeout: httpx.PoolTimeout,
        httpcore.TimeoutException: httpx.TimeoutException,
        httpcore.ConnectError: httpx.ConnectError,
        httpcore.ReadError: httpx.ReadError,
        httpcore.WriteError: httpx.WriteError,
        httpcore.NetworkError: httpx.NetworkError,
        httpcore.RemoteProtocolError: httpx.RemoteProtocolError,
        httpcore.LocalProtocolError: httpx.LocalProtocolError,
        httpcore.ProtocolError: httpx.ProtocolError,
        httpcore.UnsupportedProtocol: httpx.UnsupportedProtocol,
    }
)
"""Each before its ancestors."""


def guarded_client(
    rules: AddressRules,
    *,
    timeout: float,
    purpose: str = "a request",
    resolve: Resolve | None = None,
    ssl_context: SSLContext | None = None,
) -> httpx.AsyncClient:
    """A client that raises ForbiddenAddressError where `rules` do not permit a host.

    It follows no redirect by itself, sends nobody's cookies to anybody, and takes neither proxies
    nor passwords from the environment: a proxy would look the host up once more, by itself.
    Certificates are checked against SSL_CERT_FILE, as everywhere in httpx. `purpose` is what the
    log names as refused.
    """
    return httpx.AsyncClient(
        transport=GuardedTransport(
            GuardedBackend(rules, resolve or SystemLookup(), purpose),
            schemes=rules.schemes,
            ssl_context=ssl_context or httpx.create_ssl_context(),
        ),
        timeout=timeout,
        follow_redirects=False,
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        headers={"User-Agent": "hexavox"},
    )


@final
class GuardedTransport(httpx.AsyncBaseTransport):
    """httpx's own transport does not let its connections be made by somebody else; this is it,
    without the rest. No connection is kept for the next request, so each is looked at anew."""

    def __init__(
        self, backend: GuardedBackend, *, schemes: frozenset[str], ssl_context: SSLContext
    ) -> None:
        self._schemes = schemes
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context,
            max_connections=_AT_ONCE,
            max_keepalive_connections=0,
            network_backend=backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.scheme not in self._schemes:
            raise httpx.UnsupportedProtocol(f"{request.url.scheme} is not allowed")
        with _in_terms_of_httpx():
            answer = await self._pool.handle_async_request(_of_httpcore(request))
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


@final
class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _in_terms_of_httpx():
            async for piece in self._answer.aiter_stream():
                yield piece

    async def aclose(self) -> None:
        await self._answer.aclose()


def _of_httpcore(request: httpx.Request) -> httpcore.Request:
    url = request.url
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        ),
        headers=request.headers.raw,
        content=request.stream,
        extensions=request.extensions,
    )


@contextmanager
def _in_terms_of_httpx() -> Iterator[None]:
    try:
        yield
    except tuple(OF_HTTPX) as error:
        kind = next(kind for kind in type(error).__mro__ if kind in OF_HTTPX)
        raise OF_HTTPX[kind](str(error)) from error
