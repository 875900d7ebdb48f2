"""Text that nobody said: left out where that is certain, marked where it is likely.

Whisper writes something for every window. Over silence, noise and music it invents, and where it
loses its way it says the same thing over and over.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from domain.decoding_options import DecodingOptions
from domain.doubt import Doubt
from domain.looping_words import without_loops
from domain.sentences import split_into_sentences
from domain.signs_of_invention import Verdict, signs_of
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcription


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words that are not in the transcript."""

    segment: Segment
    reason: Doubt

    @property
    def seconds(self) -> float:
        return sum(word.span.duration for word in self.segment.words)


def without_inventions(
    heard: Transcription, speech: Sequence[TimeSpan], options: DecodingOptions
) -> Transcription:
    """The same without what nobody said, and with the doubts there are of the rest.

    `speech` is where a detector found a voice, in order and apart from each other. A warning says
    how much was left out. Segments of which there is no doubt are untouched.
    """
    judge = _Judge(_SpeechFinder(speech), options, heard.language_probability)
    parts = [part for segment in heard.segments for part in judge.judged(segment)]
    left_out = [part for part in parts if isinstance(part, LeftOut)]
    return replace(
        heard,
        segments=tuple(part for part in parts if isinstance(part, Segment)),
        warnings=(*heard.warnings, *_told(left_out)),
    )


class _SpeechFinder:
    def __init__(self, speech: Sequence[TimeSpan]) -> None:
        self._speech = speech
        self._starts = [span.start for span in speech]
        self._ends = [span.end for span in speech]

    def near(self, span: TimeSpan) -> Sequence[TimeSpan]:
        return self._speech[
            bisect_right(self._ends, span.start) : bisect_left(self._starts, span.end)
        ]


@dataclass(frozen=True, slots=True)
class _Judge:
    finder: _SpeechFinder
    options: DecodingOptions
    language_probability: float

    def judged(self, segment: Segment) -> Iterator[Segment | LeftOut]:
        if not segment.words:
            yield segment
            return
        for part, is_left_out in without_loops(segment, self.options):
            if is_left_out:
                yield LeftOut(part, Doubt.REPETITION)
            else:
                yield from self._by_speech(part, segment)

    def _by_speech(self, part: Segment, segment: Segment) -> Iterator[Segment | LeftOut]:
        """The sentences of the part, those of one verdict still in one piece."""
        verdicts = [
            (sentence, self._verdict(sentence, segment, has_all=part is segment))
            for sentence in split_into_sentences([part])
        ]
        for verdict, run in groupby(verdicts, key=lambda judged: judged[1]):
            words = [word for sentence, _ in run for word in sentence.words]
            piece = part if len(words) == len(part.words) else part.with_words(words)
            yield _under(verdict, piece)

    def _verdict(self, sentence: Segment, segment: Segment, *, has_all: bool) -> Verdict:
        return signs_of(
            sentence,
            segment,
            self.finder.near(segment.span),
            self.options,
            has_all=has_all,
            language_probability=self.language_probability,
        ).verdict()


def _under(verdict: Verdict, piece: Segment) -> Segment | LeftOut:
    if verdict.invented:
        return LeftOut(piece, Doubt.NO_SPEECH)
    doubts = tuple(dict.fromkeys((*piece.doubts, *verdict.doubts)))
    return piece if doubts == piece.doubts else replace(piece, doubts=doubts)


_REASONS: Final = {
    Doubt.REPETITION: "repeated what was said before",
    Doubt.NO_SPEECH: "stood where nobody speaks",
}


def _told(left_out: Iterable[LeftOut]) -> Iterator[str]:
    seconds: dict[Doubt, float] = {}
    for one in left_out:
        seconds[one.reason] = seconds.get(one.reason, 0.0) + one.seconds
    if seconds:
        why = " and ".join(f"{each:.1f} s {_REASONS[doubt]}" for doubt, each in seconds.items())
        yield f"Text that nobody seems to have said was left out: {why}."
