"""Who may change an upload in this process: one request at a time, and the last to come first."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import final
from weakref import WeakValueDictionary

from application.errors import UploadInterruptedError
from domain.partial_upload import UploadId


@final
class Turn:
    """One request's time with an upload; it ends early when another request wants one."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._is_over = False
        self._waiting: asyncio.Timeout | None = None

    def give_way(self) -> None:
        self._is_over = True
        if self._waiting is not None:
            self._waiting.reschedule(asyncio.get_running_loop().time())

    async def next_of(self, content: AsyncIterator[bytes]) -> bytes | None:
        """What comes next, None at the end. Raises UploadInterruptedError."""
        if self._is_over:
            raise self._interruption()
        try:
            async with asyncio.timeout(self._patience) as self._waiting:
                return await anext(content, None)
        except TimeoutError as error:
            raise self._interruption() from error
        finally:
            self._waiting = None

    def _interruption(self) -> UploadInterruptedError:
        if self._is_over:
            return UploadInterruptedError("Another request goes on with this upload.")
        return UploadInterruptedError(f"No byte has come for {self._patience:g} seconds.")


class _Line:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.last: Turn | None = None


@final
class UploadTurns:
    """`patience` is how long, in seconds, a request may keep its turn without sending a byte."""

    def __init__(self, *, patience: float) -> None:
        self._patience = patience
        self._lines: WeakValueDictionary[UploadId, _Line] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, upload_id: UploadId) -> AsyncIterator[Turn]:
        line = self._lines.setdefault(upload_id, _Line())
        if line.last is not None:
            line.last.give_way()
        own = line.last = Turn(self._patience)
        try:
            async with line.lock:
                yield own
        finally:
            if line.last is own:
                line.last = None
