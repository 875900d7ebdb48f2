"""The server on a real socket, with real weights: the whole job, from upload to deletion."""

import wave
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any, Final, TypeAlias

import httpx
import pytest

from application.formats.registry import TranscriptFormat
from tests.server.hexavox import RunningServer, serving
from tests.server.requests import Parameters, kept_files, transcribed, uploaded, uploaded_file

Body: TypeAlias = dict[str, Any]

BEGINNING_OF: Final = {
    TranscriptFormat.JSON: '{"segments":',
    TranscriptFormat.TEXT: "[SPEAKER_0",
    TranscriptFormat.SRT: "1\n00:00:0",
    TranscriptFormat.VTT: "WEBVTT\n",
    TranscriptFormat.TSV: "start\tend\t",
    TranscriptFormat.TSV_SECONDS: "start\tend\ttext\tspeaker\n",
    TranscriptFormat.VERBOSE_JSON: '{\n  "task": "transcribe"',
    TranscriptFormat.RTTM: "SPEAKER recording 1 ",
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def server(
    data: Path, weights_cache: Path, base_weights: Path, tiny_weights: Path, speaker_weights: Path
) -> Iterator[RunningServer]:
    with serving(data, DATA_DIR=str(data), CACHE_DIR=str(weights_cache)) as server:
        yield server


@pytest.fixture(scope="module")
def client(server: RunningServer) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


@pytest.fixture(scope="module")
def call(sample_speech: Path) -> Path:
    """Two people on the telephone."""
    return sample_speech / "sample.wav"


@pytest.fixture(scope="module")
def clip_id(client: httpx.Client, call: Path) -> str:
    return uploaded_file(client, call)


@pytest.fixture(scope="module")
def transcript(client: httpx.Client, clip_id: str) -> Body:
    answer = client.post("/api/transcribe", params={"clip_id": clip_id, "word_timestamps": True})
    assert answer.status_code == 200, answer.text
    body: Body = answer.json()
    return body


def test_two_people_are_told_apart(transcript: Body) -> None:
    labels = [share["speaker"] for share in transcript["speakers"]]
    assert sorted(labels) == ["SPEAKER_00", "SPEAKER_01"]
    assert {segment["speaker"] for segment in transcript["segments"]} == {
        "SPEAKER_00",
        "SPEAKER_01",
    }
    assert transcript["warnings"] == []


def test_what_they_say_is_written_down(transcript: Body) -> None:
    assert all(words in transcript["text"] for words in ("Diane", "New Jersey", "Chicago"))
    assert (transcript["language"], transcript["model"]) == ("en", "base")
    assert transcript["duration"] == pytest.approx(30)


def test_words_have_times_within_their_segments(transcript: Body) -> None:
    for segment in transcript["segments"]:
        for word in segment["words"]:
            assert segment["start"] <= word["start"] <= word["end"] <= segment["end"]


@pytest.mark.parametrize("form", TranscriptFormat)
def test_the_transcript_can_be_had_in_every_form(
    client: httpx.Client, clip_id: str, transcript: Body, form: TranscriptFormat
) -> None:
    answer = client.get(f"/api/transcription/{clip_id}", params={"format": form})
    assert answer.status_code == 200
    assert answer.text.startswith(BEGINNING_OF[form])
    assert form is TranscriptFormat.RTTM or "Chicago" in answer.text


def test_the_same_request_again_is_answered_from_what_is_kept(
    client: httpx.Client, clip_id: str, transcript: Body
) -> None:
    again = client.post("/api/transcribe", params={"clip_id": clip_id, "word_timestamps": True})
    assert again.json() == transcript


def test_whoever_is_enrolled_is_called_by_name(client: httpx.Client, call: Path) -> None:
    sample = {"samples": ("she.wav", _part(call, 22.0, 28.0))}
    enrolled = client.post("/api/speakers", data={"name": "Ada"}, files=sample)
    assert (enrolled.status_code, enrolled.json()["samples"]) == (201, 1)
    again = {"samples": ("she-again.wav", _part(call, 14.8, 17.9))}
    compared = client.post("/api/speakers/verify", files=[*sample.items(), *again.items()])
    assert compared.json()["same"]
    clip_id = uploaded(client, "both.wav", _part(call, 10.6, 17.9))
    wanted: Parameters = {"clip_id": clip_id, "model": "tiny.en", "num_speakers": "2"}
    answer = client.post(
        "/api/transcribe", params={**wanted, "identify": True, "speaker_embeddings": True}
    )
    body = answer.json()
    first, last = (segment["speaker"] for segment in (body["segments"][0], body["segments"][-1]))
    assert (first.startswith("SPEAKER_"), last) == (True, "Ada")
    assert body["speaker_embeddings"].keys() == {first, "Ada"}


def _part(source: Path, start: float, end: float) -> bytes:
    """Seconds of a WAV file, as another."""
    with wave.open(str(source)) as whole:
        rate = whole.getframerate()
        whole.setpos(round(start * rate))
        frames = whole.readframes(round((end - start) * rate))
        written = BytesIO()
        with wave.open(written, "wb") as part:
            part.setparams(whole.getparams())
            part.writeframes(frames)
    return written.getvalue()


def test_requests_at_once_for_the_same_share_the_work(server: RunningServer, clip_id: str) -> None:
    wanted: Parameters = {"clip_id": clip_id, "model": "tiny.en", "diarize": False}
    with ThreadPoolExecutor(4) as threads:
        asking = [threads.submit(transcribed, server, wanted) for _ in range(4)]
        assert len({each.result().json()["job_id"] for each in asking}) == 1


def test_health_names_what_is_loaded_and_what_each_stage_runs(
    client: httpx.Client, transcript: Body
) -> None:
    health = client.get("/health").json()
    assert health["status"] == "healthy"
    assert {"whisper base", "speakers embedded"} <= set(health["loaded_models"])
    assert health["stages"]["transcribe"]["engine"] == "faster-whisper"
    assert health["stages"]["diarize"]["model"] == "embedded"
    assert all(stage["can_run"] for stage in health["stages"].values())


def test_a_part_of_a_recording_can_be_asked_for(
    client: httpx.Client, clip_id: str, call: Path
) -> None:
    answer = client.get(f"/api/audio/{clip_id}/content", headers={"range": "bytes=1000-2999"})
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes 1000-2999/{call.stat().st_size}"
    assert answer.content == call.read_bytes()[1000:3000]


def test_the_size_of_a_recording_can_be_asked_for_without_its_bytes(
    client: httpx.Client, clip_id: str, call: Path
) -> None:
    answer = client.head(f"/api/audio/{clip_id}/content")
    assert answer.status_code == 200
    assert answer.headers["content-length"] == str(call.stat().st_size)
    assert client.head("/health").status_code == 200


def test_the_same_bytes_are_kept_once(
    client: httpx.Client, data: Path, clip_id: str, call: Path
) -> None:
    before = kept_files(data)
    assert uploaded_file(client, call) == clip_id
    assert kept_files(data) == before
    clip = client.get(f"/api/audio/{clip_id}").json()
    assert before.count(clip["content_hash"]) == 1


def test_a_clip_that_is_deleted_is_gone_with_all_that_belongs_to_it(
    client: httpx.Client, data: Path, sample_speech: Path
) -> None:
    clip_id = uploaded_file(client, sample_speech / "beckett.wav")
    content_hash = client.get(f"/api/audio/{clip_id}").json()["content_hash"]
    wanted: Parameters = {"clip_id": clip_id, "model": "tiny.en", "diarize": False}
    assert client.post("/api/transcribe", params=wanted).json()["model"] == "tiny.en"
    assert client.delete(f"/api/audio/{clip_id}").status_code == 200
    gone = (
        f"/api/audio/{clip_id}",
        f"/api/audio/{clip_id}/content",
        f"/api/transcription/{clip_id}",
    )
    assert [client.get(path).status_code for path in gone] == [404] * len(gone)
    assert client.post("/api/transcribe", params=wanted).status_code == 404
    assert content_hash not in kept_files(data)


def test_what_is_no_sound_is_a_problem_that_says_what_to_do(client: httpx.Client) -> None:
    answer = client.post("/api/audio", files={"file": ("notes.mp3", b"Minutes of the meeting.")})
    assert answer.status_code == 415
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:hexavox:problem:not-audio"
    assert answer.json()["advice"]


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json"])
def test_it_explains_itself(client: httpx.Client, path: str) -> None:
    assert client.get(path, follow_redirects=True).status_code == 200
