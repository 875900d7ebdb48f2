"""What a server does whose disk is full."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.sounds import tone, wav_bytes
from tests.server.requests import kept_files, uploaded
from tests.server.test_kills import asked_for, ended, gated

_ROOM = "size=300k"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "clips"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", _ROOM, "tmpfs", str(folder)]
    made = subprocess.run(mount, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if made.returncode:
        pytest.skip(f"a small disk takes the right to mount one: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607 - our own


def test_a_file_that_has_no_room_is_refused_and_all_else_goes_on(
    tmp_path: Path, small_disk: Path
) -> None:
    with gated(tmp_path, AUDIO_STORAGE_PATH=str(small_disk)) as server, server.client() as client:
        kept = uploaded(client, "talk.wav", wav_bytes(tone(2.0)))
        before = kept_files(tmp_path)
        large = wav_bytes(tone(20.0))
        refused = client.post("/api/audio", files={"file": ("large.wav", large)})
        assert (refused.status_code, refused.json()["title"]) == (507, "Storage full")
        assert "Free some space" in refused.json()["advice"]
        assert kept_files(tmp_path) == before
        assert ended(client, asked_for(client, kept))["status"] == "succeeded"
        assert not server.says("Traceback")
