"""Short recordings of many lengths for the soak, no two uploads of which are the same."""

import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av

from bench.made_audio import cut
from bench.manifest import MANIFEST, Recording, RecordingSet, UnusableFolderError, read_manifest

SUFFIXES: Final = frozenset(
    {".aac", ".flac", ".m4a", ".mka", ".mkv", ".mp3", ".mp4", ".oga", ".ogg", ".opus"}
    | {".wav", ".webm", ".wma"}
)
PIECES: Final = 12
SHORTEST: Final = 1.0
"""Seconds. There is nothing to hear in less."""
LONGEST: Final = 45.0
"""Seconds; of what is longer, the beginning is taken."""
MARK: Final = struct.Struct("<4sI16s")


@dataclass(frozen=True, slots=True)
class Piece:
    name: str
    seconds: float
    flac: bytes

    def unique(self) -> bytes:
        """The same sound in a file that nobody has sent before, so that it is heard anew."""
        return self.flac + MARK.pack(b"mark", 16, os.urandom(16))


def recordings_in(folder: Path) -> RecordingSet:
    """What the manifest lists, or, without one, every file that may hold sound. Raises
    UnusableFolderError."""
    if (folder / MANIFEST).is_file():
        return read_manifest(folder)
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not paths:
        raise UnusableFolderError(f"{folder} has no recordings")
    names = [(str(path.relative_to(folder)), path) for path in paths]
    return RecordingSet(folder, tuple(Recording(name=n, path=p, kind="any") for n, p in names))


def soak_pieces(recordings: RecordingSet, scratch: Path) -> Sequence[Piece]:
    """At most PIECES, from the shortest to the longest that there are."""
    timed = sorted(_timed(recordings), key=lambda each: each[1])
    count = min(PIECES, len(timed))
    places = [round(i * (len(timed) - 1) / max(1, count - 1)) for i in range(count)]
    return [_piece(*timed[place], scratch / f"{place}.flac") for place in places]


def _timed(recordings: RecordingSet) -> Iterator[tuple[Recording, float]]:
    for recording in recordings.recordings:
        seconds = 0.0 if recording.kind == "hard" else _duration(recording)
        if seconds >= SHORTEST:
            yield recording, seconds


def _duration(recording: Recording) -> float:
    if recording.duration:
        return recording.duration
    try:
        with av.open(str(recording.path)) as opened:
            return (opened.duration or 0) / av.time_base if opened.streams.audio else 0.0
    except (OSError, av.FFmpegError):
        return 0.0


def _piece(recording: Recording, seconds: float, target: Path) -> Piece:
    length = min(seconds, LONGEST)
    return Piece(recording.name, length, cut(recording.path, 0, length, target).read_bytes())
