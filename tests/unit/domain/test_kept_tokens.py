"""Tokens go with their words, and windows with their segments, from the engine to the reader."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.alignment_options import Interpolation
from domain.decoding_options import DEFAULT_DECODING
from domain.heard_times import HeardTimes, with_heard_times
from domain.invented_text import without_inventions
from domain.languages import Language
from domain.sentences import split_into_sentences
from domain.speaker import SpeakerTurn, speaker_label
from domain.speaker_assignment import assign_speakers
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcription, Word
from domain.unheard_speech import in_order_of_time
from domain.word_order import apart, in_order
from tests.fakes.transcripts import SURE, a_segment, a_word

LENGTH = 10.0


def said(text: str, start: float, *, window_start: float) -> Segment:
    """A word a second, with the numbers of its characters for tokens."""
    words = [
        replace(a_word(f" {word}", at, at + 0.9), tokens=tuple(map(ord, f" {word}")))
        for at, word in enumerate(text.split(), start=round(start))
    ]
    return replace(a_segment(*words), decoding=replace(SURE, window_start=window_start))


def aligned(segments: Sequence[Segment]) -> Sequence[Segment]:
    """Every second word was not heard."""
    words = [word for segment in segments for word in segment.words]
    heard = [HeardTimes(word.span, 0.5) if at % 2 else None for at, word in enumerate(words)]
    timed = iter(with_heard_times(words, heard, Interpolation.LINEAR))
    placed = [replace(each, words=tuple(next(timed) for _ in each.words)) for each in segments]
    return apart(in_order(placed, LENGTH), LENGTH)


def words_of(segments: Sequence[Segment]) -> Iterator[tuple[Word, Segment]]:
    return ((word, segment) for segment in segments for word in segment.words)


def test_cut_and_placed_words_keep_their_tokens_and_the_window_they_were_heard_in() -> None:
    first = said("Yes. I do. Then no.", 0, window_start=0.0)
    around = [first.with_words([*first.words[:2], *first.words[3:]])]
    again = said("again", 2, window_start=2.0)
    heard = Transcription(
        language=Language("en"),
        language_probability=1,
        segments=tuple(in_order_of_time([*around, again])),
    )
    left = without_inventions(heard, [TimeSpan(0.0, LENGTH)], DEFAULT_DECODING)
    turns = [
        SpeakerTurn(speaker_label(0), TimeSpan(0.0, 1.0)),
        SpeakerTurn(speaker_label(1), TimeSpan(1.0, LENGTH)),
    ]
    spoken = assign_speakers(split_into_sentences(aligned(left.segments)), turns)
    assert [word.text for word, _ in words_of(spoken)] == [" Yes.", " I", " again", " Then", " no."]
    for word, segment in words_of(spoken):
        assert "".join(map(chr, word.tokens)) == word.text
        assert segment.decoding.window_start == (2.0 if word.text == " again" else 0.0)
