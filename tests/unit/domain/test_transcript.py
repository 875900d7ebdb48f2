"""A finished text."""

import pytest

from domain.errors import InvalidTranscriptError
from domain.speaker import speaker_label
from tests.fakes.transcripts import a_segment, a_transcript, a_word

ADA, GRACE = speaker_label(0), speaker_label(1)


def test_the_text_is_that_of_all_segments() -> None:
    transcript = a_transcript(a_segment(a_word(" Yes.", 0, 1)), a_segment(a_word(" No.", 1, 2)))
    assert transcript.text == "Yes. No."


def test_words_stand_in_order_across_segments() -> None:
    words = [a_word(" One", 0, 1), a_word(" two.", 1, 2), a_word(" Three.", 2, 3)]
    assert a_transcript(a_segment(*words[:2]), a_segment(words[2])).words == words


def test_speakers_are_listed_once_in_the_order_in_which_they_speak() -> None:
    speakers = [GRACE, None, ADA, GRACE]
    segments = [
        a_segment(a_word(" so", at, at + 1), speaker=speaker) for at, speaker in enumerate(speakers)
    ]
    assert a_transcript(*segments).speakers == [GRACE, ADA]


def test_segments_that_are_out_of_order_are_refused() -> None:
    early, late = a_segment(a_word(" a", 0, 1)), a_segment(a_word(" b", 1, 2))
    with pytest.raises(InvalidTranscriptError):
        a_transcript(late, early)


def test_segments_may_begin_together_and_overlap() -> None:
    together = [a_segment(a_word(" a", 0, 5)), a_segment(a_word(" b", 0, 1))]
    assert list(a_transcript(*together).segments) == together
