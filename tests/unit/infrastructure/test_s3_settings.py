"""What the settings of an object store have to say together."""

import pytest

from infrastructure.environment import SettingsError, read_settings, variable_names
from infrastructure.variables.places import ClipStorageKind


def complaint() -> str:
    with pytest.raises(SettingsError) as refusal:
        read_settings()
    return str(refusal.value)


def test_clips_are_files_unless_something_else_is_asked_for() -> None:
    assert read_settings().clip_storage is ClipStorageKind.FILESYSTEM


def test_an_object_store_needs_a_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIP_STORAGE", "s3")
    assert complaint() == "S3_BUCKET: name the bucket that CLIP_STORAGE=s3 keeps clips in"


@pytest.mark.parametrize("name", variable_names("s3_bucket"))
def test_a_bucket_is_enough(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("CLIP_STORAGE", "s3")
    monkeypatch.setenv(name, "recordings")
    settings = read_settings()
    assert settings.s3_bucket == "recordings"
    assert settings.s3_prefix == "clips"
    assert (settings.s3_access_key, settings.s3_secret_key, settings.s3_region) == (None,) * 3


@pytest.mark.parametrize("name", ["STORAGE_ACCESS_KEY", "SWAMI_STORAGE_SECRET_KEY"])
def test_half_of_the_keys_opens_nothing(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "very-secret")
    said = complaint()
    assert said.startswith("S3_SECRET_KEY: S3_ACCESS_KEY and S3_SECRET_KEY go together")
    assert "very-secret" not in said


def test_the_keys_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3_ACCESS_KEY", "an-access-key")
    monkeypatch.setenv("S3_SECRET_KEY", "very-secret")
    settings = read_settings()
    assert "very-secret" not in repr(settings)
    assert "an-access-key" not in repr(settings)


@pytest.mark.parametrize("name", ["S3_ENDPOINT", "S3_PUBLIC_ENDPOINT"])
def test_an_endpoint_is_a_url(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "minio:9000")
    assert complaint() == f"{name}=minio:9000: give a URL such as https://s3.example.org"


@pytest.mark.parametrize("seconds", ["0", "604801"])
def test_a_link_lasts_a_week_at_most(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    monkeypatch.setenv("PRESIGN_TTL", seconds)
    assert complaint().startswith(f"PRESIGN_TTL={seconds}: input should be")
