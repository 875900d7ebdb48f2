"""A text that is told once more, of which something has been told before."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.live_text import LiveText
from application.retelling import Retelling
from domain.transcript import Segment
from tests.fakes.transcripts import a_segment, a_word

HELLO = a_segment(a_word(" Hello", 0.0, 0.5), a_word(" there.", 0.5, 1.0))
GENERAL = a_segment(a_word(" General", 1.0, 1.5), a_word(" Kenobi.", 1.5, 2.0))
BOLD = a_segment(a_word(" You", 2.0, 2.5), a_word(" are", 2.5, 3.0), a_word(" bold.", 3.0, 3.5))


def texts(segments: list[Segment]) -> list[str]:
    return [segment.text for segment in segments]


def test_what_was_told_is_left_out_whatever_its_times_are_now() -> None:
    later = a_segment(a_word(" Hello", 5.0, 5.5), a_word("there. ", 5.5, 6.0))
    assert Retelling.after([HELLO]).new_in([later, GENERAL]) == [GENERAL]


def test_of_a_segment_that_was_told_in_part_the_rest_is_told() -> None:
    whole = HELLO.with_words([*HELLO.words, *GENERAL.words])
    assert Retelling.after([HELLO]).new_in([whole]) == [GENERAL]


def test_where_it_says_something_else_it_takes_up_where_the_telling_ended() -> None:
    otherwise = a_segment(
        a_word(" Hello", 0.0, 0.5), a_word(" bear.", 0.5, 1.0), a_word(" Corporal", 1.0, 1.6)
    )
    retelling = Retelling.after([HELLO, GENERAL])
    assert retelling.new_in([otherwise]) == []
    assert retelling.new_in([BOLD]) == [BOLD]


def test_a_first_telling_is_told_as_it_is() -> None:
    assert Retelling.after([]).new_in([HELLO, GENERAL]) == [HELLO, GENERAL]


@given(kept=st.integers(0, 3), calls=st.lists(st.integers(1, 3), min_size=3, max_size=3))
def test_attempts_number_their_text_on_without_gap_or_repetition(
    kept: int, calls: list[int]
) -> None:
    all_of_it = [HELLO, GENERAL, BOLD]
    told: dict[int, Segment] = dict(enumerate(all_of_it[:kept]))

    def note(heard: Mapping[int, Segment]) -> None:
        assert not heard.keys() & told.keys()
        told.update(heard)

    live = LiveText(all_of_it[:kept], note)
    rest = list(all_of_it)
    for size in calls:
        live.tell(rest[:size])
        rest = rest[size:]
    assert [told[number] for number in range(3)] == all_of_it


@pytest.mark.parametrize("until", [0.0, 1.0])
def test_a_segment_without_words_is_told_unless_its_time_was(until: float) -> None:
    silent = Segment(span=HELLO.span, text="", words=(), decoding=HELLO.decoding)
    told = [HELLO] if until else []
    assert Retelling.after(told).new_in([silent]) == ([] if told else [silent])
