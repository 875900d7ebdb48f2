"""Who said which word."""

from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.speaker import SpeakerLabel, SpeakerTurn, speaker_label
from domain.speaker_assignment import assign_speakers
from domain.time_span import TimeSpan
from domain.transcript import Segment, Word
from tests.fakes.transcripts import SURE, a_segment, a_word

ADA: Final = speaker_label(0)
GRACE: Final = speaker_label(1)


def turn(speaker: SpeakerLabel, start: float, end: float) -> SpeakerTurn:
    return SpeakerTurn(speaker, TimeSpan(start, end))


def speaker_of(word: Word, *turns: SpeakerTurn) -> SpeakerLabel | None:
    (segment,) = assign_speakers([a_segment(word)], turns)
    assert segment.words[0].speaker == segment.speaker
    return segment.speaker


def test_without_turns_nobody_is_named() -> None:
    segments = [a_segment(a_word(" Hello", 0, 1))]
    assert assign_speakers(segments, []) == segments


def test_a_word_belongs_to_the_turn_that_covers_most_of_it() -> None:
    turns = turn(ADA, 0, 1.4), turn(GRACE, 1.4, 3)
    assert speaker_of(a_word(" Hello", 1, 2), *turns) == GRACE
    assert speaker_of(a_word(" Hello", 0.5, 1.9), *turns) == ADA


@pytest.mark.parametrize(
    ("start", "end", "speaker"),
    [(1.2, 1.4, ADA), (4.6, 4.8, GRACE), (0, 0.1, ADA), (9, 10, GRACE)],
)
def test_a_word_between_turns_belongs_to_the_nearer_one(
    start: float, end: float, speaker: SpeakerLabel
) -> None:
    turns = turn(ADA, 0.5, 1), turn(GRACE, 5, 6)
    assert speaker_of(a_word(" Hello", start, end), *turns) == speaker


def test_a_segment_of_one_speaker_keeps_its_text_and_times() -> None:
    segment = a_segment(a_word(" Hello", 0, 1), a_word(" there.", 1, 2))
    (labelled,) = assign_speakers([segment], [turn(ADA, 0, 2)])
    assert (labelled.text, labelled.span, labelled.speaker) == (segment.text, segment.span, ADA)
    assert {word.speaker for word in labelled.words} == {ADA}


def test_a_segment_in_which_the_speaker_changes_is_divided_there() -> None:
    words = [a_word(f" {number}", number, number + 1) for number in range(6)]
    first, second = assign_speakers([a_segment(*words)], [turn(ADA, 0, 3), turn(GRACE, 3, 6)])
    assert (first.text, first.span, first.speaker) == ("0 1 2", TimeSpan(0, 3), ADA)
    assert (second.text, second.span, second.speaker) == ("3 4 5", TimeSpan(3, 6), GRACE)
    assert first.decoding == second.decoding == SURE


@pytest.mark.parametrize(
    ("said", "strays", "segments"),
    [(6, 2, 1), (6, 3, 2), (3, 1, 1), (2, 1, 2), (4, 2, 2), (20, 2, 1), (20, 3, 2)],
)
def test_a_few_stray_words_stay_with_the_speaker_of_their_sentence(
    said: int, strays: int, segments: int
) -> None:
    words = [a_word(f" {number}", number, number + 1) for number in range(said)]
    turns = [turn(ADA, 0, said - strays), turn(GRACE, said - strays, said)]
    parts = assign_speakers([a_segment(*words)], turns)
    assert [part.speaker for part in parts] == [ADA, GRACE][:segments]


def test_a_stray_word_in_the_middle_does_not_divide_a_sentence() -> None:
    words = [a_word(f" {number}", number, number + 1) for number in range(5)]
    turns = [turn(ADA, 0, 2), turn(GRACE, 2, 3), turn(ADA, 3, 5)]
    (whole,) = assign_speakers([a_segment(*words)], turns)
    assert whole.text == "0 1 2 3 4"


def test_a_segment_without_words_has_the_speaker_of_most_of_its_time() -> None:
    wordless = Segment(span=TimeSpan(0, 10), text="Hello.", words=(), decoding=SURE)
    (labelled,) = assign_speakers([wordless], [turn(ADA, 0, 3), turn(GRACE, 3, 10)])
    assert (labelled.speaker, labelled.text, labelled.words) == (GRACE, "Hello.", ())


def nearest(word: Word, turns: Sequence[SpeakerTurn]) -> SpeakerLabel:
    """The rule itself, told by looking at every turn."""
    return max(
        turns, key=lambda turn: (turn.span.overlap(word.span), -turn.span.gap(word.span))
    ).speaker


@st.composite
def turns_in_order(draw: st.DrawFn) -> list[SpeakerTurn]:
    pieces = draw(
        st.lists(
            st.tuples(st.integers(0, 4), st.integers(1, 5), st.integers(0, 3)),
            min_size=1,
            max_size=40,
        )
    )
    turns, at = [], 0
    for pause, length, speaker in pieces:
        turns.append(turn(speaker_label(speaker), at + pause, at + pause + length))
        at += pause + length
    return turns


whole_words = st.tuples(st.integers(0, 250), st.integers(1, 30)).map(
    lambda word: a_word(" so", word[0] / 2, (word[0] + word[1]) / 2)
)


@given(turns_in_order(), whole_words)
def test_among_many_turns_the_same_one_is_found_as_by_looking_at_all_of_them(
    turns: list[SpeakerTurn], word: Word
) -> None:
    assert speaker_of(word, *turns) == nearest(word, turns)


@given(turns_in_order(), st.lists(st.integers(1, 6), min_size=1, max_size=30))
def test_no_word_is_lost_and_every_segment_has_one_speaker(
    turns: list[SpeakerTurn], lengths: list[int]
) -> None:
    words, at = [], 0
    for length in lengths:
        words.append(a_word(" so", at, at + length))
        at += length
    parts = assign_speakers([a_segment(*words)], turns)
    assert [word.span for part in parts for word in part.words] == [word.span for word in words]
    assert all({word.speaker for word in part.words} == {part.speaker} for part in parts)
    assert [part.span for part in parts] == sorted(part.span for part in parts)
