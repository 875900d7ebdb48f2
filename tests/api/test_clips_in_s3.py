"""Clips of a service that keeps them in an object store."""

from datetime import timedelta

import httpx
import pytest
from httpx import AsyncClient
from pydantic import SecretStr

from infrastructure.container import Container
from infrastructure.settings import Settings
from infrastructure.variables.places import ClipStorageKind
from tests.fakes.clock import NEW_YEAR
from tests.fakes.s3_server import S3Server


@pytest.fixture
def settings(settings: Settings, s3_server: S3Server) -> Settings:
    in_s3 = {
        "clip_storage": ClipStorageKind.S3,
        "s3_endpoint": s3_server.url,
        "s3_bucket": s3_server.new_bucket(),
        "s3_access_key": "an-access-key",
        "s3_secret_key": SecretStr("a-secret"),
        "presign_ttl": 600,
    }
    return settings.model_copy(update=in_s3)


@pytest.fixture
def container(container: Container) -> Container:
    """With the storage that the settings ask for, and not the one in memory."""
    container.clip_storage.reset_override()
    return container


async def got(url: str) -> httpx.Response:
    """By anybody, past the service."""
    async with AsyncClient() as anybody:
        return await anybody.get(url)


async def test_a_clip_comes_back_whole_and_in_part(
    client: AsyncClient, clip_id: str, wav: bytes
) -> None:
    path = f"/api/audio/{clip_id}/content"
    assert (await client.get(path)).content == wav
    part = await client.get(path, headers={"range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, wav[100:200])


async def test_a_clip_is_transcribed(client: AsyncClient, clip_id: str) -> None:
    answer = await client.post("/api/transcribe", params={"clip_id": clip_id})
    assert answer.status_code == 200, answer.text


async def test_a_link_gives_the_bytes_to_anybody(
    client: AsyncClient, clip_id: str, wav: bytes
) -> None:
    answer = (await client.get(f"/api/audio/{clip_id}/link")).json()
    assert answer["expires_at"] == (NEW_YEAR + timedelta(seconds=600)).isoformat().replace(
        "+00:00", "Z"
    )
    assert "X-Amz-Expires=600" in answer["url"]
    assert "a-secret" not in answer["url"]
    assert (await got(answer["url"])).content == wav


async def test_a_player_can_be_sent_to_the_store(
    client: AsyncClient, clip_id: str, wav: bytes
) -> None:
    answer = await client.get(f"/api/audio/{clip_id}/link", params={"redirect": True})
    assert answer.status_code == 307
    assert answer.headers["cache-control"] == "no-store"
    assert (await got(answer.headers["location"])).content == wav


async def test_what_was_deleted_cannot_be_linked_to(client: AsyncClient, clip_id: str) -> None:
    url = (await client.get(f"/api/audio/{clip_id}/link")).json()["url"]
    assert (await client.delete(f"/api/audio/{clip_id}")).status_code == 200
    assert (await client.get(f"/api/audio/{clip_id}/link")).status_code == 404
    assert (await got(url)).status_code == 404


async def test_a_store_that_is_gone_is_a_problem_of_its_own(
    client: AsyncClient, clip_id: str, s3_server: S3Server, wav: bytes
) -> None:
    with s3_server.refusing_everybody():
        for answer in (
            await client.get(f"/api/audio/{clip_id}/content"),
            await client.get(f"/api/audio/{clip_id}/link"),
            await client.post("/api/audio", files={"file": ("talk.wav", wav + b"more")}),
            await client.delete(f"/api/audio/{clip_id}"),
        ):
            assert answer.status_code == 503, answer.text
            assert answer.json()["type"].endswith("storage-unavailable")
    assert (await client.get(f"/api/audio/{clip_id}/content")).content == wav
