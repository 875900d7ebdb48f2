"""/api/audio/{clip_id}/content"""

import pytest
from httpx import AsyncClient

from adapters.inbound.byte_ranges import ByteRange, UnsatisfiableRangeError, asked_range
from domain.audio_clip import ContentHash
from tests.fakes.service import Service

SIZE = 1028


@pytest.fixture
def path(clip_id: str) -> str:
    return f"/api/audio/{clip_id}/content"


async def test_the_bytes_are_what_was_uploaded(client: AsyncClient, path: str, wav: bytes) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.content) == (200, wav)
    assert answer.headers["content-length"] == str(len(wav))
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "content-range" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, SIZE),
        ("bytes=-28", 1000, SIZE),
        ("bytes=-99999", 0, SIZE),
        ("bytes=1000-99999", 1000, SIZE),
        ("Bytes=1-1", 1, 2),
    ],
)
async def test_a_part_can_be_asked_for(
    client: AsyncClient, path: str, wav: bytes, asked: str, start: int, stop: int
) -> None:
    answer = await client.get(path, headers={"range": asked})
    assert (answer.status_code, answer.content) == (206, wav[start:stop])
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{SIZE}"
    assert answer.headers["content-length"] == str(stop - start)


@pytest.mark.parametrize(
    "asked",
    ["bytes=9-3", "bytes=-", "bytes=a-b", "seconds=0-1", "bytes=0-1,5-6", "nonsense", "bytes=²-³"],
)
async def test_ranges_that_mean_nothing_and_several_ranges_get_the_whole_file(
    client: AsyncClient, path: str, wav: bytes, asked: str
) -> None:
    answer = await client.get(path, headers={b"range": asked.encode("latin-1")})
    assert (answer.status_code, answer.content) == (200, wav)


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=5000-6000", "bytes=-0"])
async def test_a_range_after_the_end_cannot_be_satisfied(
    client: AsyncClient, path: str, asked: str
) -> None:
    answer = await client.get(path, headers={"range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{SIZE}"
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("size", "asked"), [(0, "bytes=0-"), (5, "bytes=5-"), (5, "bytes=-0")])
def test_nothing_lies_after_the_end(size: int, asked: str) -> None:
    with pytest.raises(UnsatisfiableRangeError):
        asked_range(asked, size)


def test_a_range_of_no_header_is_the_whole_file() -> None:
    assert asked_range(None, 5) is None
    assert asked_range("bytes=0-4", 5) == ByteRange(0, 5)


async def test_a_player_that_has_the_file_gets_no_bytes(client: AsyncClient, path: str) -> None:
    tag = (await client.get(path)).headers["etag"]
    for named in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = await client.get(path, headers={"if-none-match": named})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert (await client.get(path, headers={"if-none-match": '"x"'})).status_code == 200


async def test_a_range_of_another_file_gets_the_whole_of_this_one(
    client: AsyncClient, path: str
) -> None:
    tag = (await client.get(path)).headers["etag"]
    same = {"range": "bytes=0-3", "if-range": tag}
    assert (await client.get(path, headers=same)).status_code == 206
    for other in ('"other"', f"W/{tag}", "Wed, 21 Oct 2015 07:28:00 GMT"):
        answer = await client.get(path, headers={**same, "if-range": other})
        assert answer.status_code == 200


async def test_head_has_the_headers_and_no_bytes(client: AsyncClient, path: str) -> None:
    the_same = {"x-request-id": "b7a7"}
    whole = await client.get(path, headers=the_same)
    answer = await client.head(path, headers={"range": "bytes=0-3", **the_same})
    assert (answer.status_code, answer.content) == (200, b"")
    assert dict(answer.headers) == dict(whole.headers)


@pytest.mark.parametrize(
    ("filename", "media_type"),
    [
        ("a.MP3", "audio/mpeg"),
        ("film.mkv", "video/x-matroska"),
        ("page.html", "audio/wav"),
        ("picture.svg", "audio/wav"),
        ("nothing", "audio/wav"),
    ],
)
async def test_a_clip_is_only_ever_played_as_sound_or_video(
    client: AsyncClient, wav: bytes, filename: str, media_type: str
) -> None:
    sent = await client.post("/api/audio", files={"file": (filename, wav)})
    answer = await client.get(f"/api/audio/{sent.json()['clip_id']}/content")
    assert answer.headers["content-type"] == media_type


async def test_a_download_keeps_its_name_in_any_script(client: AsyncClient, wav: bytes) -> None:
    sent = await client.post("/api/audio", files={"file": ('会議 "ñ".wav', wav)})
    answer = await client.get(f"/api/audio/{sent.json()['clip_id']}/content")
    assert answer.headers["content-disposition"] == (
        "inline; filename=\"__ ___.wav\"; filename*=UTF-8''%E4%BC%9A%E8%AD%B0%20%22%C3%B1%22.wav"
    )


async def test_bytes_that_are_lost_are_not_found(
    client: AsyncClient, service: Service, clip_id: str, path: str
) -> None:
    clip = (await client.get(f"/api/audio/{clip_id}")).json()
    await service.storage.delete(ContentHash(clip["content_hash"]))
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("asked", ["link", "link?redirect=true"])
async def test_there_are_no_links_to_files_of_this_machine(
    client: AsyncClient, clip_id: str, asked: str
) -> None:
    answer = await client.get(f"/api/audio/{clip_id}/{asked}")
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("no-clip-links")
    assert "/content" in answer.json()["advice"]
