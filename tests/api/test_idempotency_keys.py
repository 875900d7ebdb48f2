"""Requests with an Idempotency-Key, at a door that counts what it creates."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Final

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from httpx import ASGITransport, AsyncClient
from starlette.background import BackgroundTask
from starlette.types import Message, Receive, Scope, Send

from adapters.inbound import error_handlers
from adapters.inbound.idempotency import described
from adapters.inbound.idempotency.middleware import IdempotencyKeys
from adapters.inbound.idempotency.outgoing_answer import LARGEST as LARGEST_ANSWER
from adapters.inbound.uploads import upload_in
from adapters.outbound.memory.records import InMemoryDatabase
from adapters.outbound.memory.runners import InMemoryRunnerRegister
from adapters.outbound.memory.unit_of_work import InMemoryUnitOfWork
from application.errors import StorageFullError
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.idempotency.claim_key import CLAIM_LASTS
from tests.fakes.clock import FakeClock
from tests.fakes.keys import KEPT_FOR, keyed_requests
from tests.fakes.progress import PATIENCE
from tests.fakes.streams import all_of, stream

KEY: Final = {"idempotency-key": '"8e03978e-40d5-43e8-bc93-6894a57f9324"'}
ANOTHER: Final = {"idempotency-key": '"another"'}
LARGEST: Final = 200_000


@dataclass
class Door:
    """What was done, and a gate before it is."""

    created: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    knocked: asyncio.Event = field(default_factory=asyncio.Event)
    status: int = 201

    def __post_init__(self) -> None:
        self.gate.set()

    async def create(self, what: str) -> JSONResponse:
        self.knocked.set()
        await self.gate.wait()
        self.created.append(what)
        number = str(len(self.created))
        headers = {"location": f"/api/things/{number}", "x-number": number, "set-cookie": "a=b"}
        return JSONResponse({"number": number}, self.status, headers)


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def runners() -> InMemoryRunnerRegister:
    return InMemoryRunnerRegister()


@pytest.fixture
def unit_of_work() -> UnitOfWorkFactory:
    return partial(InMemoryUnitOfWork, InMemoryDatabase())


@pytest.fixture
def app(
    door: Door, unit_of_work: UnitOfWorkFactory, clock: FakeClock, runners: InMemoryRunnerRegister
) -> FastAPI:
    app = FastAPI()
    error_handlers.install(app)
    described.describe(app)
    requests = keyed_requests(unit_of_work, clock, runners)
    app.add_middleware(IdempotencyKeys, requests=lambda: requests, renew_every=0.0)

    @app.get("/api/things")
    @app.post("/api/things")
    async def things(request: Request) -> Response:
        """Reads no body."""
        return await door.create(str(request.url.query))

    @app.post("/api/texts")
    async def texts(request: Request) -> Response:
        return await door.create((await request.body()).decode())

    @app.post("/api/files")
    async def files(request: Request) -> Response:
        file = await upload_in(request, part="file", at_most=LARGEST)
        return await door.create(f"{file.filename} {len(await all_of(file.content))}")

    @app.post("/api/streams")
    async def streams(size: int, media_type: str = "text/plain") -> Response:
        door.created.append("a stream")
        return StreamingResponse(stream(b"x" * size, b"y" * size), media_type=media_type)

    @app.post("/api/breaks")
    async def breaks() -> Response:
        door.created.append("nothing")
        raise RuntimeError

    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://hexavox") as client:
        yield client


async def test_a_request_that_is_sent_again_is_answered_again(
    client: AsyncClient, door: Door
) -> None:
    first = await client.post("/api/things", headers=KEY)
    again = await client.post("/api/things", headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() == {"number": "1"}
    same = ("location", "x-number", "content-type", "content-length")
    assert [first.headers[name] for name in same] == [again.headers[name] for name in same]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert "set-cookie" in first.headers
    assert "set-cookie" not in again.headers
    assert len(door.created) == 1


async def test_without_a_key_and_with_other_keys_each_request_is_carried_out(
    client: AsyncClient, door: Door
) -> None:
    for headers in ({}, {}, KEY, ANOTHER):
        await client.post("/api/things", headers=headers)
    assert len(door.created) == 4


async def test_what_only_asks_is_let_through(client: AsyncClient, door: Door) -> None:
    for _ in range(2):
        await client.get("/api/things", headers=KEY)
    assert len(door.created) == 2


async def test_quotes_around_a_key_do_not_matter(client: AsyncClient, door: Door) -> None:
    for key in ('"a-key"', "a-key", ' "a-key" '):
        await client.post("/api/things", headers={"idempotency-key": key})
    assert len(door.created) == 1


@pytest.mark.parametrize(
    "key", ["", '""', '"', '"a', "a b", "a,b", '"a", "b"', '"é"', "é", "a\tb", "k" * 256, "a;b"]
)
async def test_a_key_that_cannot_be_one_is_a_problem(
    client: AsyncClient, door: Door, key: str
) -> None:
    answer = await client.post("/api/things", headers={b"idempotency-key": key.encode()})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:hexavox:problem:malformed-key"
    assert answer.json()["advice"]
    assert not door.created


async def test_two_keys_are_a_problem(client: AsyncClient, door: Door) -> None:
    headers = [("idempotency-key", "a"), ("idempotency-key", "b")]
    assert (await client.post("/api/things", headers=headers)).status_code == 400
    assert not door.created


@pytest.mark.parametrize("key", ["k" * 255, '"with space, \\"quotes\\" and \\\\"', "a:b/c_d.e~1"])
async def test_a_key_may_be_any_string(client: AsyncClient, door: Door, key: str) -> None:
    for _ in range(2):
        answer = await client.post("/api/things", headers={"idempotency-key": key})
        assert answer.status_code == 201
    assert len(door.created) == 1


async def test_the_order_of_the_query_does_not_matter(client: AsyncClient, door: Door) -> None:
    await client.post("/api/things?a=1&b=2&a=0", headers=KEY)
    again = await client.post("/api/things?b=2&a=0&a=1", headers=KEY)
    assert again.headers["idempotency-replayed"] == "true"


@pytest.mark.parametrize(
    ("path", "content", "media_type"),
    [
        ("/api/texts?a=2", b"text", "text/plain"),
        ("/api/texts?a=1&b=", b"text", "text/plain"),
        ("/api/things?a=1", b"text", "text/plain"),
        ("/api/texts?a=1", b"texts", "text/plain"),
        ("/api/texts?a=1", b"tex", "text/plain"),
        ("/api/texts?a=1", b"", "text/plain"),
        ("/api/texts?a=1", b"text", "application/json"),
    ],
)
async def test_a_key_with_another_request_is_a_problem(
    client: AsyncClient, door: Door, path: str, content: bytes, media_type: str
) -> None:
    plain = {**KEY, "content-type": "text/plain"}
    await client.post("/api/texts?a=1", content=b"text", headers=plain)
    headers = {**KEY, "content-type": media_type}
    answer = await client.post(path, content=content, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:hexavox:problem:idempotency-key-reused"
    assert len(door.created) == 1


async def test_however_a_body_is_cut_it_is_the_same_request(
    client: AsyncClient, door: Door
) -> None:
    for chunks in ([b"a", b"bc"], [b"ab", b"", b"c"], [b"abc"]):
        answer = await client.post("/api/texts", content=stream(*chunks), headers=KEY)
        assert answer.json() == {"number": "1"}
    assert door.created == ["abc"]


async def test_a_body_that_goes_on_and_on_is_read_no_further_than_the_first(
    client: AsyncClient,
) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1000
            yield b"x" * 1000

    await client.post("/api/texts", content=b"text", headers=KEY)
    answer = await client.post("/api/texts", content=endless(), headers=KEY)
    assert answer.status_code == 422
    assert read < LARGEST


async def test_a_file_that_is_sent_again_is_the_same_whatever_its_boundary(
    client: AsyncClient, door: Door
) -> None:
    first, again = [
        await client.post("/api/files", files={"file": ("talk.wav", b"RIFF\r\n")}, headers=KEY)
        for _ in range(2)
    ]
    boundaries = [answer.request.headers["content-type"] for answer in (first, again)]
    assert boundaries[0] != boundaries[1]
    assert again.headers["idempotency-replayed"] == "true"
    assert door.created == ["talk.wav 6"]


@pytest.mark.parametrize(
    ("name", "filename", "content", "fields"),
    [
        ("file", "talk.wav", b"RIFX", {}),
        ("file", "talk.wav", b"RIFF.", {}),
        ("file", "walk.wav", b"RIFF", {}),
        ("data", "talk.wav", b"RIFF", {}),
        ("file", "talk.wav", b"RIFF", {"language": "de"}),
    ],
)
async def test_another_form_is_another_request(
    client: AsyncClient,
    door: Door,
    name: str,
    filename: str,
    content: bytes,
    fields: dict[str, str],
) -> None:
    await client.post("/api/files", files={"file": ("talk.wav", b"RIFF")}, headers=KEY)
    answer = await client.post(
        "/api/files", data=fields, files={name: (filename, content)}, headers=KEY
    )
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:hexavox:problem:idempotency-key-reused"
    assert len(door.created) == 1


async def test_a_form_that_is_none_is_refused_as_without_a_key_and_leaves_the_key_free(
    client: AsyncClient, door: Door
) -> None:
    for content_type in ("multipart/form-data", "multipart/form-data; boundary=b", "text/plain"):
        headers = {**KEY, "content-type": content_type}
        answer = await client.post("/api/files", content=b"RIFF", headers=headers)
        assert answer.status_code in {400, 415}
        assert answer.json()["type"] != "urn:hexavox:problem:malformed-key"
    good = await client.post("/api/files", files={"file": ("talk.wav", b"RIFF")}, headers=KEY)
    assert good.status_code == 201


@pytest.mark.parametrize("status", [400, 404, 409, 415, 422, 429, 500, 503, 507])
async def test_an_error_is_not_kept(client: AsyncClient, door: Door, status: int) -> None:
    door.status = status
    assert (await client.post("/api/texts", content=b"wrong", headers=KEY)).status_code == status
    door.status = 201
    assert (await client.post("/api/texts", content=b"right", headers=KEY)).status_code == 201


async def test_what_breaks_leaves_the_key_free(client: AsyncClient, door: Door) -> None:
    for _ in range(2):
        answer = await client.post("/api/breaks", headers=KEY)
        assert answer.json()["type"] == "urn:hexavox:problem:internal-error"
    assert len(door.created) == 2


async def test_of_two_at_once_one_is_carried_out_and_the_other_told_to_wait(
    client: AsyncClient, door: Door
) -> None:
    door.gate.clear()
    first = asyncio.create_task(client.post("/api/texts", content=b"a", headers=KEY))
    await door.knocked.wait()
    second = await client.post("/api/texts", content=b"a", headers=KEY)
    assert second.status_code == 409
    assert second.json()["type"] == "urn:hexavox:problem:request-outstanding"
    assert int(second.headers["retry-after"]) > 0
    door.gate.set()
    assert (await first).json() == {"number": "1"}
    again = await client.post("/api/texts", content=b"a", headers=KEY)
    assert again.json() == {"number": "1"}
    assert door.created == ["a"]


async def test_a_long_answer_streams_and_is_not_kept(client: AsyncClient, door: Door) -> None:
    for size, is_kept in ((LARGEST_ANSWER // 2, True), (LARGEST_ANSWER // 2 + 1, False)):
        door.created.clear()
        headers = {"idempotency-key": f"size-{size}"}
        for _ in range(2):
            answer = await client.post(f"/api/streams?size={size}", headers=headers)
            assert len(answer.content) == 2 * size
            assert answer.content[-1:] == b"y"
        assert len(door.created) == (1 if is_kept else 2)


async def test_an_event_stream_is_not_kept(client: AsyncClient, door: Door) -> None:
    for _ in range(2):
        await client.post("/api/streams?size=3&media_type=text/event-stream", headers=KEY)
    assert len(door.created) == 2


async def test_a_key_is_free_when_its_time_is_over(
    client: AsyncClient, door: Door, clock: FakeClock
) -> None:
    await client.post("/api/texts", content=b"a", headers=KEY)
    clock.advance(KEPT_FOR)
    assert (await client.post("/api/texts", content=b"b", headers=KEY)).status_code == 201
    assert door.created == ["a", "b"]


async def test_the_key_of_a_process_that_was_killed_is_taken_over(
    client: AsyncClient, door: Door, runners: InMemoryRunnerRegister
) -> None:
    door.gate.clear()
    killed = asyncio.create_task(client.post("/api/things", headers=KEY))
    await door.knocked.wait()
    runners.gone.add(runners.me)
    door.knocked.clear()
    retried = asyncio.create_task(client.post("/api/things", headers=KEY))
    await door.knocked.wait()
    door.gate.set()
    assert (await retried).status_code == 201
    await killed


async def test_a_request_that_takes_long_keeps_its_key(
    client: AsyncClient, door: Door, clock: FakeClock
) -> None:
    door.gate.clear()
    first = asyncio.create_task(client.post("/api/things", headers=KEY))
    await door.knocked.wait()
    for _ in range(4):
        clock.advance(CLAIM_LASTS - timedelta(seconds=1))
        for _ in range(20):
            await asyncio.sleep(0)
        assert (await client.post("/api/things", headers=KEY)).status_code == 409
    door.gate.set()
    assert (await first).status_code == 201
    assert len(door.created) == 1


async def test_a_client_that_goes_away_in_the_middle_leaves_the_key_free(
    app: FastAPI, client: AsyncClient, door: Door
) -> None:
    messages: list[Message] = [
        {"type": "http.request", "body": b"te", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return messages.pop(0)

    async def send(_message: Message) -> None: ...

    await app(_scope("/api/texts"), receive, send)
    answer = await client.post("/api/texts", content=b"text", headers=KEY)
    assert answer.status_code == 201
    assert door.created == ["text"]


async def test_a_request_that_is_cancelled_leaves_the_key_free(
    client: AsyncClient, door: Door
) -> None:
    door.gate.clear()
    cancelled = asyncio.create_task(client.post("/api/things", headers=KEY))
    await door.knocked.wait()
    cancelled.cancel()
    await asyncio.gather(cancelled, return_exceptions=True)
    door.gate.set()
    assert (await client.post("/api/things", headers=KEY)).status_code == 201
    assert len(door.created) == 1


async def test_an_answer_is_kept_before_its_end_is_seen(app: FastAPI, door: Door) -> None:
    """What follows it, in the background, does not hold up who sends the request again."""
    done = asyncio.Event()

    @app.post("/api/later")
    async def later() -> Response:
        door.created.append("now")
        return Response(status_code=202, background=BackgroundTask(done.wait))

    statuses: list[int] = []
    seen = asyncio.Event()

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        statuses.extend([message["status"]] if "status" in message else [])
        if message["type"] == "http.response.body":
            seen.set()

    async with asyncio.timeout(PATIENCE):
        first = asyncio.create_task(app(_scope("/api/later"), receive, send))
        await seen.wait()
        await app(_scope("/api/later"), receive, send)
        done.set()
        await first
    assert statuses == [202, 202]
    assert door.created == ["now"]


async def test_an_answer_that_cannot_be_kept_is_given_all_the_same(
    door: Door, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    database = InMemoryDatabase()
    is_full = False

    def unit_of_work() -> InMemoryUnitOfWork:
        if is_full:
            raise StorageFullError("The server has no room to record this.")
        return InMemoryUnitOfWork(database)

    async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal is_full
        is_full = True
        await (await door.create("a thing"))(scope, receive, send)

    requests = keyed_requests(unit_of_work, clock, InMemoryRunnerRegister())
    transport = ASGITransport(IdempotencyKeys(endpoint, lambda: requests))
    async with AsyncClient(transport=transport, base_url="http://hexavox") as client:
        with caplog.at_level(logging.ERROR):
            assert (await client.post("/things", headers=KEY)).status_code == 201
        assert "could not be kept" in caplog.text
        refused = await client.post("/things", headers=KEY)
        assert refused.status_code == 507
        assert refused.headers["content-type"] == "application/problem+json"
        is_full = False
        assert (await client.post("/things", headers=KEY)).status_code == 409
        clock.advance(CLAIM_LASTS)
        assert (await client.post("/things", headers=KEY)).status_code == 201


async def test_what_the_server_sends_by_itself_is_not_kept(clock: FakeClock) -> None:
    asked = 0

    async def endpoint(_scope: Scope, _receive: Receive, send: Send) -> None:
        nonlocal asked
        asked += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.pathsend", "path": "a file"})

    unit_of_work = partial(InMemoryUnitOfWork, InMemoryDatabase())
    requests = keyed_requests(unit_of_work, clock, InMemoryRunnerRegister())
    middleware = IdempotencyKeys(endpoint, lambda: requests)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(_message: Message) -> None: ...

    for _ in range(2):
        await middleware(_scope("/a"), receive, send)
    assert asked == 2


def test_every_post_is_described_with_the_header(app: FastAPI) -> None:
    for _ in range(2):
        for methods in app.openapi()["paths"].values():
            for method, operation in methods.items():
                headers = [
                    each for each in operation.get("parameters", ()) if each["in"] == "header"
                ]
                named = [each["name"] for each in headers]
                assert named == (["Idempotency-Key"] if method == "post" else [])
                assert ("409" in operation["responses"]) == (method == "post")


def _scope(path: str) -> Scope:
    return {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in KEY.items()],
    }
