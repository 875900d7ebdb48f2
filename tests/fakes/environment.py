"""An environment in which nothing of Hexavox is set."""

from pathlib import Path

import pytest

from infrastructure.environment import variable_names
from infrastructure.settings import Settings


def unset_everything(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """And a working directory without `.env`."""
    monkeypatch.chdir(folder)
    for field in Settings.model_fields:
        for name in variable_names(field):
            monkeypatch.delenv(name, raising=False)
