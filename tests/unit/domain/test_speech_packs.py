"""Stretches of speech that an engine hears as one piece."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.speech import SpeechPack, pack
from domain.time_span import TimeSpan

A_ROUNDING_ERROR = 1e-6

lengths = st.floats(min_value=0.02, max_value=30)
pauses = st.floats(min_value=0, max_value=100)


def one_after_another(pieces: Sequence[tuple[float, float]]) -> tuple[TimeSpan, ...]:
    """Stretches from pairs of the pause before each and its length."""
    spans: list[TimeSpan] = []
    at = 0.0
    for pause, length in pieces:
        spans.append(TimeSpan(at + pause, at + pause + length))
        at = spans[-1].end
    return tuple(spans)


speech = st.lists(st.tuples(pauses, lengths), min_size=1, max_size=12).map(one_after_another)
heard_words = st.lists(
    st.tuples(st.floats(min_value=0, max_value=3), st.floats(min_value=1e-6, max_value=5)),
    min_size=1,
    max_size=30,
).map(one_after_another)


def durations(packs: Sequence[SpeechPack]) -> list[float]:
    return [packed.duration for packed in packs]


def test_no_speech_needs_no_pack() -> None:
    assert list(pack([], longest=30)) == []


def test_neighbours_share_a_pack_until_it_is_full() -> None:
    spans = one_after_another([(0, 10), (5, 10), (5, 10), (5, 1)])
    packs = list(pack(spans, longest=30))
    assert [packed.spans for packed in packs] == [spans[:3], spans[3:]]


def test_a_pack_counts_speech_and_not_the_silence_between() -> None:
    (packed,) = pack(one_after_another([(100, 3), (100, 4)]), longest=7)
    assert packed.duration == 7
    assert packed.span == TimeSpan(100, 207)


@given(speech, st.floats(min_value=30, max_value=60))
def test_packs_lose_nothing_and_are_not_too_long(spans: tuple[TimeSpan, ...], most: float) -> None:
    packs = list(pack(spans, longest=most))
    assert tuple(span for packed in packs for span in packed.spans) == spans
    assert all(packed.duration <= most + A_ROUNDING_ERROR for packed in packs)


@given(speech)
def test_two_packs_that_follow_each_other_would_not_fit_into_one(
    spans: tuple[TimeSpan, ...],
) -> None:
    packs = list(pack(spans, longest=30))
    for before, after in pairwise(packs):
        assert before.duration + after.spans[0].duration > 30 - A_ROUNDING_ERROR


@pytest.mark.parametrize(
    ("heard", "original"),
    [
        (TimeSpan(0, 1), TimeSpan(10, 11)),
        (TimeSpan(1.5, 2), TimeSpan(11.5, 12)),
        (TimeSpan(2, 3), TimeSpan(20, 21)),
        (TimeSpan(4.5, 5), TimeSpan(30.5, 31)),
    ],
)
def test_a_word_moves_back_to_where_its_stretch_was(heard: TimeSpan, original: TimeSpan) -> None:
    packed = SpeechPack((TimeSpan(10, 12), TimeSpan(20, 22), TimeSpan(30, 32)))
    assert packed.original_span(heard) == original


@pytest.mark.parametrize(
    ("heard", "original"),
    [(TimeSpan(1.5, 2.25), TimeSpan(11.5, 12)), (TimeSpan(1.75, 2.5), TimeSpan(20, 20.5))],
)
def test_a_word_across_a_seam_stays_on_the_side_of_its_middle(
    heard: TimeSpan, original: TimeSpan
) -> None:
    packed = SpeechPack((TimeSpan(10, 12), TimeSpan(20, 22)))
    assert packed.original_span(heard) == original


def test_a_word_heard_after_the_end_of_the_piece_is_said_at_its_end() -> None:
    packed = SpeechPack((TimeSpan(10, 12), TimeSpan(20, 22)))
    said = packed.original_span(TimeSpan(29, 30))
    assert said.end == 22
    assert 21.9 < said.start < 22


def test_a_word_of_hardly_any_length_is_given_some() -> None:
    said = SpeechPack((TimeSpan(10, 12),)).original_span(TimeSpan(1, 1.000001))
    assert said.start == 11
    assert said.duration > 0.001


@given(speech, heard_words)
def test_words_stay_inside_the_speech_and_in_order(
    spans: tuple[TimeSpan, ...], heard: tuple[TimeSpan, ...]
) -> None:
    packed = SpeechPack(spans)
    said = [packed.original_span(word) for word in heard]
    assert all(word.start < word.end for word in said)
    assert all(
        any(span.start <= word.start and word.end <= span.end for span in spans) for word in said
    )
    assert [word.start for word in said] == sorted(word.start for word in said)


@given(speech)
def test_what_lies_inside_a_stretch_keeps_its_length(spans: tuple[TimeSpan, ...]) -> None:
    packed, before = SpeechPack(spans), 0.0
    for span in spans:
        heard = TimeSpan(before, before + span.duration)
        original = packed.original_span(heard)
        assert (original.start, original.end) == pytest.approx((span.start, span.end), abs=1e-6)
        before += span.duration


def test_a_stretch_that_is_longer_than_a_pack_is_cut_into_equal_parts() -> None:
    packs = list(pack([TimeSpan(0, 2), TimeSpan(10, 35)], longest=10))
    assert durations(packs) == pytest.approx([2, 25 / 3, 25 / 3, 25 / 3])
    assert packs[-1].span.end == 35


def test_a_stretch_that_is_longer_by_a_rounding_error_is_not_cut() -> None:
    (only,) = pack([TimeSpan(0.1, 30.1 + A_ROUNDING_ERROR)], longest=30)
    assert only.duration == pytest.approx(30)
