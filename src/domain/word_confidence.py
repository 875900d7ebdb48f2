"""How sure a second engine was of the words of a transcript."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.time_span import TimeSpan
from domain.transcript import Word

_APART: Final = 0.5
"""Seconds. Two engines put the same word this far apart at most; beyond, it was said twice."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word as another engine heard it."""

    text: str
    span: TimeSpan
    confidence: float


def confidences_of(words: Sequence[Word], heard: Sequence[HeardWord]) -> list[float | None]:
    """For each word the confidence of the same word, heard at the same time.

    None where the other engine heard something else: how sure it was of that says nothing about
    this word. What is heard is used once and in order, so of two equal words side by side each
    has its own.
    """
    finder = _Finder(heard)
    return [finder.confidence_of(word) for word in words]


class _Finder:
    def __init__(self, heard: Sequence[HeardWord]) -> None:
        self._heard = sorted(heard, key=lambda word: word.span)
        self._starts = [word.span.start for word in self._heard]
        self._longest = max((word.span.duration for word in heard), default=0.0)
        self._next = 0

    def confidence_of(self, word: Word) -> float | None:
        spelled = _letters(word.text)
        reach = word.span.start - _APART - self._longest
        first = max(self._next, bisect_left(self._starts, reach))
        last = bisect_left(self._starts, word.span.end + _APART)
        same = [
            number
            for number in range(first, last)
            if _letters(self._heard[number].text) == spelled
            and self._heard[number].span.gap(word.span) <= _APART
        ]
        if not spelled or not same:
            return None
        found = min(same, key=lambda n: abs(self._heard[n].span.middle - word.span.middle))
        self._next = found + 1
        return self._heard[found].confidence


def _letters(text: str) -> str:
    """Engines differ in punctuation and capitals."""
    return "".join(filter(str.isalnum, text.casefold()))
