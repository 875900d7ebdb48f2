"""Reading the folder of recordings."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bench.manifest import Recording, UnusableFolderError, read_manifest, spread


def _folder(folder: Path, *items: Mapping[str, object]) -> Path:
    (folder / "manifest.json").write_text(json.dumps({"items": items}), encoding="utf-8")
    return folder


def test_what_lies_beside_a_recording_is_found_in_the_folder(tmp_path: Path) -> None:
    item = {"file": "a/b.flac", "kind": "long", "rttm": "a/b.rttm", "turns_file": "a/b.json"}
    (recording,) = read_manifest(_folder(tmp_path, item)).recordings
    assert recording.path == tmp_path / "a" / "b.flac"
    assert recording.rttm == tmp_path / "a" / "b.rttm"
    assert recording.turns == tmp_path / "a" / "b.json"
    assert recording.words is None


@pytest.mark.parametrize(
    ("quality", "scored"),
    [("official", True), ("corrected", True), ("approx", False), ("none", False), ("mixed", False)],
)
def test_only_good_transcripts_are_scored(tmp_path: Path, quality: str, *, scored: bool) -> None:
    item = {"file": "a", "kind": "x", "transcript": "hello", "transcript_quality": quality}
    assert read_manifest(_folder(tmp_path, item)).recordings[0].is_scored is scored


def test_a_file_that_is_not_what_the_manifest_says_is_named(tmp_path: Path) -> None:
    (tmp_path / "good").write_bytes(b"good")
    (tmp_path / "bad").write_bytes(b"bad")
    right = hashlib.sha256(b"good").hexdigest()
    folder = _folder(
        tmp_path,
        {"file": "good", "kind": "x", "sha256": right},
        {"file": "bad", "kind": "x", "sha256": right},
        {"file": "gone", "kind": "x"},
    )
    assert read_manifest(folder).damaged() == ("bad", "gone")


@pytest.mark.parametrize("content", [None, "no json", "[]", '{"items": []}', '{"items": [{}]}'])
def test_a_folder_without_recordings_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(UnusableFolderError):
        read_manifest(tmp_path)


def test_few_recordings_are_taken_from_all_over() -> None:
    many = [Recording(name=str(i), path=Path(str(i)), kind="x") for i in range(10)]
    assert [one.name for one in spread(many, 3)] == ["0", "3", "6"]
    assert len(spread(many, None)) == len(spread(many, 99)) == 10
