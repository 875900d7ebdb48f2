"""The scripts that other services' users know, run against this one."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest
from fastapi import FastAPI

from scripts.download_diarization_model import chosen
from tests.fakes.live_server import LiveServer, serving
from tests.fakes.progress import PATIENCE

ROOT: Final = Path(__file__).parents[2]


@pytest.fixture
def server(app: FastAPI) -> Iterator[LiveServer]:
    with serving(app) as server:
        yield server


@pytest.fixture
def recordings(tmp_path: Path, wav: bytes) -> Path:
    folder = tmp_path / "testfiles"
    folder.mkdir()
    (folder / "talk.wav").write_bytes(wav)
    (folder / "notes.txt").write_text("No recording.")
    return folder


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own scripts
        command,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env={**os.environ, **environment},
    )


def test_the_smoke_test_passes_where_all_is_well(server: LiveServer, recordings: Path) -> None:
    ended = run(ROOT / "test-api.sh", server.host, str(server.port), str(recordings / "talk.wav"))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.count("  ok  ") == 9


def test_the_smoke_test_counts_what_fails() -> None:
    ended = run(ROOT / "test-api.sh", "127.0.0.1", "9")
    assert ended.returncode == 4
    assert ended.stdout.count("FAILED") == 4


@pytest.mark.parametrize(
    "options", [[], ["--endpoint", "openai", "--no-diarize", "--rounds", "2", "--workers", "8"]]
)
def test_the_stress_test_tells_what_it_measured(
    server: LiveServer, recordings: Path, options: Sequence[str]
) -> None:
    where = ["--url", server.url, "--files", str(recordings)]
    ended = run(sys.executable, ROOT / "tests" / "stress_test.py", *options, *where)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert f"{2 if options else 1} x 200" in ended.stdout


def test_the_stress_test_needs_recordings(tmp_path: Path) -> None:
    ended = run(sys.executable, ROOT / "tests" / "stress_test.py", "--files", tmp_path)
    assert ended.returncode == 2
    assert "hexavox sample" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "name"),
    [
        ([], {}, "embedded"),
        ([], {"HF_TOKEN": "hf_x"}, "pyannote/speaker-diarization-community-1"),
        ([], {"HF_TOKEN": "hf_x", "PYANNOTE_MODEL": "somebody/else"}, "somebody/else"),
        (["pyannote/speaker-diarization-3.1"], {}, "pyannote/speaker-diarization-3.1"),
    ],
)
def test_the_model_for_speakers_is_the_one_that_will_be_used(
    arguments: Sequence[str], environment: dict[str, str], name: str
) -> None:
    assert chosen(arguments, environment) == name


def test_entering_fetches_and_then_serves_at_the_port_that_is_expected(tmp_path: Path) -> None:
    hexavox = tmp_path / ".venv" / "bin" / "hexavox"
    hexavox.parent.mkdir(parents=True)
    hexavox.write_text('#!/bin/sh\necho "$PORT $*"\n')
    hexavox.chmod(0o755)
    script = tmp_path / "entrypoint.sh"
    script.write_text((ROOT / "entrypoint.sh").read_text())
    script.chmod(0o755)
    assert run(script, PORT="").stdout == "9001 models fetch\n9001 serve\n"
    assert run(script, "worker", PORT="80").stdout == "80 models fetch\n80 worker\n"
