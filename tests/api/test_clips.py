"""/api/audio, but for uploading and for the bytes."""

import hashlib
from uuid import uuid4

import pytest
from httpx import AsyncClient


async def test_a_clip_is_described_without_paths(
    client: AsyncClient, clip_id: str, wav: bytes
) -> None:
    answer = await client.get(f"/api/audio/{clip_id}")
    assert answer.status_code == 200
    assert answer.json() == {
        "clip_id": clip_id,
        "filename": "talk.wav",
        "size_bytes": len(wav),
        "duration": 2.0,
        "sample_rate": 16_000,
        "channels": 1,
        "codec": "pcm_s16le",
        "content_hash": hashlib.sha256(wav).hexdigest(),
        "created_at": "2026-01-01T00:00:00Z",
    }


async def test_clips_are_listed_in_pages(client: AsyncClient, wav: bytes) -> None:
    for number in range(3):
        content = wav + bytes([number])
        await client.post("/api/audio", files={"file": (f"{number}.wav", content)})
    page = (await client.get("/api/audio", params={"offset": 1, "limit": 1})).json()
    assert (page["total"], page["offset"], page["limit"], len(page["items"])) == (3, 1, 1, 1)
    whole = (await client.get("/api/audio")).json()
    assert {clip["filename"] for clip in whole["items"]} == {"0.wav", "1.wav", "2.wav"}
    assert (whole["offset"], whole["limit"]) == (0, 50)


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"offset": -1}, "offset"),
        ({"offset": 10**30}, "offset"),
        ({"limt": 5}, "limt"),
    ],
)
async def test_a_page_that_makes_no_sense_is_refused(
    client: AsyncClient, parameters: dict[str, str | int], field: str
) -> None:
    answer = await client.get("/api/audio", params=parameters)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_deleted_clip_is_gone(client: AsyncClient, clip_id: str) -> None:
    answer = await client.delete(f"/api/audio/{clip_id}")
    assert (answer.status_code, answer.json()) == (200, {"message": "File deleted successfully."})
    for method in ("GET", "DELETE"):
        assert (await client.request(method, f"/api/audio/{clip_id}")).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/audio/{}"),
        ("GET", "/api/audio/{}/content"),
        ("HEAD", "/api/audio/{}/content"),
        ("DELETE", "/api/audio/{}"),
        ("POST", "/api/transcribe?clip_id={}"),
        ("GET", "/api/transcription/{}"),
        ("DELETE", "/api/transcription/{}"),
    ],
)
async def test_an_unknown_clip_is_not_found(client: AsyncClient, method: str, path: str) -> None:
    answer = await client.request(method, path.format(uuid4()))
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await client.request(method, path.format("7"))).status_code == 422
