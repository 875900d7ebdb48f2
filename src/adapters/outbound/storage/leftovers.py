"""Files of a folder by their age, though others may be removing them."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def older(folder: Path, pattern: str, timestamp: float) -> list[Path]:
    """Those that were last written before that time."""
    return list(_older(folder, pattern, timestamp))


def remove_older(folder: Path, timestamp: float) -> int:
    """Remove what uploads and downloads left there; how many files there were."""
    removed = 0
    for part in older(folder, "*.part", timestamp):
        with suppress(FileNotFoundError):  # its upload ended in this moment
            part.unlink()
            removed += 1
    return removed


def _older(folder: Path, pattern: str, timestamp: float) -> Iterator[Path]:
    for path in folder.glob(pattern):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < timestamp:
                yield path
