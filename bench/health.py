"""How quickly a busy server says that it is well."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Final
from urllib.parse import urlsplit

PROGRAM: Final = "bench.processes.health_watch"
INTERVAL: Final = 0.1
"""Seconds between an answer and the next question."""


@dataclass(slots=True)
class HealthLog:
    taken: list[float] = field(default_factory=list)
    """Seconds of each good answer."""
    failures: int = 0

    def add(self, answers: Sequence[float | None]) -> None:
        good = [seconds for seconds in answers if seconds is not None]
        self.taken += good
        self.failures += len(answers) - len(good)

    def milliseconds(self, percentile: float) -> float:
        return 1000 * percentile_of(self.taken, percentile)


def percentile_of(values: Sequence[float], percentile: float) -> float:
    """The smallest value that so many percent of them do not exceed (nearest rank)."""
    if not values:
        return 0.0
    rank = max(1, ceil(len(values) * percentile / 100))
    return sorted(values)[rank - 1]


@contextmanager
def watched_health(url: str, log: HealthLog) -> Iterator[None]:
    """Adds to the log what a process of its own measures meanwhile."""
    parts = urlsplit(url)
    command = [sys.executable, "-m", PROGRAM, str(parts.hostname), str(parts.port), str(INTERVAL)]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as watcher:
        try:
            yield
        finally:
            answers, _ = watcher.communicate()
            log.add(json.loads(answers or "[]"))
