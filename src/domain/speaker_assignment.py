"""Giving each word to the speaker who most likely said it."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from domain.speaker import SpeakerLabel, SpeakerTurn
from domain.transcript import Segment, Word


def assign_speakers(segments: Sequence[Segment], turns: Sequence[SpeakerTurn]) -> list[Segment]:
    """Label every word with the turn that covers most of it, or else with the nearest turn.

    `turns` do not overlap and stand in order of time. A segment in which the speaker changes is
    divided there, so that every segment has one speaker.
    """
    if not turns:
        return list(segments)
    finder = TurnFinder(turns)
    return [part for segment in segments for part in _by_speaker(segment, finder)]


class TurnFinder:
    """`turns` do not overlap and stand in order of time; there is at least one."""

    def __init__(self, turns: Sequence[SpeakerTurn]) -> None:
        self._turns = turns
        self._starts = [turn.span.start for turn in turns]
        self._ends = [turn.span.end for turn in turns]

    def speaker_of(self, word: Word) -> SpeakerLabel:
        return self.turn_of(word).speaker

    def turn_of(self, word: Word) -> SpeakerTurn:
        first = max(0, bisect_right(self._ends, word.span.start) - 1)
        last = bisect_left(self._starts, word.span.end) + 1
        return max(
            self._turns[first:last],
            key=lambda turn: (turn.span.overlap(word.span), -turn.span.gap(word.span)),
        )


def _by_speaker(segment: Segment, finder: TurnFinder) -> list[Segment]:
    if not segment.words:
        stand_in = Word(segment.text, segment.span, 0.0)
        return [replace(segment, speaker=finder.speaker_of(stand_in))]
    words = [replace(word, speaker=finder.speaker_of(word)) for word in segment.words]
    runs = [list(run) for _, run in groupby(_steadied(words), key=lambda word: word.speaker)]
    if len(runs) == 1:
        return [replace(segment, words=tuple(runs[0]), speaker=runs[0][0].speaker)]
    return [_part(segment, run) for run in runs]


def _steadied(words: Sequence[Word]) -> list[Word]:
    """The words, less a change of speaker for a few of them inside a sentence.

    Word times from attention err by about 0.15 s, enough to hand a word or two at the edge of a
    turn to the other speaker; such a sentence belongs to whoever says the rest of it.
    """
    main, said = Counter(word.speaker for word in words).most_common(1)[0]
    others = len(words) - said
    if others > _STRAY_WORDS or others * 3 > len(words):
        return list(words)
    return [replace(word, speaker=main) for word in words]


_STRAY_WORDS = 2


def _part(segment: Segment, run: Sequence[Word]) -> Segment:
    return replace(
        segment,
        span=replace(run[0].span, end=max(word.span.end for word in run)),
        text="".join(word.text for word in run).strip(),
        words=tuple(run),
        speaker=run[0].speaker,
    )
