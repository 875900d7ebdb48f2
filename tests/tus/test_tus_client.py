"""A real tus client on a real line, which is cut now and then."""

import hashlib

import httpx
import pytest
from tusclient.exceptions import TusUploadFailed

from tests.fakes.kept import kept_contents
from tests.fakes.live_server import LiveServer
from tests.fakes.service import Service
from tests.tus.client import (
    SOUND,
    announced,
    arrived,
    begun,
    half_sent,
    looked_at,
    offset_of,
    uploader_of,
)


async def assert_is_the_only_clip(service: Service, clip_id: str, filename: str) -> None:
    (clip,) = service.database.committed.clips.values()
    assert (str(clip.id), clip.filename) == (clip_id, filename)
    assert clip.content_hash.hex == hashlib.sha256(SOUND).hexdigest()
    assert await kept_contents(service) == {clip.content_hash}


@pytest.mark.parametrize("chunk_size", [1_000, 50_000, 10**9])
@pytest.mark.parametrize("filename", ["talk.wav", "会議 ñ é “quoted”.mp3", "family 👩‍👩‍👧.mp3"])
async def test_an_upload_becomes_a_clip(
    server: LiveServer, service: Service, filename: str, chunk_size: int
) -> None:
    metadata = {"filename": filename, "filetype": "audio/wav"}
    url = announced(server, SOUND, metadata=metadata)
    uploader_of(server, SOUND, chunk_size=chunk_size, url=url).upload()
    with server.client() as client:
        clip_id = looked_at(client, url).headers["hexavox-clip-id"]
    await assert_is_the_only_clip(service, clip_id, filename)


async def test_an_upload_without_any_metadata_has_a_name_all_the_same(
    server: LiveServer, service: Service
) -> None:
    uploader_of(server, SOUND).upload()
    (clip,) = service.database.committed.clips.values()
    assert clip.filename == "recording"


async def test_an_upload_cut_off_in_the_middle_is_finished_from_there(
    server: LiveServer, service: Service
) -> None:
    url = announced(server, SOUND, metadata={"filename": "long.wav"})
    path = httpx.URL(url).path
    with server.client() as client:
        line = half_sent(server, path, SOUND[:70_001], length=len(SOUND))
        arrived(client, path, 70_001)
        line.close()
        second = uploader_of(server, SOUND, url=url)
        assert second.offset == 70_001
        second.upload()
        clip_id = looked_at(client, path).headers["hexavox-clip-id"]
    await assert_is_the_only_clip(service, clip_id, "long.wav")


async def test_a_client_that_comes_back_before_its_old_line_is_known_to_be_dead_goes_on(
    server: LiveServer, service: Service
) -> None:
    with server.client() as client:
        path = begun(client, len(SOUND), **{"Upload-Metadata": "filename dGFsay53YXY="})
        with half_sent(server, path, SOUND[:40_000], length=len(SOUND)) as dead:
            arrived(client, path, 40_000)
            uploader_of(server, SOUND, url=server.url + path).upload()
            assert b" 409 " in dead.recv(65536).partition(b"\r\n")[0]
        clip_id = looked_at(client, path).headers["hexavox-clip-id"]
    await assert_is_the_only_clip(service, clip_id, "talk.wav")


async def test_cut_off_after_every_few_bytes_it_ends_all_the_same(
    server: LiveServer, service: Service
) -> None:
    with server.client() as client:
        path = begun(client, len(SOUND))
        for at in range(0, 100_000, 9_999):
            part = SOUND[at : at + 9_999]
            line = half_sent(server, path, part, length=len(SOUND) - at, offset=at)
            arrived(client, path, at + len(part))
            line.close()
        uploader_of(server, SOUND, url=server.url + path).upload()
        clip_id = looked_at(client, path).headers["hexavox-clip-id"]
    await assert_is_the_only_clip(service, clip_id, "recording")


def test_a_file_that_is_no_sound_is_refused_and_gone(server: LiveServer, service: Service) -> None:
    url = announced(server, b"GIF89a" * 20_000, metadata={})
    with pytest.raises(TusUploadFailed) as failure:
        uploader_of(server, b"GIF89a" * 20_000, url=url).upload()
    assert failure.value.status_code == 415
    with server.client() as client:
        assert looked_at(client, url).status_code == 404
    assert service.kept_clips == 0


async def test_checksums_of_the_client_are_compared(server: LiveServer, service: Service) -> None:
    uploader_of(server, SOUND, upload_checksum=True).upload()
    assert service.kept_clips == 1


def test_a_client_that_lost_the_last_answer_learns_its_clip(
    server: LiveServer, service: Service
) -> None:
    with server.client() as client:
        path = begun(client, len(SOUND))
        line = half_sent(server, path, SOUND, length=len(SOUND))
        arrived(client, path, len(SOUND))
        line.close()
        uploader = uploader_of(server, SOUND, url=server.url + path)
        assert uploader.offset == len(SOUND)
        uploader.upload()
        (clip,) = service.database.committed.clips.values()
        assert looked_at(client, path).headers["hexavox-clip-id"] == str(clip.id)
        assert client.get(path).json()["clip_id"] == str(clip.id)
        assert offset_of(client, path) == len(SOUND)
