"""An environment in which nothing of Hexavox is set, and a folder without `.env`."""

from pathlib import Path

import pytest

from tests.fakes.environment import unset_everything


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    unset_everything(monkeypatch, tmp_path)
