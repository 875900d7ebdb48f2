"""Reading along, over a real socket, with a job that is run by other processes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes.sounds import tone, wav_bytes
from tests.server.gated import GATE, HEARD
from tests.server.hexavox import serving
from tests.server.patience import until
from tests.server.requests import uploaded
from tests.temporal.worker_process import GATED, a_worker


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    settings = {"DATA_DIR": str(tmp_path), "DEVICE": "cpu", "SERVER_RUNS_JOBS": "0"}
    with serving(tmp_path, **settings) as server, server.client() as client:
        yield client


def text_in(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for line in lines:
        ((name, says),) = json.loads(line).items()
        if name != "heartbeat":
            yield name, says


def test_text_is_read_while_it_is_heard_and_once_though_its_worker_is_killed(
    client: httpx.Client, tmp_path: Path
) -> None:
    query = {"clip_id": uploaded(client, "talk.wav", wav_bytes(tone(2.0))), "diarize": "false"}
    worker = {"DATA_DIR": str(tmp_path), "DEVICE": "cpu", GATE: HEARD}
    with client.stream("POST", "/api/transcribe/stream", params=query) as answer:
        lines = text_in(answer.iter_lines())
        with a_worker(tmp_path, GATED, **worker) as first:
            name, says = next(lines)
            assert (name, says["text"]) == ("segment", "Hello there.")
            first.kill()
        with a_worker(tmp_path, GATED, **worker):
            rest = [(name, says.get("text")) for name, says in lines]
    assert rest == [("segment", "General Kenobi."), ("done", None)]


def test_a_client_who_hangs_up_cancels_the_job(client: httpx.Client) -> None:
    query = {"clip_id": uploaded(client, "talk.wav", wav_bytes(tone(2.0)))}
    with client.stream("POST", "/api/transcribe/stream", params=query) as answer:
        assert "heartbeat" in json.loads(next(answer.iter_lines()))
    until(lambda: client.get("/api/jobs").json()["items"][0]["status"] == "cancelled")
