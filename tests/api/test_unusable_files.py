"""POST /api/audio with files that are no recordings, through the decoder that serves."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from httpx import AsyncClient

from adapters.outbound.audio.pyav_decoder import PyavAudioDecoder
from tests.fakes import sounds
from tests.fakes.kept import kept_contents
from tests.fakes.service import Service

ELSEWHERE: Final = Path("secret.wav")
UNUSABLE: Final[Mapping[str, tuple[bytes, int, str]]] = {
    "nothing": (b"", 422, "empty-file"),
    "a header without sound": (sounds.wav_bytes(sounds.silence(0)), 422, "empty-file"),
    "text": (sounds.TEXT, 415, "not-audio"),
    "a web page": (sounds.HTML, 415, "not-audio"),
    "random bytes": (sounds.random_bytes(), 415, "not-audio"),
    "a picture": (sounds.png(), 415, "no-audio-stream"),
    "a silent film": (sounds.video(1), 415, "no-audio-stream"),
    "half a film": (sounds.truncated(sounds.video(2, sounds.tone(2))), 415, "not-audio"),
    "a playlist": (sounds.hls_playlist(ELSEWHERE), 415, "not-audio"),
    "a list of files": (sounds.concat_script(ELSEWHERE), 415, "not-audio"),
    "a manifest": (sounds.dash_manifest(ELSEWHERE), 415, "not-audio"),
    "an invitation": (sounds.session_description(), 415, "not-audio"),
    "too long a recording": (
        sounds.encoded("flac", sounds.silence(11)),
        413,
        "recording-too-long",
    ),
}


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(decoder=PyavAudioDecoder(tmp_path, longest_seconds=10))


@pytest.mark.parametrize("name", ["recording.wav", "film.mp4", "recording"])
@pytest.mark.parametrize("kind", UNUSABLE)
async def test_it_is_a_problem_that_says_what_to_do_and_leaves_nothing(
    client: AsyncClient, service: Service, tmp_path: Path, kind: str, name: str
) -> None:
    content, status, code = UNUSABLE[kind]
    answer = await client.post("/api/audio", files={"file": (name, content)})
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"urn:hexavox:problem:{code}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["detail"]
    assert problem["advice"]
    assert str(tmp_path) not in answer.text
    assert service.kept_clips == 0
    assert await kept_contents(service) == set()
