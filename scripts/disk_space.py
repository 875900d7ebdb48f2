"""Whether there is room for an installation, asked before the minutes it takes to find out."""

import os
import shutil
from pathlib import Path

from scripts.commands import InstallationError

_GB = 10**9


def require_room(needed_gb: int, *, environment: Path, cache: Path, advice: str) -> None:
    """Refuse when the packages fit neither beside the environment nor in uv's cache.

    On one disk they share their files, so what the cache holds already needs no more room.
    """
    kept = _existing(cache)
    for folder in (environment.parent, kept):
        free = shutil.disk_usage(folder).free
        if free >= needed_gb * _GB:
            continue
        if folder.stat().st_dev == kept.stat().st_dev:
            free += _size(cache)
        if free < needed_gb * _GB:
            raise InstallationError(
                f"This needs about {needed_gb} GB, and {free / _GB:.1f} GB are left for {folder}. "
                f"{advice}"
            )


def _existing(folder: Path) -> Path:
    return next(parent for parent in (folder, *folder.parents) if parent.is_dir())


def _size(folder: Path) -> int:
    return sum(
        (Path(parent) / name).lstat().st_blocks * 512
        for parent, _, names in os.walk(folder)
        for name in names
    )
