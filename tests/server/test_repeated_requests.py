"""Requests with an Idempotency-Key over real sockets, with their keys in a real database."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import pytest
import uvicorn
from fastapi import FastAPI, Request
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.inbound import error_handlers
from adapters.inbound.idempotency.middleware import IdempotencyKeys
from adapters.inbound.uploads import upload_in
from adapters.outbound.memory.runners import InMemoryRunnerRegister
from adapters.outbound.persistence.unit_of_work import SqlUnitOfWork
from infrastructure.database import sessions
from tests.fakes.clock import FakeClock
from tests.fakes.keys import keyed_requests
from tests.fakes.progress import PATIENCE

KEY: Final = {"idempotency-key": '"8e03978e-40d5-43e8-bc93-6894a57f9324"'}
FILE: Final = b"RIFF" * 100_000


@dataclass
class Door:
    kept: list[int] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    knocked: asyncio.Event = field(default_factory=asyncio.Event)
    reading: asyncio.Event = field(default_factory=asyncio.Event)


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def app(door: Door, sql_engine: AsyncEngine) -> FastAPI:
    app = FastAPI()
    error_handlers.install(app)
    requests = keyed_requests(
        partial(SqlUnitOfWork, sessions(sql_engine)), FakeClock(), InMemoryRunnerRegister()
    )
    app.add_middleware(IdempotencyKeys, requests=lambda: requests)

    @app.post("/files", status_code=201)
    async def keep(request: Request) -> int:
        file = await upload_in(request, part="file", at_most=10_000_000)
        size = 0
        async for chunk in file.content:
            door.reading.set()
            size += len(chunk)
        door.knocked.set()
        await door.gate.wait()
        door.kept.append(size)
        return size

    return app


@pytest.fixture
async def server(app: FastAPI) -> AsyncIterator[str]:
    """Its address."""
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, lifespan="off", log_config=None, timeout_graceful_shutdown=1)
    )
    config = server.config
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    (listener,) = server.servers
    host, port = listener.sockets[0].getsockname()
    ticking = asyncio.create_task(server.main_loop())
    yield f"http://{host}:{port}"
    server.should_exit = True
    await ticking
    await server.shutdown()


@pytest.fixture
async def client(server: str) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(base_url=server, timeout=PATIENCE) as client:
        yield client


async def test_of_two_uploads_at_once_one_is_kept_and_both_may_be_sent_again(
    client: AsyncClient, door: Door
) -> None:
    files = {"file": ("talk.wav", FILE)}
    uploads = [
        asyncio.create_task(client.post("/files", files=files, headers=KEY)) for _ in range(2)
    ]
    (refused,), (waiting,) = await asyncio.wait(uploads, return_when=asyncio.FIRST_COMPLETED)
    assert refused.result().status_code == 409
    assert refused.result().headers["retry-after"]
    door.gate.set()
    assert (await waiting).status_code == 201
    for _ in uploads:
        again = await client.post("/files", files=files, headers=KEY)
        assert (again.status_code, again.json()) == (201, len(FILE))
        assert again.headers["idempotency-replayed"] == "true"
    assert door.kept == [len(FILE)]


async def test_a_client_that_breaks_off_its_upload_may_send_it_again(
    client: AsyncClient, door: Door
) -> None:
    door.gate.set()
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="talk.wav"\r\n\r\n'
        + FILE
        + b"\r\n--b--\r\n"
    )
    head = (
        "POST /files HTTP/1.1\r\nHost: hexavox\r\n"
        f"Idempotency-Key: {KEY['idempotency-key']}\r\n"
        f"Content-Length: {len(body)}\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n"
    )
    _, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    writer.write(head.encode() + body[:1000])
    await door.reading.wait()
    writer.close()
    await writer.wait_closed()
    files = {"file": ("talk.wav", FILE)}
    async with asyncio.timeout(PATIENCE):
        while (answer := await client.post("/files", files=files, headers=KEY)).status_code == 409:
            assert json.loads(answer.content)["type"].endswith("request-outstanding")
    assert answer.status_code == 201
    assert "idempotency-replayed" not in answer.headers
    assert door.kept == [len(FILE)]


async def test_a_client_that_does_not_wait_for_its_answer_finds_it_later(
    client: AsyncClient, door: Door
) -> None:
    files = {"file": ("talk.wav", FILE)}
    impatient = asyncio.create_task(client.post("/files", files=files, headers=KEY))
    await door.knocked.wait()
    impatient.cancel()
    await asyncio.gather(impatient, return_exceptions=True)
    assert (await client.post("/files", files=files, headers=KEY)).status_code == 409
    door.gate.set()
    async with asyncio.timeout(PATIENCE):
        while (answer := await client.post("/files", files=files, headers=KEY)).status_code == 409:
            assert json.loads(answer.content)["type"].endswith("request-outstanding")
    assert answer.headers["idempotency-replayed"] == "true"
    assert door.kept == [len(FILE)]
