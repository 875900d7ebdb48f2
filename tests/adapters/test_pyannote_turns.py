"""What becomes of pyannote's tracks, whole and in splinters."""

from collections.abc import Mapping, Sequence
from typing import Final

import pytest

from adapters.outbound.engines.pyannote_turns import Track, Voices, diarization
from domain.speaker import SpeakerCount, speaker_label
from domain.transcript import Diarization
from domain.voice_print import SpeakerVoice, VoicePrint
from tests.fakes.diarizer import turn

FLOORS: Final[Mapping[str, tuple[Sequence[Track], Sequence[tuple[str, float, float]]]]] = {
    "labels follow the order of speaking": (
        [(3, 4, "A"), (1, 2, "B")],
        [("SPEAKER_00", 1, 2), ("SPEAKER_01", 3, 4)],
    ),
    "whoever began first keeps the floor": (
        [(1, 3, "A"), (2, 4, "B")],
        [("SPEAKER_00", 1, 3), ("SPEAKER_01", 3, 4)],
    ),
    "a word thrown in is lost": ([(1, 4, "A"), (2, 3, "B")], [("SPEAKER_00", 1, 4)]),
    "turns end with the recording": (
        [(1, 2, "A"), (4, 6, "B"), (5.5, 7, "A")],
        [("SPEAKER_00", 1, 2), ("SPEAKER_01", 4, 5)],
    ),
    "what is left of a track may be too short": (
        [(1, 2, "A"), (1.9, 2.0875, "B"), (3, 4, "C")],
        [("SPEAKER_00", 1, 2), ("SPEAKER_01", 3, 4)],
    ),
    "nobody has a number for a moment of sound": (
        [(1, 1.0625, "A"), (2, 3, "B"), (4, 5, "A")],
        [("SPEAKER_00", 2, 3), ("SPEAKER_01", 4, 5)],
    ),
    "a moment belongs to whoever goes on speaking": (
        [(1, 1.0625, "A"), (1.0625, 2, "B"), (2, 3, "A")],
        [("SPEAKER_00", 1, 2), ("SPEAKER_01", 2, 3)],
    ),
    "a short word is a turn": (
        [(1, 2, "A"), (2, 2.125, "B")],
        [("SPEAKER_00", 1, 2), ("SPEAKER_01", 2, 2.125)],
    ),
    "a moment is all": ([(1, 1.0625, "A")], []),
    "nobody": ([], []),
}


@pytest.mark.parametrize("case", FLOORS)
def test_turns_are_exclusive(case: str) -> None:
    tracks, expected = FLOORS[case]
    told_apart = diarization(Voices(floor=tracks, overlapping=tracks), 5)
    assert told_apart.turns == tuple(turn(*parts) for parts in expected)


VOICES: Final[Mapping[str, tuple[Sequence[Track], Sequence[tuple[str, float, float]]]]] = {
    "several may speak at a time": (
        [(1, 3, "A"), (2, 4, "B")],
        [("SPEAKER_00", 1, 3), ("SPEAKER_01", 2, 4)],
    ),
    "they end with the recording": (
        [(1, 6, "A"), (2, 7, "B"), (5, 7, "A")],
        [("SPEAKER_00", 1, 5), ("SPEAKER_01", 2, 5)],
    ),
    "a moment of sound is no turn": (
        [(1, 5, "A"), (2, 2.0625, "C"), (2.5, 4, "B")],
        [("SPEAKER_00", 1, 5), ("SPEAKER_01", 2.5, 4)],
    ),
    "order is kept where a moment went to whoever goes on": (
        [(1, 1.0625, "B"), (1.03125, 4, "A"), (1.0625, 3, "B")],
        [("SPEAKER_01", 1, 3), ("SPEAKER_00", 1.03125, 4)],
    ),
}


@pytest.mark.parametrize("case", VOICES)
def test_voices_overlap(case: str) -> None:
    tracks, expected = VOICES[case]
    floor = [(0, 1, "A"), (4, 5, "B")]
    told_apart = diarization(Voices(floor=floor, overlapping=tracks), 5)
    assert told_apart.overlapping == tuple(turn(*parts) for parts in expected)


def test_a_voice_that_never_has_the_floor_is_numbered_after_those_that_do() -> None:
    floor = [(1, 3, "A"), (3, 4, "B")]
    overlapping = [(1, 3, "A"), (2, 2.5, "C"), (2.75, 4, "B")]
    told_apart = diarization(Voices(floor=floor, overlapping=overlapping), 5)
    assert told_apart == Diarization(
        turns=(turn("SPEAKER_00", 1, 3), turn("SPEAKER_01", 3, 4)),
        overlapping=(
            turn("SPEAKER_00", 1, 3),
            turn("SPEAKER_02", 2, 2.5),
            turn("SPEAKER_01", 2.75, 4),
        ),
    )


def test_voices_go_by_the_labels_of_those_who_speak() -> None:
    prints = {
        "A": VoicePrint((1.0,), "m"),
        "B": VoicePrint((2.0,), "m"),
        "C": VoicePrint((3.0,), "m"),
    }
    tracks = [(0, 1, "B"), (2, 3, "A"), (3.5, 3.55, "C")]
    voices = diarization(Voices(tracks, tracks, prints), duration=5).voices
    assert voices == (
        SpeakerVoice(speaker_label(0), prints["B"]),
        SpeakerVoice(speaker_label(1), prints["A"]),
    )


def test_fewer_speakers_than_there_are_to_be_are_worth_a_warning() -> None:
    told = diarization(Voices([(0, 1, "A")], []), 5, SpeakerCount(at_least=2))
    assert told.warnings == ("Asked for at least 2 speakers, but heard only 1.",)
