"""Which turns are told."""

import pytest

from domain.errors import InvalidOptionError
from domain.turn_lengths import TurnLengths
from tests.fakes.diarizer import turn

ADA_PAUSES = [turn("ada", 0, 1), turn("bob", 1, 1.2), turn("ada", 1.3, 2)]


def test_usually_turns_are_told_as_they_are() -> None:
    assert TurnLengths().applied(ADA_PAUSES) == ADA_PAUSES


def test_turns_that_touch_stay_apart_unless_somebody_asks() -> None:
    touching = [turn("ada", 0, 1), turn("ada", 1, 2)]
    assert TurnLengths().applied(touching) == touching


def test_a_short_pause_does_not_end_a_turn_whoever_speaks_meanwhile() -> None:
    told = TurnLengths(min_off=0.5).applied(ADA_PAUSES)
    assert told == [turn("ada", 0, 2), turn("bob", 1, 1.2)]


def test_short_turns_are_left_out_after_pauses_are_closed() -> None:
    told = TurnLengths(min_on=0.75, min_off=0.5).applied(ADA_PAUSES)
    assert told == [turn("ada", 0, 2)]


def test_a_turn_inside_another_of_the_same_speaker_does_not_shorten_it() -> None:
    told = TurnLengths(min_off=0.1).applied([turn("ada", 0, 5), turn("ada", 1, 2)])
    assert told == [turn("ada", 0, 5)]


@pytest.mark.parametrize("seconds", [-0.1, 61.0, float("nan")])
def test_lengths_that_make_no_sense_are_refused(seconds: float) -> None:
    with pytest.raises(InvalidOptionError, match="min_duration_on"):
        TurnLengths(min_on=seconds)
