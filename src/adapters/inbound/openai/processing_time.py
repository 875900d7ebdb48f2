"""How long a request took, as OpenAI tells it in a header."""

from time import perf_counter
from typing import Final, final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER: Final = "openai-processing-ms"
_DOOR: Final = "/v1/"


@final
class ProcessingTime:
    """Pure ASGI middleware: milliseconds until the answer begins."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_DOOR):
            await self._app(scope, receive, send)
            return
        begun = perf_counter()

        async def send_with_time(message: Message) -> None:
            if message["type"] == "http.response.start":
                taken = round((perf_counter() - begun) * 1000)
                MutableHeaders(scope=message)[HEADER] = str(taken)
            await send(message)

        await self._app(scope, receive, send_with_time)
