"""Who holds the floor while several speak."""

from itertools import pairwise
from random import Random

import pytest

from domain.one_voice import one_at_a_time
from domain.speaker import SpeakerLabel, SpeakerTurn
from domain.time_span import TimeSpan


def turn(speaker: str, start: float, end: float) -> SpeakerTurn:
    return SpeakerTurn(SpeakerLabel(speaker), TimeSpan(start, end))


@pytest.mark.parametrize(
    ("voices", "floor"),
    [
        ([], []),
        ([turn("ADA", 0, 1), turn("BOB", 1, 2)], [turn("ADA", 0, 1), turn("BOB", 1, 2)]),
        ([turn("ADA", 0, 2), turn("BOB", 1, 3)], [turn("ADA", 0, 1), turn("BOB", 1, 3)]),
        (
            [turn("ADA", 0, 9), turn("BOB", 3, 5)],
            [turn("ADA", 0, 3), turn("BOB", 3, 5), turn("ADA", 5, 9)],
        ),
        ([turn("ADA", 0, 2), turn("ADA", 1, 3)], [turn("ADA", 0, 3)]),
        ([turn("ADA", 5, 6), turn("BOB", 0, 1)], [turn("BOB", 0, 1), turn("ADA", 5, 6)]),
    ],
)
def test_whoever_began_last_has_it(voices: list[SpeakerTurn], floor: list[SpeakerTurn]) -> None:
    assert one_at_a_time(voices) == floor


@pytest.mark.parametrize("seed", range(20))
def test_turns_never_overlap_and_no_speech_is_lost(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    voices = [
        turn(random.choice("ABC"), start, start + random.randint(1, 8))
        for start in (random.randint(0, 50) for _ in range(30))
    ]
    floor = one_at_a_time(voices)
    assert all(a.span.end <= b.span.start for a, b in pairwise(floor))
    for moment in range(60):
        there = {v.speaker for v in voices if v.span.start <= moment < v.span.end}
        held = {f.speaker for f in floor if f.span.start <= moment < f.span.end}
        assert held <= there
        assert bool(held) == bool(there)
