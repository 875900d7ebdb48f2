"""A folder of recordings and what is known of each: its `manifest.json`."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

MANIFEST: Final = "manifest.json"
SCORED_QUALITIES: Final = frozenset({"official", "corrected"})
"""Transcripts that are good enough to count errors against."""


class UnusableFolderError(Exception):
    """The folder of recordings is not what the benches need; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    name: str
    """The path inside the folder, by which reports call it."""
    path: Path
    kind: str
    duration: float = 0.0
    """Seconds."""
    language: str | None = None
    transcript: str | None = None
    quality: str = "none"
    wer_set: str | None = None
    speakers: tuple[str, ...] = ()
    """Who is heard in it, whatever they are called."""
    rttm: Path | None = None
    """Who spoke when."""
    words: Path | None = None
    """When each word was said."""
    turns: Path | None = None
    """What each part of a long recording says."""
    expected: str | None = None
    """What a service should do with an awkward file, in words."""
    sha256: str | None = None

    @property
    def is_scored(self) -> bool:
        """Whether errors of words can be counted against its transcript."""
        return bool(self.transcript) and self.quality in SCORED_QUALITIES


@dataclass(frozen=True, slots=True)
class RecordingSet:
    folder: Path
    recordings: tuple[Recording, ...]

    def of_kind(self, *kinds: str) -> tuple[Recording, ...]:
        return tuple(one for one in self.recordings if one.kind in kinds)

    def damaged(self) -> tuple[str, ...]:
        """The names of files that are missing, or are not what the manifest says."""
        return tuple(one.name for one in self.recordings if not _is_intact(one))


def read_manifest(folder: Path) -> RecordingSet:
    """The recordings of a folder. Raises UnusableFolderError."""
    try:
        items = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["items"]
        recordings = tuple(_recording(folder, item) for item in items)
    except OSError as error:
        raise UnusableFolderError(f"{folder} has no readable {MANIFEST}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableFolderError(f"{folder / MANIFEST} is not a list of recordings") from error
    if not recordings:
        raise UnusableFolderError(f"{folder / MANIFEST} lists no recordings")
    return RecordingSet(folder, recordings)


def spread(recordings: Sequence[Recording], count: int | None) -> tuple[Recording, ...]:
    """At most `count` of them, evenly spaced over the whole list."""
    if count is None or count >= len(recordings):
        return tuple(recordings)
    return tuple(recordings[i * len(recordings) // count] for i in range(count))


def _recording(folder: Path, item: dict[str, Any]) -> Recording:
    return Recording(
        name=item["file"],
        path=folder / item["file"],
        kind=item["kind"],
        duration=item.get("duration") or 0.0,
        language=item.get("language"),
        transcript=item.get("transcript"),
        quality=item.get("transcript_quality") or "none",
        wer_set=item.get("wer_set"),
        speakers=tuple(item.get("speakers") or ()),
        rttm=_beside(folder, item.get("rttm")),
        words=_beside(folder, item.get("words")),
        turns=_beside(folder, item.get("turns_file")),
        expected=item.get("expected"),
        sha256=item.get("sha256"),
    )


def _beside(folder: Path, name: str | None) -> Path | None:
    return folder / name if name else None


def _is_intact(recording: Recording) -> bool:
    if not recording.path.is_file():
        return False
    if recording.sha256 is None:
        return True
    with recording.path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == recording.sha256
