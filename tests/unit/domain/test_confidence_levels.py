"""What confidences are called, and which stretches are worth a second look."""

import pytest

from domain.confidence_levels import ConfidenceLevel, ConfidenceLevels
from domain.errors import InvalidOptionError
from domain.time_span import TimeSpan
from domain.transcript import Word
from tests.fakes.transcripts import a_word

LEVELS = ConfidenceLevels()


@pytest.mark.parametrize(
    ("confidence", "level"),
    [
        (0.59, ConfidenceLevel.LOW),
        (0.6, ConfidenceLevel.MEDIUM),
        (0.85, ConfidenceLevel.MEDIUM),
        (0.86, ConfidenceLevel.HIGH),
    ],
)
def test_below_is_low_and_above_is_high(confidence: float, level: ConfidenceLevel) -> None:
    assert LEVELS.level(confidence) is level


@pytest.mark.parametrize(
    "wrong", [{"low": 0.9}, {"low": -0.1}, {"high": 1.1}, {"shortest_stretch": -1.0}]
)
def test_limits_that_contradict_each_other_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidOptionError):
        ConfidenceLevels(**wrong)


def words_of(count: int) -> list[Word]:
    """Of 0.3 s each, with pauses of 0.2 s."""
    return [a_word(f" w{n}", n / 2, n / 2 + 0.3) for n in range(count)]


def test_low_words_in_a_row_make_a_stretch_when_they_last() -> None:
    assert LEVELS.low_stretches(words_of(4), [0.9, 0.5, 0.4, 0.9]) == [TimeSpan(0.5, 1.3)]


def test_a_short_stretch_is_none() -> None:
    assert LEVELS.low_stretches(words_of(3), [0.9, 0.5, 0.9]) == []


def test_pauses_are_no_speech() -> None:
    strict = ConfidenceLevels(shortest_stretch=0.65)
    assert strict.low_stretches(words_of(2), [0.1, 0.1]) == []


def test_a_word_that_nobody_compared_ends_no_stretch_and_begins_none() -> None:
    stretches = LEVELS.low_stretches(words_of(5), [None, 0.1, None, 0.1, None])
    assert stretches == [TimeSpan(0.5, 1.8)]


def test_a_sure_word_parts_two_stretches() -> None:
    stretches = LEVELS.low_stretches(words_of(5), [0.1, 0.1, 0.7, 0.1, 0.1])
    assert stretches == [TimeSpan(0.0, 0.8), TimeSpan(1.5, 2.3)]
