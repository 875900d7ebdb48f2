"""`hexavox worker` beside a server that runs no jobs, with the queue in the database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from domain.transcription_job import Stage
from tests.fakes.sounds import tone, wav_bytes
from tests.server.gated import GATE, MARKER
from tests.server.hexavox import run, serving
from tests.server.patience import PATIENCE, until
from tests.server.requests import uploaded
from tests.temporal.worker_process import GATED, a_worker


@dataclass(frozen=True, slots=True)
class Site:
    data: Path
    client: httpx.Client
    settings: dict[str, str]

    def job(self) -> tuple[str, int, int]:
        """Its status, attempts and losses."""
        with closing(sqlite3.connect(self.data / "hexavox.db", timeout=PATIENCE)) as database:
            row: tuple[str, int, int] = database.execute(
                "SELECT status, attempts, times_lost FROM jobs"
            ).fetchone()
            return row


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    settings = {"DATA_DIR": str(tmp_path), "DEVICE": "cpu"}
    with (
        serving(tmp_path, SERVER_RUNS_JOBS="0", **settings) as server,
        server.client() as client,
    ):
        clip_id = uploaded(client, "talk.wav", wav_bytes(tone(2.0)))
        query = {"clip_id": clip_id, "wait": "false"}
        assert client.post("/api/transcribe", params=query).status_code == 202
        yield Site(tmp_path, client, settings)


def test_workers_run_what_the_server_queues_and_take_over_from_each_other(site: Site) -> None:
    gate = {GATE: Stage.TRANSCRIBE.value}
    with a_worker(site.data, GATED, **site.settings, **gate) as first:
        until((site.data / MARKER).exists)
        first.kill()
    assert site.job() == ("running", 1, 0)
    with a_worker(site.data, GATED, **site.settings, **gate) as second:
        until(lambda: site.job() == ("succeeded", 2, 1))
        assert second.stop() == 0


def test_a_worker_that_is_told_to_stop_puts_its_job_back(site: Site) -> None:
    gate = {GATE: Stage.TRANSCRIBE.value}
    with a_worker(site.data, GATED, **site.settings, **gate) as worker:
        until((site.data / MARKER).exists)
        assert worker.stop() == 0
    assert site.job() == ("queued", 0, 0)


def test_what_a_worker_takes_is_chosen_with_temporal_only(tmp_path: Path) -> None:
    done = run("worker", "--takes", "gpu", folder=tmp_path, settings={"DATA_DIR": str(tmp_path)})
    assert done.returncode == 2
    assert "--takes needs JOB_ENGINE=temporal" in done.stderr
