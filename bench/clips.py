"""The mix of recordings that the load bench has everybody send."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

from bench.made_audio import cut
from bench.manifest import Recording, RecordingSet, spread

UTTERANCES: Final = 16
SLICE: Final = 120.0
"""Seconds, about; a slice ends between turns."""
SLICES: Final = 2


@dataclass(frozen=True, slots=True)
class LoadClip:
    name: str
    path: Path
    seconds: float
    said: str | None
    """None where nobody wrote down what is said."""


def load_mix(recordings: RecordingSet, scratch: Path, most: int | None) -> tuple[LoadClip, ...]:
    """Conversations, utterances and slices of long recordings, each once, the longest first: the
    order in which nobody idles at the end."""
    conversations = recordings.of_kind("conversation-real", "conversation-synthetic")
    utterances = spread(recordings.of_kind("utterance", "short-command", "format"), UTTERANCES)
    whole = [_clip(one) for one in (*spread(conversations, most), *spread(utterances, most))]
    slices = chain.from_iterable(
        _slices(one, scratch, min(SLICES, most or SLICES)) for one in recordings.of_kind("long")
    )
    return tuple(sorted([*whole, *slices], key=lambda clip: clip.seconds, reverse=True))


def _clip(recording: Recording) -> LoadClip:
    said = recording.transcript if recording.is_scored else None
    return LoadClip(recording.name, recording.path, recording.duration, said)


def _slices(recording: Recording, scratch: Path, count: int) -> Iterator[LoadClip]:
    if recording.turns is None:
        return
    turns = json.loads(recording.turns.read_text(encoding="utf-8"))
    for number, part in enumerate(split_turns(turns, SLICE)[:count]):
        start, end = max(0.0, part[0]["start"] - 0.2), part[-1]["end"] + 0.2
        target = scratch / f"{recording.path.stem}-{number}.flac"
        said = " ".join(turn["text"] for turn in part)
        yield LoadClip(target.name, cut(recording.path, start, end, target), end - start, said)


def split_turns(turns: Sequence[dict[str, Any]], seconds: float) -> list[list[dict[str, Any]]]:
    """Runs of turns, each at least so long; what is left over is no run."""
    runs: list[list[dict[str, Any]]] = []
    run: list[dict[str, Any]] = []
    for turn in turns:
        run.append(turn)
        if turn["end"] - run[0]["start"] >= seconds:
            runs.append(run)
            run = []
    return runs
