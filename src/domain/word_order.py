"""Words that follow each other: none begins before the one before it, or before that ends."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from domain.time_span import TimeSpan
from domain.transcript import Character, Segment, Word

SHORTEST: Final = 0.02
"""Seconds that a word lasts at least; the step of Whisper's attention."""
_INSTANT: Final = 0.001
"""Seconds that a character lasts at least: what is written is rounded to it."""


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


def apart(segments: Sequence[Segment], duration: float) -> tuple[Segment, ...]:
    """Segments that are in order, with each word ended where the next one begins, if it lasts
    longer. Words share sound only where the recording is too short for so many."""
    words = [word for segment in segments for word in segment.words]
    starts = _with_room([word.span.start for word in words], duration)
    limits = [_limit(start, following) for start, following in pairwise([*starts, float("inf")])]
    placed = map(_within, words, starts, limits)
    return tuple(_spanning(each, [next(placed) for _ in each.words]) for each in segments)


def _with_room(starts: Sequence[float], duration: float) -> list[float]:
    """The nearest starts, none before the one before it, that leave each word its least time."""
    earliest, forward = 0.0, []
    for start in starts:
        forward.append(max(earliest, start))
        earliest = forward[-1] + SHORTEST
    latest, backward = duration - SHORTEST, []
    for start in reversed(forward):
        backward.append(max(0.0, min(start, latest)))
        latest = backward[-1] - SHORTEST
    return backward[::-1]


def _limit(start: float, following: float) -> float:
    return following if following - start > SHORTEST / 2 else start + SHORTEST


def _within(word: Word, start: float, limit: float) -> Word:
    span = TimeSpan(start, min(max(word.span.end, start + SHORTEST), limit))
    return replace(
        word, span=span, characters=tuple(_ended(each, span.end) for each in word.characters)
    )


def _ended(character: Character, end: float) -> Character:
    if character.span is None or character.span.end <= end:
        return character
    return replace(character, span=TimeSpan(min(character.span.start, end - _INSTANT), end))
