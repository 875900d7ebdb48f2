"""A recording elsewhere that begins to arrive, and then nothing more comes of it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import Final, final

from application.ports.remote_recordings import RemoteRecording, RemoteRecordings

HALF: Final = b"RIFF" + bytes(60)


@final
@dataclass
class EndlessRecordings(RemoteRecordings):
    begun: Event = field(default_factory=Event)
    stopped: Event = field(default_factory=Event)

    def check(self, url: str) -> None:
        """It is as good as any."""

    @asynccontextmanager
    async def open(self, url: str) -> AsyncIterator[RemoteRecording]:
        try:
            async with aclosing(self._content()) as content:
                yield RemoteRecording("talk.wav", content, 2 * len(HALF))
        finally:
            self.stopped.set()

    async def _content(self) -> AsyncGenerator[bytes, None]:
        yield HALF
        self.begun.set()
        await asyncio.get_running_loop().create_future()
