"""Words with the times at which they were heard, and guesses for those that were not."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.alignment_options import Interpolation
from domain.estimated_words import ESTIMATED
from domain.heard_times import HeardTimes, with_heard_times
from domain.time_span import TimeSpan
from domain.transcript import Word
from tests.fakes.transcripts import a_word

IN = HeardTimes(TimeSpan(1.0, 1.4), 0.8)
HE = HeardTimes(TimeSpan(2.4, 2.6), 0.7)


def times(words: Sequence[Word]) -> list[tuple[float, float]]:
    return [(round(word.span.start, 3), round(word.span.end, 3)) for word in words]


def in_two_years_he(year: TimeSpan, how: Interpolation) -> list[Word]:
    words = [
        a_word(" In", 0.9, 1.3),
        Word(" 1920", year, 0.9),
        Word(" 1921", TimeSpan(year.end, year.end + 0.2), 0.9),
        a_word(" he", 2.3, 2.5),
    ]
    return with_heard_times(words, [IN, None, None, HE], how)


def test_heard_words_have_the_times_at_which_they_were_heard() -> None:
    words = in_two_years_he(TimeSpan(1.5, 1.8), Interpolation.NEAREST)
    assert times([words[0], words[3]]) == [(1.0, 1.4), (2.4, 2.6)]
    assert [word.interpolated for word in words] == [False, True, True, False]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Interpolation.NEAREST, [(1.5, 1.8), (1.8, 2.0)]),
        (Interpolation.LINEAR, [(1.4, 1.9), (1.9, 2.4)]),
        (Interpolation.IGNORE, [(1.5, 1.8), (1.8, 2.0)]),
    ],
)
def test_unheard_words_stand_between_their_neighbours(
    how: Interpolation, expected: list[tuple[float, float]]
) -> None:
    assert times(in_two_years_he(TimeSpan(1.5, 1.8), how)[1:3]) == expected


def test_nearest_moves_a_word_only_as_far_as_its_neighbours_demand() -> None:
    words = in_two_years_he(TimeSpan(1.2, 1.6), Interpolation.NEAREST)
    assert times(words[1:3]) == [(1.4, 1.6), (1.6, 1.8)]


def test_ignored_words_keep_their_times_and_are_not_marked() -> None:
    words = in_two_years_he(TimeSpan(0.2, 0.6), Interpolation.IGNORE)
    assert times(words[1:3]) == [(0.2, 0.6), (0.6, 0.8)]
    assert not any(word.interpolated for word in words)


@pytest.mark.parametrize("how", Interpolation)
def test_where_neighbours_leave_no_room_words_still_last(how: Interpolation) -> None:
    words = [a_word(" a", 0.0, 0.5), a_word(" 1", 0.5, 0.6), a_word(" b", 0.6, 0.9)]
    heard = [HeardTimes(TimeSpan(0.1, 0.9), 1.0), None, HeardTimes(TimeSpan(0.8, 1.0), 1.0)]
    (_, number, _) = with_heard_times(words, heard, how)
    assert number.span.end > number.span.start


@pytest.mark.parametrize("how", Interpolation)
def test_where_nothing_was_heard_words_keep_their_times(how: Interpolation) -> None:
    words = [a_word(" 1", 0.5, 0.75), a_word(" 2", 0.75, 1.0)]
    assert times(with_heard_times(words, [None, None], how)) == [(0.5, 0.75), (0.75, 1.0)]


def test_the_transcribers_score_counts_for_more_than_the_aligners() -> None:
    words = [a_word(" a", 0.0, 0.5, score=0.9), a_word(" b", 0.5, 1.0, score=ESTIMATED)]
    scores = [word.score for word in with_heard_times(words, [IN, HE], Interpolation.NEAREST)]
    assert scores == [0.9, 0.7]


def test_a_word_that_was_a_guess_is_none_any_more_once_it_is_heard() -> None:
    guessed = replace(a_word(" a", 0.0, 0.5), interpolated=True)
    (word,) = with_heard_times([guessed], [IN], Interpolation.NEAREST)
    assert not word.interpolated
