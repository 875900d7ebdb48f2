"""The documents that are written out of the settings."""

from pathlib import Path

import pytest
from dotenv import dotenv_values

from infrastructure.environment import read_settings, variable_names
from infrastructure.settings import Settings
from infrastructure.settings_docs import (
    DOCUMENTS,
    configuration_page,
    documented_settings,
    example_environment,
    outdated_documents,
    write_documents,
)

PROJECT = Path(__file__).parents[3]


def test_the_documents_in_the_project_say_what_the_settings_say() -> None:
    assert outdated_documents(PROJECT) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_is_missing_or_differs_is_found(tmp_path: Path, name: str) -> None:
    write_documents(tmp_path)
    assert outdated_documents(tmp_path) == []
    (tmp_path / name).write_text("old", encoding="utf-8")
    assert outdated_documents(tmp_path) == [name]
    (tmp_path / name).unlink()
    assert outdated_documents(tmp_path) == [name]


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_variable_is_explained(field: str) -> None:
    for name in variable_names(field):
        assert f"`{name}`" in configuration_page()


def test_choices_and_limits_are_named() -> None:
    values = {setting.name: setting.values for setting in documented_settings()}
    assert values["DIARIZER"] == "`auto`, `pyannote`, `embedded`, `none`"
    assert values["TRANSCRIBER"] == "`faster-whisper`, `transformers`, `whisperx`"
    assert values["BATCH_SIZE"] == "a whole number, at least 1, at most 256"
    assert values["CACHE_DIR"] == "a folder"


def test_the_example_changes_nothing_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(example_environment(), encoding="utf-8")
    assert dotenv_values(tmp_path / ".env") == {}


def test_the_example_with_every_line_in_use_is_the_default(tmp_path: Path) -> None:
    defaults = read_settings()
    assignments = [
        line.removeprefix("#")
        for line in example_environment().splitlines()
        if line.startswith("#") and not line.startswith("# ")
    ]
    (tmp_path / ".env").write_text("\n".join(assignments), encoding="utf-8")
    assert len(assignments) == len(Settings.model_fields)
    assert read_settings() == defaults
