"""Loops that an engine wrote, told from what people really say several times."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from domain.decoding_options import DecodingOptions
from domain.decoding_tries import is_unlikely, repeats_itself
from domain.doubt import Doubt
from domain.repetition import Loop, loops
from domain.transcript import Segment, Word

_SHORT: Final = 2
"""Words of a phrase that people say many times in a row: "no, no, no", "come on, come on"."""
_LIKELY: Final = {True: 6, False: 3}
_CERTAIN: Final = {True: 12, False: 5}
"""How often a phrase is said that is short, and one that is not."""


def without_loops(segment: Segment, options: DecodingOptions) -> Iterator[tuple[Segment, bool]]:
    """The segment in parts, each with whether to leave it out.

    Of a loop the first time stays, with a doubt: it may have been said. All of it goes where the
    engine hears nobody.
    """
    decoding = segment.decoding
    nobody = decoding.no_speech_probability > options.no_speech_threshold
    lost = nobody or is_unlikely(decoding, options) or repeats_itself(decoding, options)
    done = 0
    for loop in loops(segment.words):
        if loop.times < _LIKELY[loop.phrase <= _SHORT]:
            continue
        yield from _part(segment, segment.words[done : loop.start])
        certain = lost or loop.times >= _CERTAIN[loop.phrase <= _SHORT]
        yield from _of_loop(segment, loop, certain=certain, nobody=nobody)
        done = loop.stop
    if done == 0:
        yield segment, False
    else:
        yield from _part(segment, segment.words[done:])


def _of_loop(
    segment: Segment, loop: Loop, *, certain: bool, nobody: bool
) -> Iterator[tuple[Segment, bool]]:
    kept = loop.start if certain and nobody else loop.end_of_first if certain else loop.stop
    doubted = (Doubt.REPETITION,)
    for part, _ in _part(segment, segment.words[loop.start : kept]):
        yield replace(part, doubts=doubted), False
    for part, _ in _part(segment, segment.words[kept : loop.stop]):
        yield part, True


def _part(segment: Segment, words: Sequence[Word]) -> Iterator[tuple[Segment, bool]]:
    if words:
        yield segment.with_words(words), False
