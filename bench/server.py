"""A real server, started for a bench on a free port with a data folder of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import httpx

START_LIMIT: Final = 120.0
STOP_LIMIT: Final = 30.0
OWN_PLACES: Final = ("DB_URL", "DATABASE_URL", "AUDIO_STORAGE_PATH", "SCRATCH_DIR", "DATA_DIR")
"""Settings that would lead a bench to somebody's recordings."""
AS_INHERITED: Final[Mapping[str, str]] = MappingProxyType({})


class ServerFailedError(Exception):
    """The server did not start, or died; the text holds the end of its log."""


@dataclass(frozen=True, slots=True)
class RunningServer:
    url: str
    process_id: int
    data_dir: Path
    log: Path

    def log_tail(self, lines: int = 15) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


@contextmanager
def running_server(
    folder: Path, cache_dir: Path, settings: Mapping[str, str] = AS_INHERITED
) -> Iterator[RunningServer]:
    """`hexavox serve` with an empty data folder inside `folder` and the weights of `cache_dir`;
    stopped at the end. `settings` are environment variables. Raises ServerFailedError."""
    data_dir, log, port = folder / "data", folder / "server.log", _free_port()
    data_dir.mkdir(parents=True)
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [str(Path(sys.executable).parent / "hexavox"), "serve"],
            cwd=folder,  # where there is no .env
            env=_environment(data_dir, cache_dir, port) | dict(settings),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = RunningServer(f"http://127.0.0.1:{port}", process.pid, data_dir, log)
    try:
        _wait_until_up(server, process)
        yield server
    finally:
        _stop(process)


def _environment(data_dir: Path, cache_dir: Path, port: int) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in OWN_PLACES}
    return inherited | {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATA_DIR": str(data_dir),
        "CACHE_DIR": str(cache_dir),
    }


def _wait_until_up(server: RunningServer, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerFailedError(f"the server ended at once:\n{server.log_tail()}")
        try:
            if httpx.get(f"{server.url}/health", timeout=5).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise ServerFailedError(f"no /health within {START_LIMIT:.0f} s:\n{server.log_tail()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
