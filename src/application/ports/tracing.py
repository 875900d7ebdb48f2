"""Spans of requests, which the spans of their jobs hang on."""

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final, Protocol, final


class RequestSpan(Protocol):
    traceparent: str | None
    """What the work for the request names as its parent."""

    @abstractmethod
    def answered(self, endpoint: str, status: int | None) -> None: ...


class RequestTracer(Protocol):
    @abstractmethod
    def of_request(
        self, method: str, traceparent: str | None, /
    ) -> AbstractContextManager[RequestSpan]:
        """`traceparent` is what the client sent; what is none counts as nothing."""


@final
class _NoSpan(RequestSpan):
    def __init__(self, traceparent: str | None) -> None:
        self.traceparent = traceparent

    def answered(self, endpoint: str, status: int | None) -> None:
        pass


@final
class Untraced(RequestTracer):
    """Records nothing. Nor does it pass on what a client sent: a worker that traces would hang its
    spans on one that was never recorded here."""

    @contextmanager
    def of_request(self, _method: str, _traceparent: str | None) -> Iterator[RequestSpan]:
        yield _NoSpan(None)


UNTRACED: Final = Untraced()
