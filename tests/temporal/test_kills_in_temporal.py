"""What becomes of jobs whose worker is killed, in whichever stage they are."""

import signal
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from domain.transcription_job import Stage
from tests.fakes.sounds import tone, wav_bytes
from tests.server.gated import DEADLY, GATE, MARKER
from tests.server.hexavox import serving
from tests.server.patience import PATIENCE, until
from tests.server.recording_site import ALLOWED, serving_recording
from tests.server.requests import uploaded
from tests.temporal.dev_server import DevServer
from tests.temporal.gated_worker import STUCK, STUCK_IN, Traps
from tests.temporal.worker_process import GATED, WorkerProcess, a_worker


@dataclass(frozen=True, slots=True)
class Site:
    """A server that runs no jobs itself, and what it shares with its workers."""

    data: Path
    client: httpx.Client
    settings: dict[str, str]

    def worker(self, **more: str) -> AbstractContextManager[WorkerProcess]:
        return a_worker(self.data, GATED, **self.settings, **more)

    def asked(self, *, seconds: float, **wishes: str) -> str:
        """The id of a new job."""
        clip_id = uploaded(self.client, "talk.wav", wav_bytes(tone(seconds)))
        query = {"clip_id": clip_id, "wait": "false", "force": "true", **wishes}
        answer = self.client.post("/api/transcribe", params=query)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["url"])

    def asked_to_fetch(self, recording: str) -> str:
        answer = self.client.post(
            "/run", json={"input": {"audio_file": recording, "diarization": True}}
        )
        assert answer.json()["status"] == "IN_QUEUE", answer.text
        return f"/api/jobs/{answer.json()['id']}"

    def ended(self, url: str) -> dict[str, Any]:
        until(lambda: self.client.get(url).json()["finished_at"] is not None)
        return self.client.get(url).json()  # type: ignore[no-any-return]

    def assert_done_once(self, url: str, *, fetched: bool = False) -> None:
        """After one loss, and with no stage computed twice."""
        job = self.ended(url)
        not_done = set[Stage]() if fetched else {Stage.FETCH}
        assert job["status"] == "succeeded"
        outcomes = [attempt["outcome"] for attempt in job["attempts"]]
        assert outcomes == ["runner_lost", "succeeded"]
        job_id = url.rpartition("/")[2]
        finished = "SELECT stage FROM job_events WHERE what = 'stage_finished' AND job_id = ?"
        stages = Counter(stage for (stage,) in self._rows(finished, job_id))
        assert stages == Counter(
            set(Stage) - {Stage.ASSIGN_SPEAKERS, Stage.IDENTIFY_SPEAKERS} - not_done
        )
        transcripts = "SELECT count(*) FROM transcripts WHERE job_id = ?"
        assert self._rows(transcripts, job_id) == [(1,)]
        events = "SELECT event FROM webhook_deliveries WHERE job_id = ?"
        assert self._rows(events, job_id) == [("job.succeeded",)]

    def _rows(self, query: str, job_id: str) -> list[tuple[Any, ...]]:
        key = (job_id.replace("-", ""),)
        with closing(sqlite3.connect(self.data / "hexavox.db", timeout=PATIENCE)) as database:
            return database.execute(query, key).fetchall()


@pytest.fixture
def site(temporal: DevServer, tmp_path: Path) -> Iterator[Site]:
    settings = {
        "DATA_DIR": str(tmp_path),
        "DEVICE": "cpu",
        "JOB_ENGINE": "temporal",
        "JOB_CONCURRENCY": "16",
        "TEMPORAL_SERVER_URL": temporal.address,
        "TEMPORAL_TASK_QUEUE": f"test-{uuid4()}",
        "TEMPORAL_HEARTBEAT_TIMEOUT": "2",
        **ALLOWED,
    }
    with (
        serving(tmp_path, SERVER_RUNS_JOBS="0", **settings) as server,
        server.client() as client,
    ):
        subscribed = client.post("/api/webhooks", json={"url": "http://127.0.0.1:9/"})
        assert subscribed.status_code == 201, subscribed.text
        yield Site(tmp_path, client, settings)


def test_another_worker_takes_over_in_any_stage_and_each_job_ends_once(site: Site) -> None:
    marker = site.data / MARKER
    marker.touch()
    stuck = {Stage.FETCH, *STUCK_IN}
    with serving_recording(wav_bytes(tone(7.0))) as recording:
        with site.worker(**{STUCK: "1"}) as first:
            urls = [site.asked(seconds=seconds) for seconds in STUCK_IN.values()]
            fetching = site.asked_to_fetch(recording)
            until(lambda: all(Traps(site.data).reached(stage).exists() for stage in stuck))
            first.kill()
        with site.worker(**{GATE: Stage.ASSIGN_SPEAKERS.value}) as second:
            site.assert_done_once(fetching, fetched=True)
            for url in urls:
                site.assert_done_once(url)
            marker.unlink()
            last = site.asked(seconds=6.0)
            until(marker.exists)
            second.kill()
    with site.worker() as third:
        site.assert_done_once(last)
        assert third.stop() == 0


def test_a_job_that_kills_three_workers_is_set_aside_and_takes_no_other_with_it(
    site: Site,
) -> None:
    innocent = site.asked(seconds=2.0, language="en")
    url = site.asked(seconds=1.0, language="de")
    with ExitStack() as stack:
        deadly = [stack.enter_context(site.worker(**{DEADLY: "de"})) for _ in range(3)]
        assert [worker.process.wait(PATIENCE) for worker in deadly] == [-signal.SIGKILL] * 3
    with site.worker():
        job = site.ended(url)
        assert site.ended(innocent)["status"] == "succeeded"
    assert (job["status"], job["failure"]["code"]) == ("failed", "transcription-abandoned")
    outcomes = [attempt["outcome"] for attempt in job["attempts"]]
    assert outcomes == ["runner_lost", "runner_lost", "failed"]
