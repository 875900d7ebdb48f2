"""How many cores this process may use, which in a container is not how many there are."""

import math
import os
from pathlib import Path
from typing import Final

_CGROUP_LIMIT: Final = Path("/sys/fs/cgroup/cpu.max")


def available_cores(limit_file: Path = _CGROUP_LIMIT) -> int:
    """At least 1: the cores of the process's affinity, less what a container's quota takes."""
    return max(1, min(_allowed(), _quota(limit_file)))


def _allowed() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _quota(limit_file: Path) -> int:
    """The file holds `max 100000` or `150000 100000`: microseconds in each period."""
    try:
        quota, period = limit_file.read_text().split()
    except (OSError, ValueError):
        return _allowed()
    return _allowed() if quota == "max" else math.ceil(int(quota) / int(period))
