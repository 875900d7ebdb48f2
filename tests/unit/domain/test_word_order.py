"""Words that do not reach into each other."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.time_span import TimeSpan
from domain.transcript import Character
from domain.word_order import SHORTEST, apart, in_order
from tests.fakes.transcripts import a_segment, a_word

DURATION = 10.0


def test_a_word_ends_where_the_next_one_begins_also_across_segments() -> None:
    one = a_segment(a_word(" And", 0.34, 0.605), a_word(" so", 0.6, 0.805))
    two = a_segment(a_word(" my", 0.8, 1.0), a_word(" fellow", 1.2, 1.5))
    first, second = apart([one, two], DURATION)
    assert [word.span for word in (*first.words, *second.words)] == [
        TimeSpan(0.34, 0.6),
        TimeSpan(0.6, 0.8),
        TimeSpan(0.8, 1.0),
        TimeSpan(1.2, 1.5),
    ]
    assert first.span == TimeSpan(0.34, 0.8)


def test_characters_end_with_their_word() -> None:
    letters = (Character("s", TimeSpan(0.5, 0.58)), Character("o", TimeSpan(0.62, 0.66)))
    so = replace(a_word(" so", 0.4, 0.7), characters=letters)
    (segment,) = apart([a_segment(so, a_word(" my", 0.61, 0.9))], DURATION)
    s, o = segment.words[0].characters
    assert s == letters[0]
    assert o.span is not None
    assert o.span.start < o.span.end == 0.61


def test_words_heard_at_the_same_time_follow_each_other_briefly() -> None:
    (segment,) = apart([a_segment(a_word(" a", 1.0, 1.4), a_word(" b", 1.0, 1.5))], DURATION)
    a, b = segment.words
    assert a.span == TimeSpan(1.0, 1.0 + SHORTEST)
    assert b.span == TimeSpan(a.span.end, 1.5)


def test_words_at_the_very_end_make_room_for_each_other() -> None:
    late = [a_word(" a", 9.99, 10.0), a_word(" b", 9.99, 10.0), a_word(" c", 9.99, 10.0)]
    (segment,) = apart(in_order([a_segment(*late)], DURATION), DURATION)
    for word, following in pairwise(segment.words):
        assert word.span.end <= following.span.start < DURATION


@given(st.lists(st.tuples(st.floats(0, 9.9), st.floats(0.001, 3)), min_size=1, max_size=40))
def test_no_words_share_sound_however_they_were_heard(times: list[tuple[float, float]]) -> None:
    words = [a_word(" la", start, start + length) for start, length in times]
    segment = replace(a_segment(words[0]), words=tuple(words))
    (ordered,) = apart(in_order([segment], DURATION), DURATION)
    for word, following in pairwise(ordered.words):
        assert word.span.end <= following.span.start
    assert all(word.span.start < DURATION for word in ordered.words)
