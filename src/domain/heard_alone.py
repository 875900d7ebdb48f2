"""Where each speaker is heard and nobody else: what a voice is best learned from."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from domain.speaker import SpeakerLabel, SpeakerTurn
from domain.time_span import TimeSpan
from domain.transcript import Diarization

SHORTEST_PIECE: Final = 0.3
"""Seconds. Less than a word or two, cut off at both ends, says more of the cuts than of a voice."""


def heard_alone(told_apart: Diarization) -> Mapping[SpeakerLabel, Sequence[TimeSpan]]:
    """In order of time, for everybody who ever holds the floor."""
    voices = told_apart.overlapping or told_apart.turns
    moments = sorted({at for turn in voices for at in (turn.span.start, turn.span.end)})
    alone: dict[SpeakerLabel, list[TimeSpan]] = {turn.speaker: [] for turn in told_apart.turns}
    for speaker, span in _pieces(sorted(voices, key=lambda turn: turn.span.start), moments):
        theirs = alone.setdefault(speaker, [])
        if theirs and theirs[-1].end == span.start:
            theirs[-1] = TimeSpan(theirs[-1].start, span.end)
        else:
            theirs.append(span)
    return {
        speaker: [span for span in spans if span.duration >= SHORTEST_PIECE]
        for speaker, spans in alone.items()
    }


def _pieces(
    voices: Sequence[SpeakerTurn], moments: Sequence[float]
) -> Sequence[tuple[SpeakerLabel, TimeSpan]]:
    """Between any two moments at which somebody begins or ends: who speaks, if it is one."""
    pieces: list[tuple[SpeakerLabel, TimeSpan]] = []
    speaking: list[SpeakerTurn] = []
    begun = 0
    for start, end in pairwise(moments):
        while begun < len(voices) and voices[begun].span.start <= start:
            speaking.append(voices[begun])
            begun += 1
        speaking = [turn for turn in speaking if turn.span.end > start]
        speakers = {turn.speaker for turn in speaking}
        if len(speakers) == 1:
            pieces.append((speakers.pop(), TimeSpan(start, end)))
    return pieces


def most_telling(spans: Sequence[TimeSpan], seconds: float) -> Sequence[TimeSpan]:
    """The longest of them, up to so many seconds together, in order of time."""
    chosen: list[TimeSpan] = []
    left = seconds
    for span in sorted(spans, key=lambda span: (-span.duration, span.start)):
        if left <= 0:
            break
        chosen.append(TimeSpan(span.start, min(span.end, span.start + left)))
        left -= span.duration
    return sorted(chosen, key=lambda span: span.start)
