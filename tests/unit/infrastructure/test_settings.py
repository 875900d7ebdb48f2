"""What can be set, and what follows from it."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from domain.engine_kinds import DiarizerKind
from infrastructure.environment import read_settings, variable_names
from infrastructure.settings import Settings

SQLITE = "sqlite+aiosqlite:///"


def test_nothing_has_to_be_set() -> None:
    settings = read_settings()
    assert settings.host == "127.0.0.1"
    assert settings.whisper_model == "auto"
    assert settings.diarizer is DiarizerKind.AUTO
    assert settings.hf_token is None


def test_every_place_follows_from_one_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "/srv/hexavox")
    settings = read_settings()
    assert settings.database_url == f"{SQLITE}/srv/hexavox/hexavox.db"
    assert settings.audio_storage_path == Path("/srv/hexavox/clips")
    assert settings.cache_dir == Path("/srv/hexavox/models")
    assert settings.scratch_dir == Path("/srv/hexavox/scratch")


def test_a_place_can_be_moved_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "/srv/hexavox")
    monkeypatch.setenv("CACHE_DIR", "/opt/models")
    settings = read_settings()
    assert settings.cache_dir == Path("/opt/models")
    assert settings.scratch_dir == Path("/srv/hexavox/scratch")


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_settings().data_dir == tmp_path / ".hexavox"
    monkeypatch.setenv("CACHE_DIR", "~/models")
    assert read_settings().cache_dir == tmp_path / "models"


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_has_a_meaning(field: str) -> None:
    assert Settings.model_fields[field].description


@pytest.mark.parametrize(
    "name", [name for name in variable_names("whisper_model") if name != "WHISPER_MODEL"]
)
def test_a_setting_may_go_by_another_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "small")
    assert read_settings().whisper_model == "small"


@pytest.mark.parametrize(("said", "device"), [("CUDA:1", "cuda:1"), ("cpu", "cpu"), ("MPS", "mps")])
def test_a_device_is_known_in_any_case(
    monkeypatch: pytest.MonkeyPatch, said: str, device: str
) -> None:
    monkeypatch.setenv("DEVICE", said)
    assert read_settings().device == device


def test_a_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    settings = read_settings()
    assert "hf_secret" not in repr(settings)
    assert settings.hf_token is not None
    assert settings.hf_token.get_secret_value() == "hf_secret"


def test_the_password_of_a_database_is_not_shown() -> None:
    settings = Settings(database_url="sqlite+aiosqlite://ada:secret@/hexavox.db")
    assert "secret" not in repr(settings)
    assert "secret" in (settings.database_url or "")


def test_sqlite_needs_no_driver_in_its_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_URL", "sqlite:////srv/records.db")
    assert read_settings().database_url == f"{SQLITE}/srv/records.db"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_a_url_of_postgresql_is_taken_as_its_own_tools_write_it(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://ada:a%40b@db/hexavox?sslmode=require")
    assert read_settings().database_url == "postgresql+asyncpg://ada:a%40b@db/hexavox?ssl=require"


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        read_settings().port = 1  # type: ignore[misc]
