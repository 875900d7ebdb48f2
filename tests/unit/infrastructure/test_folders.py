"""The folders that the service writes to."""

import os
from pathlib import Path

import pytest

from infrastructure.environment import SettingsError
from infrastructure.folders import make_folders
from infrastructure.settings import Settings


def test_they_are_made_with_all_that_they_lie_in(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "not" / "there").resolved()
    make_folders(settings)
    assert settings.audio_storage_path is not None
    assert settings.audio_storage_path.is_dir()


def test_the_folder_of_the_weights_is_left_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, cache_dir=tmp_path / "models").resolved()
    make_folders(settings)
    assert not (tmp_path / "models").exists()


def test_a_place_that_is_no_folder_is_told_by_its_variable(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    settings = Settings(data_dir=tmp_path, scratch_dir=tmp_path / "file")
    with pytest.raises(SettingsError, match=r"^SCRATCH_DIR=.*: File exists\.$"):
        make_folders(settings)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SettingsError, match="may not write there"):
        make_folders(Settings(data_dir=tmp_path))
