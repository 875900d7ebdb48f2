"""Words in stretches that an aligner hears at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.estimated_words import has_guessed_times
from domain.time_span import TimeSpan
from domain.transcript import Word

_PAUSE: Final = 1.0
"""Seconds without a word that always end a stretch."""
_LONGEST: Final = 12.0
"""Seconds. What an aligner computes grows faster than the length, and a mistake of the text harms
no other stretch."""
_LONGEST_OF_ESTIMATES: Final = 30.0
"""Where nobody knows yet when the words were said, a cut is likely to be in the wrong place."""
_MARGIN: Final = 0.5
"""Seconds of sound before and after, since the times of the words are not right yet."""


@dataclass(frozen=True, slots=True)
class WordStretch:
    words: tuple[Word, ...]
    window: TimeSpan
    """The sound in which they are looked for."""


def word_stretches(words: Sequence[Word], duration: float) -> Iterator[WordStretch]:
    """All words, in their order."""
    stretch: list[Word] = []
    for word in words:
        if stretch and _ends_before(word, stretch):
            yield _in_its_window(stretch, duration)
            stretch = []
        stretch.append(word)
    if stretch:
        yield _in_its_window(stretch, duration)


def _ends_before(word: Word, stretch: Sequence[Word]) -> bool:
    longest = _LONGEST_OF_ESTIMATES if has_guessed_times(word) else _LONGEST
    is_after_pause = word.span.start - stretch[-1].span.end >= _PAUSE
    return is_after_pause or word.span.end - stretch[0].span.start > longest


def _in_its_window(words: Sequence[Word], duration: float) -> WordStretch:
    start = max(0.0, words[0].span.start - _MARGIN)
    end = min(duration, max(word.span.end for word in words) + _MARGIN)
    return WordStretch(tuple(words), TimeSpan(start, max(end, start + _MARGIN)))
