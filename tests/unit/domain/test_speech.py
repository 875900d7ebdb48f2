"""From speech probabilities to stretches of speech."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.speech import SpeechThresholds, cut_at_quiet_moments, speech_spans
from domain.time_span import TimeSpan

BARE: Final = SpeechThresholds(onset=0.5, offset=0.3, min_silence=2, padding=0, max_stretch=1000)
"""With these a step lasts a second, and nothing is added around speech."""
A_ROUNDING_ERROR: Final = 1e-9


def found(
    probabilities: Sequence[float], thresholds: SpeechThresholds = BARE
) -> list[tuple[float, float]]:
    spans = speech_spans(probabilities, step=1, duration=len(probabilities), thresholds=thresholds)
    return [(span.start, span.end) for span in spans]


@pytest.mark.parametrize("probabilities", [[], [0.0], [0.0] * 9, [0.4] * 9])
def test_silence_has_no_stretches(probabilities: list[float]) -> None:
    assert found(probabilities) == []


def test_speech_begins_at_the_onset_and_ends_where_the_silence_began() -> None:
    assert found([0, 0, 1, 1, 1, 0, 0, 0]) == [(2, 5)]


def test_what_reaches_the_onset_is_speech() -> None:
    assert found([0, 0.49, 0.5, 0, 0, 0]) == [(2, 3)]


def test_between_the_thresholds_speech_goes_on_but_does_not_begin() -> None:
    assert found([0.4, 0.4, 1, 0.4, 0.4, 0.4, 0.4, 0, 0, 0]) == [(2, 7)]


def test_a_hesitation_shorter_than_the_silence_does_not_end_speech() -> None:
    assert found([1, 0, 0, 1, 0, 0, 1]) == [(0, 7)]


def test_a_silence_that_is_long_enough_ends_speech() -> None:
    assert found([1, 0, 0, 0, 1]) == [(0, 1), (4, 5)]


def test_half_heard_sound_in_a_silence_does_not_prolong_speech() -> None:
    assert found([1, 0, 0.4, 0, 1]) == [(0, 1), (4, 5)]


def test_speech_up_to_the_end_ends_with_the_recording() -> None:
    assert found([0, 1, 1]) == [(1, 3)]


def test_a_last_hesitation_is_left_out() -> None:
    assert found([0, 1, 0]) == [(1, 2)]


def test_speech_that_is_too_short_is_none() -> None:
    short_and_long = [1.0, 0, 0, 0, 1, 1, 1, 0, 0]
    assert found(short_and_long) == [(0, 1), (4, 7)]
    assert found(short_and_long, replace(BARE, min_speech=2)) == [(4, 7)]


def test_some_of_the_silence_around_speech_belongs_to_it() -> None:
    assert found([0, 0, 0, 1, 0, 0, 0, 0], replace(BARE, padding=2)) == [(1, 6)]


def test_padding_does_not_reach_beyond_the_recording() -> None:
    assert found([0, 1, 0], replace(BARE, padding=5)) == [(0, 3)]


def test_neighbours_share_a_silence_that_is_too_short_for_both() -> None:
    assert found([1, 0, 0, 0, 1], replace(BARE, padding=2)) == [(0, 2.5), (2.5, 5)]


def test_a_last_step_that_is_not_full_does_not_outlast_the_recording() -> None:
    spans = speech_spans([0, 1, 1], step=1, duration=2.25, thresholds=BARE)
    assert spans == [TimeSpan(1, 2.25)]


def test_steps_beyond_the_recording_hold_no_speech() -> None:
    assert speech_spans([0, 0, 1], step=1, duration=2, thresholds=BARE) == []


def test_a_long_stretch_is_cut_where_it_is_quietest() -> None:
    probabilities = [1.0] * 10
    probabilities[7] = 0.6
    assert found(probabilities, replace(BARE, max_stretch=9)) == [(0, 7), (7, 10)]


def test_a_long_stretch_is_not_cut_in_its_first_half_however_quiet() -> None:
    probabilities = [1.0, 1.0, 1.0, 0.5, *[1.0] * 3, 0.9, 1.0, 1.0]
    assert found(probabilities, replace(BARE, max_stretch=9)) == [(0, 7), (7, 10)]


def test_a_very_long_stretch_is_cut_again_and_again() -> None:
    stretches = found([1.0] * 100, replace(BARE, max_stretch=9))
    assert len(stretches) > 100 / 9
    assert max(end - start for start, end in stretches) <= 9


@pytest.mark.parametrize("length", [7, 8, 9, 12, 13, 40])
def test_a_stretch_with_its_padding_is_not_too_long(length: int) -> None:
    thresholds = replace(BARE, max_stretch=12, padding=2)
    stretches = found([0, 0, 0, *[1.0] * length, 0, 0, 0], thresholds)
    assert max(end - start for start, end in stretches) <= 12


@given(
    st.lists(st.floats(min_value=0, max_value=1), max_size=200),
    st.sampled_from([0.01, 0.032, 0.5]),
    st.sampled_from([0.0, 0.1, 0.4, 2.0]),
    st.sampled_from([8.0, 30.0]),
)
def test_stretches_are_in_order_apart_and_inside_the_recording(
    probabilities: list[float], step: float, padding: float, longest: float
) -> None:
    thresholds = replace(BARE, min_silence=0.1, padding=padding, max_stretch=longest)
    duration = len(probabilities) * step or 1.0
    spans = speech_spans(probabilities, step=step, duration=duration, thresholds=thresholds)
    assert all(span.end <= duration for span in spans)
    assert all(span.duration <= longest + A_ROUNDING_ERROR for span in spans)
    assert all(before.end <= after.start + A_ROUNDING_ERROR for before, after in pairwise(spans))


@given(st.lists(st.floats(min_value=0, max_value=1), max_size=200))
def test_whatever_reaches_the_onset_is_inside_a_stretch(probabilities: list[float]) -> None:
    stretches = found(probabilities)
    loud = [at for at, probability in enumerate(probabilities) if probability >= BARE.onset]
    assert all(any(start <= at < end for start, end in stretches) for at in loud)


def test_sound_that_fits_is_not_cut() -> None:
    assert cut_at_quiet_moments([0.5] * 30, step=1, duration=29.5, longest=30) == [
        TimeSpan(0, 29.5)
    ]


def test_sound_that_does_not_fit_is_cut_where_it_is_quietest() -> None:
    loudness = [0.5] * 20 + [0.1] + [0.5] * 20
    assert cut_at_quiet_moments(loudness, step=1, duration=41, longest=30) == [
        TimeSpan(0, 20),
        TimeSpan(20, 41),
    ]


@given(
    loudness=st.lists(st.floats(0, 1), min_size=1, max_size=300),
    longest=st.floats(2, 40),
)
def test_all_sound_is_in_one_stretch_or_another(loudness: list[float], longest: float) -> None:
    duration = len(loudness) * 0.5
    stretches = cut_at_quiet_moments(loudness, step=0.5, duration=duration, longest=longest)
    assert (stretches[0].start, stretches[-1].end) == (0, duration)
    assert all(before.end == after.start for before, after in pairwise(stretches))
    assert max(stretch.duration for stretch in stretches) <= longest


@pytest.mark.parametrize(
    ("name", "lower", "higher"), [("onset", 0.4, 0.8), ("offset", 0.1, 0.4), ("min_silence", 1, 4)]
)
def test_thresholds_do_what_they_say(name: str, lower: float, higher: float) -> None:
    """A higher onset or offset finds less speech, a longer silence ends less of it."""
    sound = [0, 0.6, 0.6, 0, 0, 0, 0.9, 0.9, 0.2, 0.2, 0, 0.9, 0, 0, 0, 0]

    def seconds(value: float) -> float:
        heard = found(sound, replace(BARE, **{name: value}))
        return sum(end - start for start, end in heard)

    less, more = (higher, lower) if name != "min_silence" else (lower, higher)
    assert seconds(less) < seconds(more)


def test_padding_is_added_on_both_sides() -> None:
    sound = [0, 0, 0, 1, 0, 0, 0, 0]
    assert found(sound, replace(BARE, padding=1)) == [(2, 5)]
