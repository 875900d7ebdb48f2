"""Uploads in the middle of which the server is killed."""

import hashlib
from io import BytesIO
from pathlib import Path

import httpx
from tusclient.client import TusClient

from tests.fakes.live_server import LiveServer
from tests.fakes.sounds import noise, wav_bytes
from tests.server.hexavox import RunningServer, serving
from tests.tus.client import arrived, half_sent, looked_at, offset_of


def live(server: RunningServer) -> LiveServer:
    url = httpx.URL(server.url)
    assert url.port is not None
    return LiveServer(url.host, url.port)


def test_an_upload_goes_on_where_it_was_when_the_server_was_killed(
    tmp_path: Path,
) -> None:
    sound = wav_bytes(noise(2.0))
    half = len(sound) // 2
    with serving(tmp_path, DATA_DIR=str(tmp_path)) as server, server.client() as client:
        tus = TusClient(f"{server.url}/api/uploads")
        first = tus.uploader(file_stream=BytesIO(sound), metadata={"filename": "会議.wav"})
        path = httpx.URL(first.create_url()).path
        with half_sent(live(server), path, sound[:half], length=len(sound)):
            arrived(client, path, half)
            server.kill()
    with serving(tmp_path, DATA_DIR=str(tmp_path)) as server, server.client() as client:
        assert offset_of(client, path) == half
        tus = TusClient(f"{server.url}/api/uploads")
        tus.uploader(file_stream=BytesIO(sound), url=server.url + path).upload()
        clip_id = looked_at(client, path).headers["hexavox-clip-id"]
        clip = client.get(f"/api/audio/{clip_id}").json()
    assert clip["filename"] == "会議.wav"
    assert clip["content_hash"] == hashlib.sha256(sound).hexdigest()
