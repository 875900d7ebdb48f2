"""From pyannote's tracks to turns in which one speaker at a time holds the floor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from domain.speaker import SpeakerLabel, SpeakerTurn, speaker_label
from domain.time_span import TimeSpan

Track: TypeAlias = tuple[float, float, str]
"""Start and end in seconds, and pyannote's name of the speaker."""
SHORTEST: Final = 0.001
"""Seconds. What is left of a track may be a rounding error."""


@dataclass(frozen=True, slots=True)
class Voices:
    """The tracks of a recording, heard in two ways."""

    floor: Sequence[Track]
    """One voice at a time: the one that leads."""
    overlapping: Sequence[Track]
    """Every voice, also while another one speaks; the error rate is defined on these."""


def exclusive_turns(tracks: Iterable[Track], duration: float) -> Sequence[SpeakerTurn]:
    """Whoever began first keeps the floor to the end of the track. Turns end with the recording,
    which pyannote pads."""
    turns: list[SpeakerTurn] = []
    labels: dict[str, SpeakerLabel] = {}
    free_at = 0.0
    for track_start, track_end, name in sorted(tracks):
        start, end = max(track_start, free_at), min(track_end, duration)
        if end - start < SHORTEST:
            continue
        label = labels.setdefault(name, speaker_label(len(labels)))
        turns.append(SpeakerTurn(label, TimeSpan(start, end)))
        free_at = end
    return turns
