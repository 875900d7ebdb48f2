"""FAILED_KEY_LIMIT."""

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from adapters.inbound.callers import note_key
from adapters.inbound.limits.failed_keys import FailedKeys
from domain.quota import Quota
from tests.fakes.asgi import client_of, key_of
from tests.fakes.rate_limiter import CountingLimiter


async def keys(scope: Scope, receive: Receive, send: Send) -> None:
    """`right` is a key, `narrow` one that may not do this."""
    sent = dict(scope["headers"]).get(b"x-api-key", b"").decode()
    if sent in {"right", "narrow"}:
        note_key(scope, key_of("ada"))
    status = {"right": 200, "old": 401, "": 401}.get(sent, 403)
    await PlainTextResponse("", status)(scope, receive, send)


@pytest.fixture
def limiter() -> CountingLimiter:
    return CountingLimiter()


@pytest.fixture
async def client(limiter: CountingLimiter) -> AsyncIterator[AsyncClient]:
    guarded = FailedKeys(keys, limiter=lambda: limiter, quotas=[Quota(2, 60)])
    async with client_of(guarded) as client:
        yield client


async def status(client: AsyncClient, key: str, path: str = "/api/jobs") -> int:
    return (await client.get(path, headers={"x-api-key": key})).status_code


@pytest.mark.parametrize("key", ["old", "guess"])
async def test_after_too_many_guesses_no_key_is_looked_at(client: AsyncClient, key: str) -> None:
    for _ in range(2):
        assert await status(client, key) in {401, 403}
    refused = await client.get("/api/jobs", headers={"x-api-key": "right"})
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "15"
    assert refused.json()["type"] == "urn:hexavox:problem:too-many-failed-keys"


@pytest.mark.parametrize("key", ["right", "narrow"])
async def test_a_key_that_is_known_is_no_guess(client: AsyncClient, key: str) -> None:
    statuses = {await status(client, key) for _ in range(5)}
    assert 429 not in statuses


async def test_who_sends_no_key_has_guessed_none(client: AsyncClient) -> None:
    statuses = {(await client.get("/api/jobs")).status_code for _ in range(5)}
    assert 429 not in statuses


async def test_health_answers_whoever_has_guessed(
    client: AsyncClient, limiter: CountingLimiter
) -> None:
    limiter.taken["failed:address:127.0.0.1"] = 2
    assert await status(client, "right", "/health") == 200
    assert await status(client, "right") == 429
