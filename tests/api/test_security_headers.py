"""What answers tell browsers."""

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from infrastructure.settings import Settings


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/health",
        "/docs",
        "/openapi.json",
        "/api/jobs",
        "/api/audio/nothing",
        "/nowhere",
        "/status/1",
        "/task/all",
    ],
)
async def test_every_answer_keeps_other_pages_away(client: AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "strict-transport-security" not in headers


async def test_so_does_the_answer_to_an_accident(app: FastAPI, client: AsyncClient) -> None:
    @app.get("/api/accident")
    async def have_an_accident() -> None:
        raise RuntimeError

    headers = (await client.get("/api/accident")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


async def test_an_answer_loads_nothing_and_the_documentation_what_is_here(
    client: AsyncClient,
) -> None:
    data = (await client.get("/api/jobs")).headers["content-security-policy"]
    assert data == "default-src 'none'; frame-ancestors 'none'"
    page = (await client.get("/docs")).headers["content-security-policy"]
    assert "script-src 'self'" in page
    assert page.endswith("; frame-ancestors 'none'")


async def test_a_recording_may_be_played_where_it_is_opened(
    client: AsyncClient, clip_id: str
) -> None:
    sound = await client.get(f"/api/audio/{clip_id}/content")
    assert sound.headers["content-type"].startswith("audio/")
    assert "default-src" not in sound.headers["content-security-policy"]


async def test_words_are_in_no_cache(client: AsyncClient, clip_id: str) -> None:
    made = await client.post("/api/transcribe", params={"clip_id": clip_id})
    assert made.headers["cache-control"] == "no-store"
    subtitles = await client.get(f"/api/transcription/{clip_id}", params={"format": "srt"})
    assert subtitles.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/docs", "/docs/swagger-ui.css", "/openapi.json"])
async def test_the_documentation_may_be_cached(client: AsyncClient, path: str) -> None:
    assert "no-store" not in (await client.get(path)).headers.get("cache-control", "")


async def test_who_came_by_https_is_told_to_stay_with_it(app: FastAPI) -> None:
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="https://hexavox") as client:
        answer = await client.get("/health")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


class TestWithoutHsts:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"hsts_seconds": 0})

    async def test_nobody_is_told(self, app: FastAPI) -> None:
        transport = ASGITransport(app)
        async with AsyncClient(transport=transport, base_url="https://hexavox") as client:
            answer = await client.get("/health")
        assert "strict-transport-security" not in answer.headers
