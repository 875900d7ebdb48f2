"""What a server holds while it works: memory and open files, second by second."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Final

import psutil

INTERVAL: Final = 1.0
WINDOW: Final = 60.0
"""Seconds at each end that are compared."""
MEBIBYTE: Final = 2**20


@dataclass(frozen=True, slots=True)
class Look:
    at: float
    """Seconds since the watch began."""
    memory: float
    """MiB, of the process and its children."""
    files: int


@dataclass(frozen=True, slots=True)
class Growth:
    """Medians of the first and the last minute; of a short watch, of its first and last third."""

    first: float
    last: float

    @property
    def amount(self) -> float:
        return self.last - self.first

    @property
    def percent(self) -> float:
        return 100 * self.amount / self.first if self.first else 0.0


@dataclass(slots=True)
class VitalsLog:
    looks: list[Look] = field(default_factory=list)

    @property
    def memory(self) -> Growth:
        return self._growth(lambda look: look.memory)

    @property
    def files(self) -> Growth:
        return self._growth(lambda look: look.files)

    def _growth(self, of: Callable[[Look], float]) -> Growth:
        if not self.looks:
            return Growth(0, 0)
        start, end = self.looks[0].at, self.looks[-1].at
        window = min(WINDOW, (end - start) / 3)
        return Growth(
            first=_median([of(look) for look in self.looks if look.at <= start + window]),
            last=_median([of(look) for look in self.looks if look.at >= end - window]),
        )


def _median(values: Sequence[float]) -> float:
    return float(median(values))


@contextmanager
def watched_vitals(process_id: int) -> Iterator[VitalsLog]:
    """Looks at a process and its children every second until the end of the context."""
    log, done, started = VitalsLog(), threading.Event(), time.monotonic()

    def watch() -> None:
        while not done.wait(INTERVAL):
            if (look := _look(process_id, time.monotonic() - started)) is not None:
                log.looks.append(look)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield log
    finally:
        done.set()
        watcher.join()


def _look(process_id: int, at: float) -> Look | None:
    """None when a process has ended at that very moment."""
    try:
        process = psutil.Process(process_id)
        family = [process, *process.children(recursive=True)]
        held = sum(each.memory_info().rss for each in family)
        return Look(at, held / MEBIBYTE, sum(each.num_fds() for each in family))
    except psutil.Error:
        return None
