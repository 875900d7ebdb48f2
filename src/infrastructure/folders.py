"""The folders that the service writes to."""

import os
from pathlib import Path
from typing import Final

from infrastructure.environment import SettingsError
from infrastructure.settings import Settings

_WRITTEN_TO: Final = ("data_dir", "audio_storage_path", "scratch_dir")
"""Weights may lie where nothing can be written, so their folder is not among them."""


def make_folders(settings: Settings) -> None:
    """Raises SettingsError for one that cannot be made or written to."""
    for field in _WRITTEN_TO:
        folder: Path | None = getattr(settings, field)
        if folder is not None:
            _make(folder, field.upper())


def _make(folder: Path, variable: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"{variable}={folder}: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SettingsError(f"{variable}={folder}: this user may not write there.")
