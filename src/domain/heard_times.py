"""Words with the times at which an aligner heard them, and guessed ones where it did not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import Final, TypeAlias

from domain.alignment_options import Interpolation
from domain.estimated_words import ESTIMATED
from domain.time_span import TimeSpan
from domain.transcript import Character, Word
from domain.word_order import SHORTEST


@dataclass(frozen=True, slots=True)
class HeardTimes:
    """When an aligner heard a word, and how well the sound fits it, 0..1."""

    span: TimeSpan
    score: float
    characters: tuple[Character, ...] = ()


@dataclass(frozen=True, slots=True)
class _Room:
    """What the neighbours leave to words in a row; `start` may lie after `end`."""

    start: float
    end: float


_Place: TypeAlias = Callable[[Sequence[Word], _Room], list[TimeSpan]]


def with_heard_times(
    words: Sequence[Word], heard: Sequence[HeardTimes | None], how: Interpolation
) -> list[Word]:
    """The same words in the same order; those that were not heard (None) are marked, unless they
    keep the times they have (IGNORE)."""
    timed: list[Word] = []
    pairs = list(zip(words, heard, strict=True))
    at = 0
    for is_heard, run in groupby(pairs, key=lambda pair: pair[1] is not None):
        row = list(run)
        at += len(row)
        if is_heard:
            timed += [_heard(word, times) for word, times in row if times is not None]
        else:
            following = pairs[at][1] if at < len(pairs) else None
            unheard = [word for word, _ in row]
            timed += _guessed(unheard, timed[-1].span if timed else None, following, how)
    return timed


def _heard(word: Word, times: HeardTimes) -> Word:
    # Whoever transcribed knows better how sure the word is; in a text from elsewhere nobody does.
    score = times.score if word.score == ESTIMATED else word.score
    return replace(
        word, span=times.span, score=score, interpolated=False, characters=times.characters
    )


def _guessed(
    words: list[Word], before: TimeSpan | None, after: HeardTimes | None, how: Interpolation
) -> list[Word]:
    if how is Interpolation.IGNORE:
        return words
    room = _Room(
        before.end if before else words[0].span.start,
        after.span.start if after else words[-1].span.end,
    )
    spans = _PLACES[how](words, room)
    return [
        replace(word, span=span, interpolated=True) for word, span in zip(words, spans, strict=True)
    ]


def _in_equal_steps(words: Sequence[Word], room: _Room) -> list[TimeSpan]:
    step = max(0.0, room.end - room.start) / len(words)
    starts = [room.start + number * step for number in range(len(words))]
    return [TimeSpan(start, start + max(step, SHORTEST)) for start in starts]


def _at_the_nearest_place(words: Sequence[Word], room: _Room) -> list[TimeSpan]:
    last = max(room.start, room.end - SHORTEST)
    starts = [min(max(word.span.start, room.start), last) for word in words]
    ends = [min(word.span.end, room.end) for word in words]
    return [
        TimeSpan(start, max(end, start + SHORTEST)) for start, end in zip(starts, ends, strict=True)
    ]


_PLACES: Final[Mapping[Interpolation, _Place]] = MappingProxyType(
    {
        Interpolation.LINEAR: _in_equal_steps,
        Interpolation.NEAREST: _at_the_nearest_place,
    }
)
