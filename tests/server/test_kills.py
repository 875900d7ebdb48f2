"""What becomes of a job whose server is killed, in whichever stage it is."""

import asyncio
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from pathlib import Path
from threading import Event
from typing import Any, Final

import httpx
import pytest

from domain.transcription_job import Stage
from tests.databases.postgresql_server import PostgresqlServer
from tests.databases.sql_databases import SqlDatabases
from tests.fakes.sounds import tone, wav_bytes
from tests.server.gated import DEADLY, GATE, MARKER, OPENED
from tests.server.hexavox import RunningServer, serving
from tests.server.patience import PATIENCE, until
from tests.server.recording_site import ALLOWED, serving_recording
from tests.server.requests import uploaded

_ROOT: Final = Path(__file__).resolve().parents[2]
_KEPT_BEFORE: Final = {
    Stage.FETCH: set[str](),
    Stage.DECODE: set[str](),
    Stage.DETECT_SPEECH: {"decode", "diarize"},
    Stage.TRANSCRIBE: {"decode", "detect_speech", "diarize"},
    Stage.ALIGN_WORDS: {"decode", "detect_speech", "transcribe", "diarize"},
    Stage.DIARIZE: {"decode", "detect_speech", "transcribe", "align_words"},
    Stage.IDENTIFY_SPEAKERS: {"decode", "detect_speech", "transcribe", "align_words", "diarize"},
    Stage.ASSIGN_SPEAKERS: {"decode", "detect_speech", "transcribe", "align_words", "diarize"},
}
"""Which stages have been finished when a job stands at the gate of one, the others going on."""


@contextmanager
def gated(data: Path, **more: str) -> Iterator[RunningServer]:
    settings = {"DATA_DIR": str(data), "PYTHONPATH": str(_ROOT), "DEVICE": "cpu", **more}
    with serving(data, (sys.executable, "-m", "tests.server.gated"), **settings) as server:
        yield server


def asked_for(client: httpx.Client, clip_id: str, **wishes: str) -> str:
    """The job's URL."""
    query = {"clip_id": clip_id, "wait": "false", **wishes}
    answer = client.post("/api/transcribe", params=query)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["url"])


def begun(client: httpx.Client, stage: Stage) -> AbstractContextManager[str]:
    """The URL of a job that goes through that stage, for as long as its recording can be had."""
    if stage is Stage.FETCH:
        return fetched_from_elsewhere(client)
    clip_id = uploaded(client, "talk.wav", wav_bytes(tone(2.0)))
    wishes = {"identify": "true"} if stage is Stage.IDENTIFY_SPEAKERS else {}
    return nullcontext(asked_for(client, clip_id, **wishes))


@contextmanager
def fetched_from_elsewhere(client: httpx.Client) -> Iterator[str]:
    with serving_recording(wav_bytes(tone(2.0))) as recording:
        asked = {"input": {"audio_file": recording, "diarization": True}}
        answer = client.post("/run", json=asked)
        assert answer.json()["status"] == "IN_QUEUE", answer.text
        yield f"/api/jobs/{answer.json()['id']}"


def ended(client: httpx.Client, url: str) -> dict[str, Any]:
    until(lambda: client.get(url).json()["finished_at"] is not None)
    return client.get(url).json()  # type: ignore[no-any-return]


def rows(data: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / "hexavox.db", timeout=PATIENCE)) as database:
        return database.execute(query).fetchall()


def finished_stages(data: Path) -> Counter[str]:
    told = rows(data, "SELECT stage FROM job_events WHERE what = 'stage_finished'")
    return Counter(stage for (stage,) in told)


