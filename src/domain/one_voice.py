"""From voices that overlap to turns that do not."""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import pairwise

from domain.speaker import SpeakerTurn
from domain.time_span import TimeSpan


def one_at_a_time(turns: Sequence[SpeakerTurn]) -> list[SpeakerTurn]:
    """Who holds the floor, in order of time: whoever began to speak last has it until they end, so
    that nobody who spoke is left out."""
    held: list[SpeakerTurn] = []
    for turn in _pieces(turns):
        last = held[-1] if held else None
        if last is not None and (last.speaker, last.span.end) == (turn.speaker, turn.span.start):
            held[-1] = SpeakerTurn(turn.speaker, TimeSpan(last.span.start, turn.span.end))
        else:
            held.append(turn)
    return held


def _pieces(turns: Sequence[SpeakerTurn]) -> Iterator[SpeakerTurn]:
    """A piece of the leading turn between any two moments at which somebody begins or ends."""
    waiting = sorted(turns, key=lambda turn: turn.span.start)
    moments = sorted({moment for turn in turns for moment in (turn.span.start, turn.span.end)})
    speaking: list[tuple[float, int]] = []
    begun = 0
    for start, end in pairwise(moments):
        while begun < len(waiting) and waiting[begun].span.start <= start:
            heappush(speaking, (-waiting[begun].span.start, -begun))
            begun += 1
        while speaking and waiting[-speaking[0][1]].span.end <= start:
            heappop(speaking)
        if speaking:
            yield SpeakerTurn(waiting[-speaking[0][1]].speaker, TimeSpan(start, end))
