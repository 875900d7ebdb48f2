"""Where a voice can be learned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.heard_alone import heard_alone, most_telling
from domain.time_span import TimeSpan
from domain.transcript import Diarization
from tests.fakes.diarizer import turn


def test_a_speaker_is_heard_alone_where_nobody_else_speaks() -> None:
    told_apart = Diarization(
        turns=(turn("A", 0, 4), turn("B", 4, 6)),
        overlapping=(turn("A", 0, 5), turn("B", 3, 6), turn("A", 8, 9)),
    )
    assert heard_alone(told_apart) == {
        "A": [TimeSpan(0, 3), TimeSpan(8, 9)],
        "B": [TimeSpan(5, 6)],
    }


def test_turns_will_do_where_nobody_says_who_spoke_meanwhile() -> None:
    assert heard_alone(Diarization((turn("A", 0, 2),))) == {"A": [TimeSpan(0, 2)]}


def test_whoever_is_never_heard_alone_is_there_without_a_stretch() -> None:
    both = (turn("A", 0, 2), turn("B", 0, 2))
    assert heard_alone(Diarization((turn("A", 0, 2),), overlapping=both)) == {"A": []}


def test_a_speaker_s_own_turns_may_overlap() -> None:
    own = (turn("A", 0, 2), turn("A", 1, 3))
    assert heard_alone(Diarization(own)) == {"A": [TimeSpan(0, 3)]}


def test_the_longest_stretches_tell_most() -> None:
    spans = [TimeSpan(0, 1), TimeSpan(2, 5), TimeSpan(6, 8)]
    assert most_telling(spans, 4) == [TimeSpan(2, 5), TimeSpan(6, 7)]
    assert most_telling(spans, 60) == spans
    assert most_telling([], 60) == []


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 20), st.integers(1, 5)), max_size=8)
)
def test_stretches_alone_are_within_the_speaker_s_turns_and_nobody_else_s(
    drawn: list[tuple[str, int, int]],
) -> None:
    turns = tuple(turn(who, start, start + length) for who, start, length in drawn)
    alone = heard_alone(Diarization(turns, overlapping=turns))
    for speaker, spans in alone.items():
        seconds = [second for span in spans for second in range(int(span.start), int(span.end))]
        for second in seconds:
            heard = {who for who, start, length in drawn if start <= second < start + length}
            assert heard == {speaker}
    assert sum(span.duration for spans in alone.values() for span in spans) == pytest.approx(
        sum(
            len({who for who, start, length in drawn if start <= second < start + length}) == 1
            for second in range(30)
        )
    )
