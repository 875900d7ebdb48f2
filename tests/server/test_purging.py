"""What `hexavox purge` does beside a server that runs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from tests.fakes.sounds import silence, wav_bytes
from tests.server.hexavox import RunningServer, run, serving
from tests.server.requests import kept_files, uploaded

A_MOMENT: Final = "0.0000001"
"""Days."""
NOT_FOUND: Final = 404

Purge: TypeAlias = Callable[..., str]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with serving(tmp_path, DATA_DIR=str(tmp_path)) as server:
        yield server


@pytest.fixture
def purge(tmp_path: Path) -> Purge:
    def told(*arguments: str, **settings: str) -> str:
        done = run(
            "purge", *arguments, folder=tmp_path, settings={"DATA_DIR": str(tmp_path), **settings}
        )
        assert done.returncode == 0, done.stderr
        return " ".join(done.stdout.split())

    return told


def test_clips_that_have_expired_go_and_a_dry_run_only_says_so(
    server: RunningServer, purge: Purge, tmp_path: Path
) -> None:
    with server.client() as client:
        clip = uploaded(client, "silence.wav", wav_bytes(silence(1.0)))
        assert purge().endswith(" 0 clips")
        foretold = purge("--dry-run", RETAIN_CLIPS_DAYS=A_MOMENT)
        assert foretold.startswith("Would be removed: ")
        assert foretold.endswith(" 1 clips")
        assert client.get(f"/api/audio/{clip}").is_success
        assert purge(RETAIN_CLIPS_DAYS=A_MOMENT).endswith(" 1 clips")
        assert client.get(f"/api/audio/{clip}").status_code == NOT_FOUND
        assert kept_files(tmp_path) == []


def test_a_number_of_days_that_cannot_be_is_told(tmp_path: Path) -> None:
    settings = {"DATA_DIR": str(tmp_path), "RETAIN_JOBS_DAYS": "-1"}
    done = run("purge", "--dry-run", folder=tmp_path, settings=settings)
    assert done.returncode == 2
    assert "RETAIN_JOBS_DAYS" in done.stderr
