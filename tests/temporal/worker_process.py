"""A worker as a process of its own."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.server.hexavox import environment
from tests.server.patience import PATIENCE

_ROOT: Final = Path(__file__).resolve().parents[2]
_HEXAVOX: Final = (str(Path(sys.executable).parent / "hexavox"), "worker")
GATED: Final = (sys.executable, "-m", "tests.temporal.gated_worker")


@dataclass(frozen=True, slots=True)
class WorkerProcess:
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """As a power cut does."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def stop(self) -> int:
        """As a supervisor does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


@contextmanager
def a_worker(
    folder: Path, command: tuple[str, ...] = _HEXAVOX, **settings: str
) -> Iterator[WorkerProcess]:
    """One that may not have begun yet, and is gone afterwards; its log is in the folder."""
    log = folder / f"worker-{len(list(folder.glob('worker-*')))}.log"
    with log.open("wb") as told:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            cwd=folder,
            env=environment(PYTHONPATH=str(_ROOT), **settings),
            stdin=subprocess.DEVNULL,
            stderr=told,
        )
    worker = WorkerProcess(process)
    try:
        yield worker
    finally:
        worker.kill()
