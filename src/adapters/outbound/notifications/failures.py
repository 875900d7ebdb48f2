"""What kept a message from its receiver, in words for the log that its owner reads."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

import httpx

from application.errors import ApplicationError
from domain.errors import DomainError

_WORDS: Final[Mapping[type[BaseException], str]] = MappingProxyType(
    {
        httpx.UnsupportedProtocol: "The address is not one of http or https.",
        httpx.InvalidURL: "The address cannot be read.",
        UnicodeError: "The address cannot be read.",
        httpx.TimeoutException: "The receiver took too long.",
        TimeoutError: "The receiver took too long.",
        ssl.SSLCertVerificationError: "The receiver's certificate is not valid.",
        ssl.SSLError: "No secure connection could be made to the receiver.",
        socket.gaierror: "The receiver's host is unknown: no address was found for it.",
        httpx.ConnectError: "No connection could be made to the receiver.",
        httpx.NetworkError: "The connection broke off.",
        httpx.ProtocolError: "The receiver does not speak HTTP as it should.",
    }
)
"""The library's own words could name addresses inside this network, so they are not shown."""
_ELSE: Final = "The message could not be sent."


def in_words(error: BaseException) -> str:
    if isinstance(error, ApplicationError | DomainError):
        return str(error)
    causes = list(_causes(error))
    said = (
        words for kind, words in _WORDS.items() if any(isinstance(cause, kind) for cause in causes)
    )
    return next(said, _ELSE)


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
