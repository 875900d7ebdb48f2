"""Recordings elsewhere that are all in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import final

from application.errors import InvalidUrlError, RemoteRefusedError
from application.ports.remote_recordings import RemoteRecording, RemoteRecordings


@final
@dataclass(frozen=True, slots=True)
class InMemoryRemoteRecordings(RemoteRecordings):
    by_url: dict[str, bytes] = field(default_factory=dict)

    def check(self, url: str) -> None:
        if "://" not in url:
            raise InvalidUrlError("The URL cannot be read.")

    @asynccontextmanager
    async def open(self, url: str) -> AsyncIterator[RemoteRecording]:
        self.check(url)
        if url not in self.by_url:
            raise RemoteRefusedError("There is no such recording.")
        content = self.by_url[url]
        yield RemoteRecording(url.rpartition("/")[2], _pieces(content), len(content))


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content
