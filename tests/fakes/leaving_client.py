"""A client that sends all of its request and goes away before it is answered."""

import asyncio

from fastapi import FastAPI
from httpx import Request
from starlette.types import Message


async def send_and_leave(app: FastAPI, request: Request, leave: asyncio.Event) -> None:
    """Ends when the app does; nobody reads what it answers."""
    body = await request.aread()
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await leave.wait()
        return {"type": "http.disconnect"}

    async def send(_message: Message) -> None:
        """Nobody is there."""

    headers = [(name.lower(), value) for name, value in request.headers.raw]
    await app(
        {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "http",
            "path": request.url.path,
            "raw_path": request.url.raw_path,
            "query_string": request.url.query,
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("hexavox", 80),
        },
        receive,
        send,
    )
