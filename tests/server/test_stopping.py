"""What a server does that is told to stop while it is at work."""

import signal
import socket
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.server.hexavox import RunningServer, serving
from tests.server.patience import PATIENCE, until
from tests.server.requests import transcribed, uploaded_file


@dataclass(frozen=True, slots=True)
class AtWork:
    """A server that is loading its models, which takes it longer than anybody wants to wait."""

    server: RunningServer
    data: Path
    answer: "Future[httpx.Response]"
    """For the client that waits for a transcript."""

    def ended(self) -> int:
        """The exit code, once it has ended."""
        return self.server.process.wait(PATIENCE)

    def jobs(self) -> list[tuple[str, int]]:
        """How they are recorded, with their attempts."""
        with closing(sqlite3.connect(self.data / "hexavox.db")) as database:
            return database.execute("SELECT status, attempts FROM jobs").fetchall()


@pytest.fixture
def at_work(
    tmp_path: Path,
    weights_cache: Path,
    base_weights: Path,
    speaker_weights: Path,
    sample_speech: Path,
) -> Iterator[AtWork]:
    with (
        ThreadPoolExecutor(1) as threads,
        serving(tmp_path, DATA_DIR=str(tmp_path), CACHE_DIR=str(weights_cache)) as server,
    ):
        with server.client() as client:
            clip_id = uploaded_file(client, sample_speech / "sample.wav")
        answer = threads.submit(transcribed, server, {"clip_id": clip_id})
        until(lambda: server.says("loading base"))
        yield AtWork(server, tmp_path, answer)


@contextmanager
def an_upload_that_never_ends(server: RunningServer) -> Iterator[None]:
    address = httpx.URL(server.url)
    assert address.port is not None
    with socket.create_connection((address.host, address.port), PATIENCE) as connection:
        connection.sendall(
            b"POST /api/audio HTTP/1.1\r\nHost: hexavox\r\nContent-Length: 1000\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\nExpect: 100-continue\r\n\r\n"
        )
        assert connection.recv(1000).startswith(b"HTTP/1.1 100 ")
        yield


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_who_waits_is_answered_and_the_job_is_kept_as_if_it_had_not_begun(
    at_work: AtWork, told: signal.Signals
) -> None:
    at_work.server.tell(told)
    answer = at_work.answer.result(PATIENCE)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "urn:hexavox:problem:service-stopping"
    assert "ask for the transcript then" in problem["advice"]
    assert at_work.ended() == 0
    assert at_work.jobs() == [("queued", 0)]


def test_it_ends_without_waiting_for_threads_that_load_a_model(at_work: AtWork) -> None:
    at_work.server.tell(signal.SIGTERM)
    assert at_work.ended() == 0
    until(lambda: at_work.server.says("Finished server process"))
    assert "Finished server process" in at_work.server.log[-1]


def test_pressed_twice_ctrl_c_waits_for_no_upload_and_loses_no_job(at_work: AtWork) -> None:
    server = at_work.server
    with an_upload_that_never_ends(server):
        server.tell(signal.SIGINT)
        until(lambda: server.says("Waiting for connections to close"))
        server.tell(signal.SIGINT)
        assert at_work.ended() == 0
    assert at_work.answer.result(PATIENCE).status_code == 503
    assert at_work.jobs() == [("queued", 0)]
    assert not server.says("Traceback")
