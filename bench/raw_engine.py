"""The engine without a service, as the yardstick for speed."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

PROGRAM: Final = "bench.processes.raw_whisper"
BATCH: Final = 8


class RawEngineFailedError(Exception):
    """The yardstick itself broke; without it there is nothing to compare with."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How cores are shared out: so many files at a time, with so many threads each."""

    workers: int
    threads: int

    def __str__(self) -> str:
        return f"{self.workers} at a time x {self.threads} threads"


@dataclass(frozen=True, slots=True)
class RawHearing:
    text: str
    seconds: float
    """How long this file took, from opening it."""


@dataclass(frozen=True, slots=True)
class RawRun:
    seconds: float
    """How long all of them took together."""
    heard: tuple[RawHearing, ...]
    """In the order of the files."""


class RawEngine:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def transcribe(self, paths: Sequence[Path], *, words: bool) -> RawRun:
        """Of all files, as many at a time as its layout says. Raises RawEngineFailedError."""
        request = {
            "paths": [str(path) for path in paths],
            "words": words,
            "batch": BATCH,
            "language": None,
        }
        answer = self._ask(request)
        heard = (RawHearing(one["text"], one["seconds"]) for one in answer["files"])
        return RawRun(answer["seconds"], tuple(heard))

    def wait_until_ready(self) -> None:
        self._read()

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        if self._process.stdin is not None:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RawEngineFailedError("the engine without a service ended; see its output above")
        answer: dict[str, Any] = json.loads(line)
        return answer


def layouts_for(cores: int) -> tuple[Layout, ...]:
    """The ways to share out the cores that are worth trying."""
    workers = [count for count in (1, 2, 4, 8) if count <= cores]
    if cores <= 8 and cores not in workers:
        workers.append(cores)
    return tuple(Layout(count, max(1, cores // count)) for count in workers)


@contextmanager
def raw_engine(model: Path, layout: Layout) -> Iterator[RawEngine]:
    """Loaded and idle. Raises RawEngineFailedError."""
    command = [sys.executable, "-m", PROGRAM, "--model", str(model)]
    command += ["--workers", str(layout.workers), "--threads", str(layout.threads)]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        engine = RawEngine(process)
        try:
            engine.wait_until_ready()
            yield engine
        finally:
            process.terminate()
