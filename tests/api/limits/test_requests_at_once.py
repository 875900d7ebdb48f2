"""MAX_CONCURRENT_REQUESTS."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from adapters.inbound.limits.requests_at_once import RequestsAtOnce
from infrastructure.settings import Settings
from tests.fakes.asgi import Gated, Keyed, client_of
from tests.fakes.service import Service


@pytest.fixture
def gated() -> Gated:
    return Gated()


@pytest.fixture
async def limited(gated: Gated) -> AsyncIterator[AsyncClient]:
    async with client_of(Keyed(RequestsAtOnce(gated, at_most=2))) as client:
        yield client


async def begun(client: AsyncClient, gated: Gated, owner: str) -> "asyncio.Task[int]":
    async def status() -> int:
        return (await client.get("/api/jobs", headers={"x-owner": owner})).status_code

    task = asyncio.create_task(status())
    await gated.arrived.acquire()
    return task


async def test_one_more_than_may_be_under_way_is_refused_at_once(
    limited: AsyncClient, gated: Gated
) -> None:
    under_way = [await begun(limited, gated, "ada") for _ in range(2)]
    refused = await limited.get("/api/jobs", headers={"x-owner": "ada"})
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "5"
    assert refused.json()["type"] == "urn:hexavox:problem:too-many-at-once"
    gated.gate.set()
    assert await asyncio.gather(*under_way) == [200, 200]
    assert (await limited.get("/api/jobs", headers={"x-owner": "ada"})).status_code == 200


async def test_others_and_health_are_not_in_the_way(limited: AsyncClient, gated: Gated) -> None:
    under_way = [await begun(limited, gated, owner) for owner in ("ada", "ada", "bob", "bob")]
    gated.gate.set()
    assert (await limited.get("/health", headers={"x-owner": "ada"})).status_code == 200
    assert await asyncio.gather(*under_way) == [200] * 4


async def test_a_request_that_is_broken_off_counts_no_more(
    limited: AsyncClient, gated: Gated
) -> None:
    for _ in range(3):
        task = await begun(limited, gated, "ada")
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert gated.cancelled == 3


async def test_an_answer_that_streams_counts_until_it_ends() -> None:
    first_sent, gate = asyncio.Event(), asyncio.Event()

    async def lines() -> AsyncIterator[bytes]:
        yield b"first"
        first_sent.set()
        await gate.wait()
        yield b"last"

    async def streaming(scope: Scope, receive: Receive, send: Send) -> None:
        await StreamingResponse(lines())(scope, receive, send)

    async with client_of(RequestsAtOnce(streaming, at_most=1)) as client:
        under_way = asyncio.create_task(client.get("/api/jobs"))
        await first_sent.wait()
        assert (await client.get("/api/jobs")).status_code == 429
        gate.set()
        assert (await under_way).content == b"firstlast"


class TestAtTheService:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"max_concurrent_requests": 1})

    async def test_whoever_waits_for_a_transcript_has_to_wait_before_the_next(
        self, client: AsyncClient, clip_id: str, service: Service
    ) -> None:
        asked = {"clip_id": clip_id, "diarize": "false"}
        both = await asyncio.gather(
            client.post("/api/transcribe", params=asked),
            client.post("/api/transcribe", params=asked),
        )
        assert sorted(each.status_code for each in both) == [200, 429]
