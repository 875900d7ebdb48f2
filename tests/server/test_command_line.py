"""The command line, with real weights."""

import json
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from subprocess import CompletedProcess
from typing import TypeAlias

import pytest

from tests.server.hexavox import run

Hexavox: TypeAlias = Callable[..., CompletedProcess[str]]


@pytest.fixture
def settings(tmp_path: Path, weights_cache: Path) -> Mapping[str, str]:
    return {"DATA_DIR": str(tmp_path / "data"), "CACHE_DIR": str(weights_cache)}


@pytest.fixture
def hexavox(tmp_path: Path, settings: Mapping[str, str]) -> Hexavox:
    def called(*arguments: str | Path) -> CompletedProcess[str]:
        return run(*map(str, arguments), folder=tmp_path, settings=settings)

    return called


def test_one_file_goes_to_standard_output_and_nothing_is_kept(
    hexavox: Hexavox,
    base_weights: Path,
    speaker_weights: Path,
    sample_speech: Path,
    tmp_path: Path,
) -> None:
    done = hexavox("transcribe", sample_speech / "beckett.wav", "--format", "srt")
    assert done.returncode == 0
    assert done.stdout.startswith("1\n00:00:00,")
    assert "[SPEAKER_00] " in done.stdout
    assert "Fail better." in done.stdout
    assert done.stderr == ""
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_several_files_go_into_a_folder_and_a_bad_one_stops_none(
    hexavox: Hexavox, tiny_weights: Path, sample_speech: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "notes [red].txt"
    notes.write_text("Minutes of the meeting.", encoding="utf-8")
    files = (
        sample_speech / "beckett.wav",
        notes,
        Path("not there.wav"),
        sample_speech / "endgame_nagg_nell.wav",
    )
    done = hexavox(
        *("transcribe", *files, "--output-dir", "out", "--format", "json"),
        *("--model", "tiny.en", "--no-diarize"),
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"{notes}: " in done.stderr
    assert "not there.wav: No such file or directory" in done.stderr
    assert "beckett.wav: written to out/beckett.json" in done.stderr
    written = {path.name: json.loads(path.read_text()) for path in (tmp_path / "out").iterdir()}
    assert sorted(written) == ["beckett.json", "endgame_nagg_nell.json"]
    assert "Fail better." in written["beckett.json"]["text"]
    assert "hear me" in written["endgame_nagg_nell.json"]["text"]


def test_what_it_does_is_told_to_whoever_asks(
    tmp_path: Path, settings: Mapping[str, str], tiny_weights: Path, sample_speech: Path
) -> None:
    done = run(
        *("transcribe", str(sample_speech / "beckett.wav"), "--model", "tiny.en", "--no-diarize"),
        folder=tmp_path,
        settings={**settings, "LOG_LEVEL": "info"},
    )
    assert "INFO    loading tiny.en" in done.stderr
    assert "Fail better." in done.stdout


def test_files_of_one_name_are_not_written_over_each_other(hexavox: Hexavox) -> None:
    done = hexavox("transcribe", "a/talk.wav", "b/talk.mp3", "c/other.wav")
    assert done.returncode == 2
    assert "a/talk.wav and b/talk.mp3 would be written to the same file" in in_one_line(done.stderr)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--model", "foo"), "There is no model 'foo'. Choose one of: tiny, tiny.en, base,"),
        (("--language", "klingon"), "unknown language 'klingon'"),
        (("--model", "tiny.en", "--language", "fr"), "the model tiny.en knows English only"),
        (("--num-speakers", "2", "--no-diarize"), "num_speakers"),
    ],
)
def test_what_cannot_be_asked_is_told(
    hexavox: Hexavox, sample_speech: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = hexavox("transcribe", sample_speech / "beckett.wav", *arguments)
    assert done.returncode == 2
    assert words in in_one_line(done.stderr)
    assert "Traceback" not in done.stderr


def test_the_doctor_says_what_is_installed_and_what_can_run(
    hexavox: Hexavox, base_weights: Path
) -> None:
    done = hexavox("doctor")
    assert done.returncode == 0
    assert "faster-whisper" in done.stdout
    assert done.stdout.count("can run") == 5
    assert "base" in done.stdout.partition("Models here: ")[2]


def test_models_are_listed_by_their_whole_names(hexavox: Hexavox, base_weights: Path) -> None:
    done = hexavox("models", "list")
    assert done.returncode == 0
    rows = {row.split()[0]: row.split() for row in done.stdout.splitlines()}
    assert rows["base"][1:4] == ["transcribe", "embedded", "yes"]
    assert {"nyrahealth/faster_CrisperWhisper", "pyannote/speaker-diarization-3.1"} <= set(rows)


def test_models_are_verified_and_those_that_cannot_be_are_told(
    hexavox: Hexavox, tiny_weights: Path
) -> None:
    done = hexavox("models", "verify", "tiny.en", "large-v2", "[/foo]")
    assert done.returncode == 1
    assert "tiny.en: intact" in done.stdout
    assert "large-v2: The weights of large-v2 have not been fetched yet." in done.stdout
    assert "[/foo]: There is no model '[/foo]'." in done.stdout


def test_samples_are_put_where_one_wants_them(
    hexavox: Hexavox, sample_speech: Path, tmp_path: Path
) -> None:
    done = hexavox("sample", "samples [new]")
    assert done.returncode == 0
    listed = done.stdout.splitlines()
    assert "samples [new]/two_cities.wav" in listed
    assert all((tmp_path / path).is_file() for path in listed)


def test_it_says_which_version_it_is(hexavox: Hexavox) -> None:
    done = hexavox("--version")
    assert (done.returncode, done.stdout) == (0, f"hexavox {version('hexavox')}\n")


def test_a_folder_that_cannot_be_made_is_told(hexavox: Hexavox, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    done = hexavox("transcribe", "talk.wav", "--output-dir", tmp_path / "file" / "out")
    assert done.returncode == 2
    assert f"--output-dir {tmp_path}/file/out: Not a directory." in done.stderr
    assert "Traceback" not in done.stderr


def test_the_doctor_tells_of_a_model_that_cannot_be_had(
    tmp_path: Path, settings: Mapping[str, str]
) -> None:
    wanted = {"WHISPER_MODEL": "large-v1", "HF_HUB_OFFLINE": "1", "DEVICE": "cpu"}
    done = run("doctor", folder=tmp_path, settings={**settings, **wanted})
    assert done.returncode == 1
    assert "large-v1 is not here, and HF_HUB_OFFLINE=1 forbids" in in_one_line(done.stdout)


def in_one_line(text: str) -> str:
    """Without the frame and the line breaks of a message for a terminal."""
    return " ".join(text.replace("│", " ").split())
