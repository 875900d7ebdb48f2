"""How many cores there are to work with."""

import os
from pathlib import Path

import pytest

from infrastructure.cores import available_cores

ALLOWED = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@pytest.mark.parametrize("limit", ["max 100000\n", "", "nonsense\n", "6400000 100000\n"])
def test_without_a_tighter_quota_it_is_what_the_process_may_use(tmp_path: Path, limit: str) -> None:
    assert available_cores(written(tmp_path, limit)) == min(ALLOWED, 64)


def test_without_containers_it_is_what_the_process_may_use(tmp_path: Path) -> None:
    assert available_cores(tmp_path / "not there") == ALLOWED


@pytest.mark.parametrize("limit", ["100000 100000\n", "50000 100000\n", "1 100000\n"])
def test_a_quota_of_a_core_or_less_leaves_one(tmp_path: Path, limit: str) -> None:
    assert available_cores(written(tmp_path, limit)) == 1


def test_a_started_core_counts_as_one(tmp_path: Path) -> None:
    assert available_cores(written(tmp_path, "150000 100000\n")) == min(ALLOWED, 2)


def written(folder: Path, limit: str) -> Path:
    path = folder / "cpu.max"
    path.write_text(limit, encoding="utf-8")
    return path
