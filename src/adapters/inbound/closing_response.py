"""An answer that is told while its work is done, and whose work ends with it."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from types import MappingProxyType
from typing import Final, final

from fastapi.responses import StreamingResponse
from starlette.types import Send

_UNBUFFERED: Final[Mapping[str, str]] = MappingProxyType(
    {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
)


@final
class ClosingResponse(StreamingResponse):
    """Closes what it tells as soon as the client is gone, wherever it is then. Left to the garbage
    collector, as StreamingResponse leaves it, that might be late."""

    def __init__(
        self,
        pieces: AsyncGenerator[bytes],
        media_type: str,
        headers: Mapping[str, str] = _UNBUFFERED,
    ) -> None:
        super().__init__(pieces, media_type=media_type, headers={**_UNBUFFERED, **headers})
        self._pieces = pieces

    async def stream_response(self, send: Send) -> None:
        async with aclosing(self._pieces):
            await super().stream_response(send)
