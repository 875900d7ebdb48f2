"""RATE_LIMIT, at the service as it is wired."""

import re

import pytest
from dependency_injector import providers
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from infrastructure.container import Container
from infrastructure.settings import Settings
from tests.fakes.rate_limiter import CountingLimiter


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"rate_limit": "3/minute;100/hour"})


@pytest.fixture
def limiter() -> CountingLimiter:
    return CountingLimiter()


@pytest.fixture
def container(container: Container, limiter: CountingLimiter) -> Container:
    container.rate_limiter.override(providers.Object(limiter))
    return container


def client_from(app: FastAPI, address: str) -> AsyncClient:
    transport = ASGITransport(app, client=(address, 1234))
    return AsyncClient(transport=transport, base_url="http://hexavox")


async def test_every_answer_says_what_is_left(client: AsyncClient) -> None:
    answer = await client.get("/api/jobs")
    assert answer.status_code == 200
    assert (
        answer.headers["ratelimit-policy"] == '"3-per-minute";q=3;w=60, "100-per-hour";q=100;w=3600'
    )
    assert answer.headers["ratelimit"] == '"3-per-minute";r=2;t=15, "100-per-hour";r=99;t=900'
    assert answer.headers["x-ratelimit-limit"] == "3"
    assert answer.headers["x-ratelimit-remaining"] == "2"
    assert answer.headers["x-ratelimit-reset"].isdecimal()


async def test_one_too_many_is_refused_and_told_when_to_come_back(client: AsyncClient) -> None:
    for _ in range(3):
        assert (await client.get("/api/jobs")).status_code == 200
    refused = await client.get("/api/jobs")
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "15"
    assert refused.headers["x-ratelimit-remaining"] == "0"
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"] == "urn:hexavox:problem:rate-limited"
    assert refused.json()["detail"] == "More than 3 requests per minute."
    assert "x-request-id" in refused.headers


@pytest.mark.parametrize(
    ("path", "key"),
    [("/api/jobs", "advice"), ("/task/all", "error"), ("/status/1", "error"), ("/nowhere", "type")],
)
async def test_each_door_refuses_in_its_own_words(
    client: AsyncClient, limiter: CountingLimiter, path: str, key: str
) -> None:
    limiter.taken["address:127.0.0.1"] = 3
    refused = await client.get(path)
    assert refused.status_code == 429
    assert key in refused.json()


async def test_the_openai_clients_read_names_of_their_own(client: AsyncClient) -> None:
    answer = await client.get("/v1/models")
    assert answer.headers["x-ratelimit-limit-requests"] == "3"
    assert answer.headers["x-ratelimit-remaining-requests"] == "2"
    assert re.fullmatch(r"(\d+m)?\d+s", answer.headers["x-ratelimit-reset-requests"])
    assert "x-ratelimit-limit-requests" not in (await client.get("/api/jobs")).headers


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/health",
        "/health/live",
        "/health/ready",
        "/docs",
        "/docs/swagger-ui.css",
        "/openapi.json",
    ],
)
async def test_health_and_documentation_are_free(
    client: AsyncClient, limiter: CountingLimiter, path: str
) -> None:
    limiter.taken["address:127.0.0.1"] = 3
    answer = await client.get(path)
    assert answer.status_code != 429
    assert "ratelimit" not in answer.headers


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.7", "address:203.0.113.7"),
        ("::ffff:203.0.113.7", "address:203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64"),
        ("testclient", "address:testclient"),
    ],
)
async def test_who_has_no_key_is_counted_by_address(
    app: FastAPI, limiter: CountingLimiter, address: str, counted_as: str
) -> None:
    async with client_from(app, address) as client:
        await client.get("/api/jobs")
    assert limiter.taken == {counted_as: 1}


async def test_one_address_does_not_use_up_what_another_has(
    app: FastAPI, limiter: CountingLimiter
) -> None:
    limiter.taken["address:203.0.113.7"] = 3
    async with client_from(app, "203.0.113.8") as client:
        assert (await client.get("/api/jobs")).status_code == 200
