"""When cues are shown: from their first word, long enough to be read, and never two at once."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from domain.time_span import TimeSpan

BRIEFEST: Final = 0.02
"""Seconds; no voice says a word in less, and players skip what does not last."""
_BLINK: Final = 1 / 12
"""Seconds between a cue that outlasts its words and the next, so that the eye sees the text change:
two frames of film."""


def in_turn(spans: Sequence[TimeSpan]) -> list[TimeSpan]:
    """The same, each from after the start of the one before until the next starts, at most."""
    starts: list[float] = []
    for span in spans:
        earliest = starts[-1] + BRIEFEST if starts else 0.0
        starts.append(max(span.start, earliest))
    return [
        TimeSpan(start, _between(start + BRIEFEST, span.end, following))
        for span, start, following in zip_longest(spans, starts, starts[1:])
    ]


def readable(
    spoken: Sequence[TimeSpan], needed: Sequence[float], *, until: float
) -> list[TimeSpan]:
    """The spans in turn, lengthened to the seconds needed as far as the silence after them goes.
    The last one has until then."""
    spans = in_turn(spoken)
    return [
        TimeSpan(span.start, max(span.end, min(span.start + seconds, _room(following, until))))
        for span, seconds, following in zip_longest(spans, needed, spans[1:])
    ]


def _room(following: TimeSpan | None, until: float) -> float:
    return until if following is None else following.start - _BLINK


def _between(least: float, end: float, most: float | None) -> float:
    return max(least, end) if most is None else min(max(least, end), most)
