"""Settings that cannot be, and what is said of them."""

from pathlib import Path

import pytest

from infrastructure.environment import SettingsError, read_settings


def complaint() -> str:
    with pytest.raises(SettingsError) as refusal:
        read_settings()
    return str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("TRANSCRIBER", "foo", "TRANSCRIBER=foo: input should be 'faster-whisper'"),
        (
            "DIARIZER",
            "foo",
            "DIARIZER=foo: input should be 'auto', 'pyannote', 'embedded' or 'none'",
        ),
        ("COMPUTE_TYPE", "int4", "COMPUTE_TYPE=int4: input should be 'auto', 'int8', "),
        ("ASR_QUANTIZATION", "int4", "COMPUTE_TYPE=int4: input should be 'auto', 'int8', "),
        ("DEVICE", "tpu", "DEVICE=tpu: choose auto, cpu, cuda, cuda:N or mps"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL=loud: input should be 'debug', 'info',"),
        ("PORT", "http", "PORT=http: input should be a valid integer"),
        ("PORT", "65536", "PORT=65536: input should be less than or equal to 65535"),
        ("MAX_FILE_SIZE_MB", "0", "MAX_FILE_SIZE_MB=0: input should be greater than or equal to 1"),
        ("MAX_DURATION_SECONDS", "-1", "MAX_DURATION_SECONDS=-1: input should be greater than 0"),
        ("HF_HUB_OFFLINE", "perhaps", "HF_HUB_OFFLINE=perhaps: input should be a valid boolean"),
        ("BATCH_SIZE", "1.5", "BATCH_SIZE=1.5: input should be a valid integer"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_what_can(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    assert complaint().startswith(words)


@pytest.mark.parametrize(
    "url",
    [
        "foo",
        "sqlite+pysqlite:///x.db",
        "nosuch+driver://h/x",
        "postgresql+nosuch://h/x",
        "postgresql://h/x?sslmod=require",
        "mysql+aiomysql://h/x",
    ],
)
def test_a_database_that_cannot_be_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url.replace("://h", "://ada:secret@h"))
    said = complaint()
    assert said.startswith("DATABASE_URL: give a URL such as sqlite:///")
    assert "secret" not in said


def test_everything_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIARIZER", "foo")
    monkeypatch.setenv("PORT", "http")
    assert [line.partition("=")[0] for line in complaint().splitlines()] == ["PORT", "DIARIZER"]


def test_two_names_that_agree_are_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHISPER_MODEL", "small")
    monkeypatch.setenv("ASR_MODEL", "small")
    assert read_settings().whisper_model == "small"


def test_two_names_that_disagree_are_told_without_their_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    monkeypatch.setenv("HUGGINGFACE_TOKEN", "hf_other")
    assert complaint() == (
        "HF_TOKEN and HUGGINGFACE_TOKEN mean the same setting and disagree: leave only one of them."
    )


def test_the_file_may_not_disagree_with_the_environment_under_another_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("ASR_MODEL=small\n", encoding="utf-8")
    monkeypatch.setenv("WHISPER_MODEL", "base")
    assert "WHISPER_MODEL and ASR_MODEL mean the same setting" in complaint()


def test_the_environment_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("WHISPER_MODEL=small\nPORT=9000\n", encoding="utf-8")
    monkeypatch.setenv("WHISPER_MODEL", "base")
    settings = read_settings()
    assert (settings.whisper_model, settings.port) == ("base", 9000)


def test_an_empty_value_counts_as_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DATABASE_URL=\nHF_TOKEN=\n", encoding="utf-8")
    monkeypatch.setenv("BATCH_SIZE", "")
    monkeypatch.setenv("ASR_MODEL", "")
    settings = read_settings()
    assert (settings.batch_size, settings.hf_token) == (None, None)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("WHISPR_MODEL", "WHISPER_MODEL"), ("diarizr", "DIARIZER"), ("HF_TOKENS", "HF_TOKEN")],
)
def test_a_slip_in_the_file_is_told_with_what_was_meant(
    tmp_path: Path, written: str, meant: str
) -> None:
    (tmp_path / ".env").write_text(f"{written}=x\n", encoding="utf-8")
    assert complaint() == f"{written} in .env is not a setting; did you mean {meant}?"


def test_other_names_in_the_file_are_somebody_elses(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("COMPOSE_PROJECT_NAME=speech\n", encoding="utf-8")
    assert read_settings().port == 8000