@pytest.mark.parametrize("stage", list(Stage))
def test_killed_in_any_stage_a_job_ends_once_and_goes_on_where_it_was(
    tmp_path: Path, stage: Stage
) -> None:
    settings = {GATE: stage.value, **ALLOWED}
    with ExitStack() as elsewhere:
        with gated(tmp_path, **settings) as first, first.client() as client:
            subscribed = client.post("/api/webhooks", json={"url": "http://127.0.0.1:9/"})
            assert subscribed.status_code == 201, subscribed.text
            url = elsewhere.enter_context(begun(client, stage))
            until((tmp_path / MARKER).exists)
            until(lambda: set(finished_stages(tmp_path)) >= _KEPT_BEFORE[stage])
            first.kill()
        with gated(tmp_path, **settings) as second, second.client() as client:
            job = ended(client, url)
            assert client.get(job["transcript_url"]).json()["text"]
    assert not any(server.says("secret") for server in (first, second))
    assert job["status"] == "succeeded"
    assert [each["outcome"] for each in job["attempts"]] == ["runner_lost", "succeeded"]
    computed_again = {stage for stage, times in finished_stages(tmp_path).items() if times > 1}
    assert computed_again <= {"decode"}
    assert rows(tmp_path, "SELECT count(*) FROM transcripts") == [(1,)]
    assert rows(tmp_path, "SELECT source_url FROM jobs") == [(None,)]
    assert rows(tmp_path, "SELECT event FROM webhook_deliveries") == [("job.succeeded",)]


def test_a_job_that_kills_its_server_three_times_is_set_aside_and_takes_no_other_with_it(
    tmp_path: Path,
) -> None:
    urls: dict[str, str] = {}
    jobs: dict[str, Any] = {}
    for _ in range(4):
        with gated(tmp_path, **{DEADLY: "de"}) as server, server.client() as client:
            if not urls:
                clip_id = uploaded(client, "talk.wav", wav_bytes(tone(2.0)))
                urls = {"innocent": asked_for(client, clip_id, language="en")}
                urls["deadly"] = asked_for(client, clip_id, language="de")
            try:
                jobs = {name: ended(client, url) for name, url in urls.items()}
            except httpx.TransportError:
                server.process.wait(PATIENCE)
    assert jobs["innocent"]["status"] == "succeeded"
    assert jobs["deadly"]["status"] == "failed"
    assert jobs["deadly"]["failure"]["code"] == "transcription-abandoned"
    outcomes = [each["outcome"] for each in jobs["deadly"]["attempts"]]
    assert outcomes == ["runner_lost", "runner_lost", "failed"]


def test_a_database_that_is_locked_for_ten_seconds_costs_nothing(tmp_path: Path) -> None:
    with gated(tmp_path) as server, server.client() as client:
        clip_id = uploaded(client, "talk.wav", wav_bytes(tone(2.0)))
        url = asked_for(client, clip_id)
        with closing(sqlite3.connect(tmp_path / "hexavox.db", timeout=PATIENCE)) as database:
            database.execute("BEGIN EXCLUSIVE")
            with pytest.raises(httpx.ReadTimeout):
                client.get(url, timeout=10)
            assert client.get("/health").status_code == 200
            database.rollback()
        assert ended(client, url)["status"] == "succeeded"


async def test_a_database_that_is_gone_for_ten_seconds_costs_no_job(
    tmp_path: Path, postgresql: PostgresqlServer, postgresql_databases: SqlDatabases
) -> None:
    async with postgresql_databases.migrated() as url:
        await asyncio.to_thread(lose_the_database_in_a_stage, tmp_path, url, postgresql)


def lose_the_database_in_a_stage(data: Path, url: str, postgresql: PostgresqlServer) -> None:
    settings = {GATE: Stage.TRANSCRIBE.value, "DATABASE_URL": url}
    with gated(data, **settings) as server, server.client() as client:
        job = asked_for(client, uploaded(client, "talk.wav", wav_bytes(tone(2.0))))
        until((data / MARKER).exists)
        with postgresql.away():
            (data / OPENED).touch()
            Event().wait(10)
            refused = client.get(job)
            assert (refused.status_code, refused.json()["title"]) == (503, "Database unavailable")
            assert int(refused.headers["retry-after"]) > 0
            assert client.get("/health").status_code == 200
        until(lambda: client.get(job).status_code == 200)
        done = ended(client, job)
        assert done["status"] == "succeeded"
        assert [each["outcome"] for each in done["attempts"]] == ["succeeded"]
