"""A server whose settings cannot be: it does not start, and says why."""

import socket
from pathlib import Path

import pytest

from tests.server.hexavox import run


def refusal(folder: Path, **settings: str) -> str:
    """What a server says that ends at once."""
    ended = run("serve", folder=folder, settings={"DATA_DIR": str(folder / "data"), **settings})
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""
    assert not (folder / "data" / "hexavox.db").exists()
    return ended.stderr


def test_every_choice_that_there_is_not_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    said = refusal(tmp_path, TRANSCRIBER="foo", DIARIZER="foo", COMPUTE_TYPE="foo", DEVICE="foo")
    assert "TRANSCRIBER=foo: input should be 'faster-whisper'" in said
    assert "DIARIZER=foo: input should be 'auto', 'pyannote', 'embedded' or 'none'" in said
    assert "COMPUTE_TYPE=foo: input should be 'auto', 'int8'" in said
    assert "DEVICE=foo: choose auto, cpu, cuda, cuda:N or mps" in said


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ASR_MODEL", "WHISPER_MODEL: There is no model 'foo'. Choose one of: tiny, tiny.en,"),
        ("PYANNOTE_MODEL", "PYANNOTE_MODEL: There is no model 'foo'. Choose one of: embedded,"),
    ],
)
def test_a_model_that_there_is_not_is_told_with_those_that_there_are(
    tmp_path: Path, name: str, words: str
) -> None:
    assert words in refusal(tmp_path, **{name: "foo"})


def test_names_that_disagree_or_are_misspelt_are_told_together(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WHISPR_MODEL=base\n", encoding="utf-8")
    said = refusal(tmp_path, HF_TOKEN="hf_secret", HUGGINGFACE_TOKEN="another")  # noqa: S106
    assert "HF_TOKEN and HUGGINGFACE_TOKEN mean the same setting and disagree" in said
    assert "WHISPR_MODEL in .env is not a setting; did you mean WHISPER_MODEL?" in said
    assert "secret" not in said


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    said = refusal(tmp_path, DATA_DIR=str(tmp_path / "file" / "data"))
    assert f"DATA_DIR={tmp_path / 'file' / 'data'}: Not a directory." in " ".join(said.split())


def test_a_port_that_is_taken_is_told_before_anything_is_touched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = refusal(tmp_path, HOST="127.0.0.1", PORT=port)
    assert f"Cannot listen on HOST=127.0.0.1 PORT={port}: Address already in use." in said


@pytest.mark.parametrize("arguments", [["--port", "99999"], ["--port", "http"]])
def test_a_port_that_there_is_not_is_told(tmp_path: Path, arguments: list[str]) -> None:
    ended = run("serve", *arguments, folder=tmp_path, settings={"DATA_DIR": str(tmp_path)})
    assert ended.returncode == 2
    assert "'--port'" in ended.stderr
