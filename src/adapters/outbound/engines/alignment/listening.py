"""A transcription's words at the times at which a model hears them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from adapters.outbound.engines.alignment.side_by_side import OnEach, one_by_one
from adapters.outbound.engines.alignment.sound_model import SoundModel
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.alignment_options import AlignmentOptions
from domain.estimated_words import has_guessed_times
from domain.heard_times import HeardTimes, with_heard_times
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcription, Word
from domain.word_order import SHORTEST, apart, in_order
from domain.word_stretches import WordStretch, word_stretches

_FARTHEST: Final = 1.5
"""Seconds between what the transcriber and the model say. Farther apart the model is believed to
have missed the word: attention is off by 0.6 s at most in what was measured."""


def heard_by(
    model: SoundModel,
    waveform: Waveform,
    transcription: Transcription,
    options: AlignmentOptions,
    report: ReportFraction,
    on_each: OnEach = one_by_one,
) -> Transcription:
    words = [word for segment in transcription.segments for word in segment.words]
    heard: list[HeardTimes | None] = []

    def listen(stretch: WordStretch) -> list[HeardTimes | None]:
        return [*_heard_in(stretch, model, waveform, with_characters=options.characters)]

    for times in on_each(listen, word_stretches(words, waveform.duration)):
        heard += times
        waveform.release()
        report(len(heard) / len(words))
    timed = iter(with_heard_times(words, heard, options.interpolation))
    segments = [_with_next(timed, segment) for segment in transcription.segments]
    if not words:
        report(1)
    ordered = in_order(segments, waveform.duration)
    return replace(transcription, segments=apart(ordered, waveform.duration))


def _heard_in(
    stretch: WordStretch, model: SoundModel, waveform: Waveform, *, with_characters: bool
) -> Iterator[HeardTimes | None]:
    texts = [word.text.strip() for word in stretch.words]
    heard = model.listen(waveform.cut(stretch.window), texts)
    for word, times in zip(stretch.words, heard, strict=True):
        if times is None:
            yield None
            continue
        placed = _moved(times, stretch.window, with_characters=with_characters)
        yield placed if _is_likely(word, placed) else HeardTimes(word.span, word.score)


def _is_likely(word: Word, heard: HeardTimes) -> bool:
    distance = abs(word.span.start - heard.span.start)
    return has_guessed_times(word) or distance <= _FARTHEST


def _moved(times: HeardTimes, window: TimeSpan, *, with_characters: bool) -> HeardTimes:
    """From times within a window to those of the recording."""
    characters = [
        replace(each, span=_later(each.span, window) if each.span else None)
        for each in times.characters
    ]
    return HeardTimes(
        _later(times.span, window), times.score, tuple(characters if with_characters else ())
    )


def _later(span: TimeSpan, window: TimeSpan) -> TimeSpan:
    start = min(span.start + window.start, window.end - SHORTEST)
    return TimeSpan(start, max(start + SHORTEST, min(span.end + window.start, window.end)))


def _with_next(words: Iterator[Word], segment: Segment) -> Segment:
    return replace(segment, words=tuple(next(words) for _ in segment.words))
