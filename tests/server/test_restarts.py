"""What becomes of work and files when the server is cut off and started again."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.server.hexavox import RunningServer, serving
from tests.server.patience import PATIENCE, until
from tests.server.requests import kept_files, transcribed, uploaded_file

DAY: Final = 24 * 3600


@dataclass(frozen=True, slots=True)
class PowerCut:
    """A server without diarizer that was killed at work, and the one that was started then."""

    data: Path
    interrupted: str
    """The clip that was being transcribed."""
    lost: str
    """A clip whose file disappeared meanwhile."""
    server: RunningServer


@pytest.fixture(scope="module")
def power_cut(
    tmp_path_factory: pytest.TempPathFactory,
    weights_cache: Path,
    base_weights: Path,
    tiny_weights: Path,
    sample_speech: Path,
) -> Iterator[PowerCut]:
    data = tmp_path_factory.mktemp("data")
    settings = {"DATA_DIR": str(data), "CACHE_DIR": str(weights_cache), "DIARIZER": "none"}
    with serving(data, **settings) as first, first.client() as client:
        lost = uploaded_file(client, sample_speech / "beckett.wav")
        lost_file = client.get(f"/api/audio/{lost}").json()["content_hash"]
        interrupted = uploaded_file(client, sample_speech / "two_cities.wav")
        kill_at_work(first, interrupted)
    (data / "clips" / lost_file[:2] / lost_file).unlink()
    leave_rubbish(data / "clips")
    with serving(data, **settings) as second:
        yield PowerCut(data, interrupted, lost, second)


def kill_at_work(server: RunningServer, clip_id: str) -> None:
    with ThreadPoolExecutor(1) as threads, server.client() as client:
        asking = threads.submit(transcribed, server, {"clip_id": clip_id})
        until(lambda: client.get("/health").json()["loaded_models"] == ["whisper base"])
        server.kill()
        assert isinstance(asking.exception(PATIENCE), httpx.TransportError)


def leave_rubbish(clips: Path) -> None:
    """Bytes that belong to no clip, and an upload that a crash broke off the day before."""
    stray = clips / "ab" / ("ab" * 32)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"RIFF")
    part = clips / ".staging" / "broken-off.part"
    part.write_bytes(b"RIFF")
    for left in (stray, part):
        os.utime(left, (time.time() - DAY,) * 2)


@pytest.fixture(scope="module")
def client(power_cut: PowerCut) -> Iterator[httpx.Client]:
    with power_cut.server.client() as client:
        yield client


def test_a_job_that_was_cut_off_is_finished_without_being_asked_for(
    power_cut: PowerCut, client: httpx.Client
) -> None:
    path = f"/api/transcription/{power_cut.interrupted}"
    until(lambda: client.get(path).status_code == 200)
    assert "the best of times" in client.get(path).json()["text"]


def test_without_a_diarizer_there_is_a_transcript_with_a_warning(
    power_cut: PowerCut, client: httpx.Client
) -> None:
    answer = client.post("/api/transcribe", params={"clip_id": power_cut.interrupted})
    assert answer.status_code == 200
    assert answer.json()["speakers"] == []
    assert "DIARIZER=none" in answer.json()["warnings"][0]
    assert not client.get("/health").json()["stages"]["diarize"]["can_run"]


def test_clips_and_files_agree_again(power_cut: PowerCut, client: httpx.Client) -> None:
    assert client.get(f"/api/audio/{power_cut.lost}").status_code == 404
    (clip,) = client.get("/api/audio").json()["items"]
    assert clip["clip_id"] == power_cut.interrupted
    assert kept_files(power_cut.data) == [clip["content_hash"]]
