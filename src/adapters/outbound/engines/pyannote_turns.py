"""From pyannote's tracks to the turns of speakers who have numbers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from domain.speaker import ANY_NUMBER, SpeakerCount, SpeakerLabel, SpeakerTurn, speaker_label
from domain.time_span import TimeSpan
from domain.transcript import Diarization
from domain.voice_print import SpeakerVoice, VoicePrint

Track: TypeAlias = tuple[float, float, str]
"""Start and end in seconds, and pyannote's name of the speaker."""
SHORTEST: Final = 0.1
"""Seconds. Less is no turn: it is shorter than a syllable, so nobody said a word in it and nobody
can be known by it. Pyannote decides every 17 ms, and where speakers change one such moment may
go to anybody."""


@dataclass(frozen=True, slots=True)
class Voices:
    """The tracks of a recording, heard in two ways."""

    floor: Sequence[Track]
    """One voice at a time: the one that leads."""
    overlapping: Sequence[Track]
    """Every voice, also while another one speaks."""
    prints: Mapping[str, VoicePrint] = field(default_factory=dict)
    """What the speakers sound like, by their names in the tracks."""


def diarization(
    voices: Voices, duration: float, speakers: SpeakerCount = ANY_NUMBER
) -> Diarization:
    """Turns end with the recording, which pyannote pads. Fewer speakers than there are to be are
    worth a warning."""
    floor = list(_one_at_a_time(_audible(voices.floor, duration)))
    overlapping = _audible(voices.overlapping, duration)
    labels = _labels((*floor, *overlapping))
    turns = _turns(floor, labels)
    return Diarization(
        turns=turns,
        overlapping=_turns(overlapping, labels),
        warnings=tuple(_too_few(turns, speakers)),
        voices=tuple(
            SpeakerVoice(label, voices.prints[name])
            for name, label in labels.items()
            if name in voices.prints
        ),
    )


def _too_few(turns: Sequence[SpeakerTurn], speakers: SpeakerCount) -> Iterator[str]:
    found = len({turn.speaker for turn in turns})
    if turns and speakers.at_least is not None and found < speakers.at_least:
        yield f"Asked for at least {speakers.at_least} speakers, but heard only {found}."


def _audible(tracks: Iterable[Track], duration: float) -> Sequence[Track]:
    """In order of time. What is too short goes to the track that follows without a pause: somebody
    does speak there."""
    within = [(max(start, 0.0), min(end, duration), name) for start, end, name in tracks]
    began = {end: start for start, end, _ in within if end - start < SHORTEST}
    return sorted(
        (began.get(start, start), end, name)
        for start, end, name in within
        if end - start >= SHORTEST
    )


def _one_at_a_time(tracks: Iterable[Track]) -> Iterator[Track]:
    """Whoever began first keeps the floor to the end of the track."""
    free_at = 0.0
    for track_start, end, name in tracks:
        start = max(track_start, free_at)
        if end - start >= SHORTEST:
            yield start, end, name
            free_at = end


def _labels(tracks: Iterable[Track]) -> Mapping[str, SpeakerLabel]:
    names = dict.fromkeys(name for *_, name in tracks)
    return {name: speaker_label(number) for number, name in enumerate(names)}


def _turns(tracks: Iterable[Track], labels: Mapping[str, SpeakerLabel]) -> tuple[SpeakerTurn, ...]:
    return tuple(SpeakerTurn(labels[name], TimeSpan(start, end)) for start, end, name in tracks)
