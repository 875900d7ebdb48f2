"""An environment in which nothing of Hexavox is set, and a folder without `.env`."""

from pathlib import Path

import pytest

from infrastructure.environment import variable_names
from infrastructure.settings import Settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        for name in variable_names(field):
            monkeypatch.delenv(name, raising=False)
