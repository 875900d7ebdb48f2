"""Words as workers tell them, without spaces and some without times, as words of a text."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from pydantic import BaseModel

from domain.speaker import SpeakerLabel
from domain.time_span import TimeSpan
from domain.transcript import Word

_SHORTEST: Final = 0.01


class TimedWord(BaseModel):
    word: str
    start: float | None = None
    """None where the aligner did not know the word, as with figures."""
    end: float | None = None
    score: float | None = None
    speaker: str | None = None


def words_of(text: str, span: TimeSpan, told: Sequence[TimedWord]) -> tuple[Word, ...]:
    """Each with the space that stands before it in the text, and times for all."""
    return tuple(
        Word(spelled, when, word.score or 0.0, SpeakerLabel(word.speaker) if word.speaker else None)
        for word, spelled, when in zip(told, _spelled(text, told), _times(span, told), strict=True)
    )


def _spelled(text: str, told: Sequence[TimedWord]) -> list[str]:
    spelled = []
    cursor = 0
    for word in told:
        plain = word.word.strip()
        found = text.find(plain, cursor)
        if found < 0:
            spelled.append(f" {plain}")
        else:
            spelled.append(text[cursor : found + len(plain)])
            cursor = found + len(plain)
    return spelled


def _times(span: TimeSpan, told: Sequence[TimedWord]) -> list[TimeSpan]:
    """Words without times share evenly what their neighbours leave them."""
    times: list[TimeSpan] = []
    free = span.start
    for timed, run in groupby(enumerate(told), key=lambda each: _is_timed(each[1])):
        words = list(run)
        if timed:
            times.extend(_span(word.start or 0.0, word.end or 0.0) for _, word in words)
            free = times[-1].end
        else:
            after = words[-1][0] + 1
            until = (told[after].start or 0.0) if after < len(told) else span.end
            times.extend(_shared(free, max(until, free), len(words)))
    return times


def _is_timed(word: TimedWord) -> bool:
    return word.start is not None and word.end is not None


def _shared(start: float, end: float, count: int) -> list[TimeSpan]:
    each = (end - start) / count
    return [_span(start + n * each, start + (n + 1) * each) for n in range(count)]


def _span(start: float, end: float) -> TimeSpan:
    start = max(0.0, start)
    return TimeSpan(start, max(end, start + _SHORTEST))
