"""Recordings at URLs of several schemes, each with its own way to get at them."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import final

from application.errors import InvalidUrlError
from application.ports.remote_recordings import RemoteRecording, RemoteRecordings


@final
@dataclass(frozen=True, slots=True)
class RoutedRecordings(RemoteRecordings):
    by_scheme: Mapping[str, RemoteRecordings]

    def check(self, url: str) -> None:
        self._for(url).check(url)

    def open(self, url: str) -> AbstractAsyncContextManager[RemoteRecording]:
        return self._for(url).open(url)

    def _for(self, url: str) -> RemoteRecordings:
        scheme, colon, _ = url.partition("://")
        recordings = self.by_scheme.get(scheme.lower()) if colon else None
        if recordings is None:
            known = ", ".join(
                f"{scheme}://"
                for scheme, those in self.by_scheme.items()
                if not isinstance(those, UnavailableRecordings)
            )
            raise InvalidUrlError(f"A URL begins with one of {known} here.")
        return recordings


@final
@dataclass(frozen=True, slots=True)
class UnavailableRecordings(RemoteRecordings):
    """Those of a scheme that would have to be set up first; `reason` says how."""

    reason: str

    def check(self, url: str) -> None:  # noqa: ARG002
        raise InvalidUrlError(self.reason)

    def open(
        self,
        url: str,  # noqa: ARG002
    ) -> AbstractAsyncContextManager[RemoteRecording]:
        raise InvalidUrlError(self.reason)
