"""The most memory that a process and its children ever held."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

import psutil

HIGH_WATER: Final = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
INTERVAL: Final = 0.5
LOOKS_IN_A_MINUTE: Final = round(60 / INTERVAL)


def peak_memory(process_id: int) -> int:
    """Bytes; zero once the process is gone. Files that it maps count while they are in memory."""
    log = PeakLog()
    log.look(process_id)
    return log.total


@dataclass(slots=True)
class PeakLog:
    peaks: dict[int, int] = field(default_factory=dict)
    """Bytes by process."""

    @property
    def total(self) -> int:
        return sum(self.peaks.values())

    def look(self, process_id: int) -> None:
        """Children that are gone by now keep what they were last seen to hold."""
        for process in _family(process_id):
            self.peaks[process.pid] = max(self.peaks.get(process.pid, 0), _high_water(process))


@contextmanager
def watched_peak(process_id: int, tell: Callable[[int], None]) -> Iterator[PeakLog]:
    """Looks at a process and its children until the end of the context, and tells the bytes once a
    minute."""
    log, done = PeakLog(), threading.Event()

    def watch() -> None:
        for look in count(1):
            if done.wait(INTERVAL):
                return
            log.look(process_id)
            if look % LOOKS_IN_A_MINUTE == 0:
                tell(log.total)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield log
    finally:
        done.set()
        watcher.join()
        log.look(process_id)


def _family(process_id: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(process_id)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _high_water(process: psutil.Process) -> int:
    """What the kernel remembers, where it does; else what is held now."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    except OSError:
        return _held_now(process)
    found = HIGH_WATER.search(status)
    return int(found[1]) * 1024 if found else 0


def _held_now(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
