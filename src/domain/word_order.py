"""Words that follow each other: none begins before the one before it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from domain.time_span import TimeSpan
from domain.transcript import Segment, Word

SHORTEST: Final = 0.02
"""Seconds that a word lasts at least; the step of Whisper's attention."""


def in_order(segments: Sequence[Segment], duration: float) -> tuple[Segment, ...]:
    """The same words, each begun within the recording and not before the one before it; segments
    last as long as their words."""
    earliest, ordered = 0.0, []
    for segment in segments:
        words = []
        for word in segment.words:
            words.append(_not_before(earliest, word, duration))
            earliest = words[-1].span.start
        ordered.append(_spanning(segment, words))
    return tuple(ordered)


def _not_before(earliest: float, word: Word, duration: float) -> Word:
    start = min(max(earliest, word.span.start), max(0.0, duration - SHORTEST))
    return replace(word, span=TimeSpan(start, max(start + SHORTEST, word.span.end)))


def _spanning(segment: Segment, words: list[Word]) -> Segment:
    if not words:
        return segment
    span = TimeSpan(words[0].span.start, max(word.span.end for word in words))
    return replace(segment, span=span, words=tuple(words))
