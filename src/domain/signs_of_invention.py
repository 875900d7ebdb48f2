"""What tells text that was said from text that an engine made up over silence, noise or music.

The figures are those of docs/adr/0012-invented-text.md: no real speech measured comes near them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.decoding_options import DecodingOptions
from domain.decoding_tries import is_silence, is_unlikely, repeats_itself
from domain.doubt import Doubt
from domain.estimated_words import ESTIMATED
from domain.phantom_phrases import is_phantom_phrase
from domain.spelling import letters_of
from domain.time_span import TimeSpan
from domain.transcript import Segment, Word

_FAST: Final = 30.0
_IMPOSSIBLE: Final = 50.0
"""Letters in a second of speech. The fastest real speech measured has 17."""
_LITTLE_SPEECH: Final = 1.0
"""Seconds, with the silence that a detector leaves around a voice: a breath, a click, a cough."""
_UNSURE: Final = 0.5
_GUESSED: Final = 0.3
"""Mean scores of words. Of real speech only what is mumbled is below the first (0.36)."""
_MOSTLY: Final = 0.5
_NO_LANGUAGE: Final = 0.05
"""The probability of the language, where the engine listened for it. Of 44 recordings of real
speech it is 0.39 and more, of white noise it was 0.02."""
_SLOW: Final = 2.0
"""Letters in a second of speech: one word or two in ten seconds."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a stretch of words."""

    doubts: tuple[Doubt, ...] = ()
    invented: bool = False
    """Certain enough to leave it out."""


@dataclass(frozen=True, slots=True)
class Signs:
    """Of one sentence, beside what is known of the segment it was decoded with."""

    hears_nobody: bool
    """The engine itself takes its window for one without speech."""
    is_silence: bool
    is_unlikely: bool
    repeats: bool
    letters_a_second: float
    """Of the whole segment: words of one sentence may be placed too close to each other."""
    speech: float
    """Seconds of the stretches of speech in which the sentence stands."""
    stands_apart: bool
    """Most of it lies where the detector found no speech."""
    score: float | None
    """The mean of its words, as far as the engine scored them."""
    is_phantom: bool
    is_no_language: bool
    """The engine does not know the language of the recording."""

    def verdict(self) -> Verdict:
        doubtful = {
            Doubt.REPETITION: self.repeats,
            Doubt.NO_SPEECH: self._is_over_no_speech,
            Doubt.LOW_CONFIDENCE: (
                self.is_unlikely or self.is_no_language or self._scores_below(_GUESSED)
            ),
        }
        doubts = tuple(doubt for doubt, holds in doubtful.items() if holds)
        return Verdict(doubts, self._is_invented)

    @property
    def _is_over_no_speech(self) -> bool:
        return (
            self.hears_nobody
            or self.stands_apart
            or self.letters_a_second > _FAST
            or (self.is_phantom and self._is_next_to_nothing and self._scores_below(_UNSURE))
        )

    @property
    def _is_invented(self) -> bool:
        nobody = self.hears_nobody or self.stands_apart
        return (
            self.is_silence
            or self.letters_a_second > _IMPOSSIBLE
            or (nobody and (self.is_phantom or self._scores_below(_GUESSED)))
            or (self.stands_apart and self.is_unlikely)
            or (self.is_no_language and (self.is_phantom or self.letters_a_second < _SLOW))
            or (self.is_phantom and self._is_next_to_nothing and self._scores_below(_GUESSED))
        )

    @property
    def _is_next_to_nothing(self) -> bool:
        return self.speech <= _LITTLE_SPEECH

    def _scores_below(self, limit: float) -> bool:
        return self.score is not None and self.score < limit


def signs_of(
    sentence: Segment,
    segment: Segment,
    speech: Sequence[TimeSpan],
    options: DecodingOptions,
    *,
    has_all: bool,
    language_probability: float,
) -> Signs:
    """`sentence` is a part of `segment`, as which it was decoded; `speech` are the stretches near
    it, by a detector; `has_all` says that no loop was found in the segment. The probability of the
    language is 0 where the engine does not tell it."""
    decoding = segment.decoding
    return Signs(
        hears_nobody=decoding.no_speech_probability > options.no_speech_threshold,
        is_silence=is_silence(decoding, options),
        is_unlikely=is_unlikely(decoding, options),
        repeats=has_all and repeats_itself(decoding, options),
        letters_a_second=_letters_a_second(segment, speech),
        speech=_seconds(sentence.span, speech),
        stands_apart=_stands_apart(sentence.words, speech),
        score=_mean_score(sentence.words),
        is_phantom=is_phantom_phrase(sentence.text),
        is_no_language=0 < language_probability < _NO_LANGUAGE,
    )


def _letters_a_second(segment: Segment, speech: Sequence[TimeSpan]) -> float:
    seconds = _seconds(segment.span, speech)
    return len(letters_of(segment.text)) / seconds if seconds else 0.0


def _seconds(span: TimeSpan, speech: Sequence[TimeSpan]) -> float:
    return sum(stretch.duration for stretch in speech if stretch.overlap(span) > 0)


def _stands_apart(words: Sequence[Word], speech: Sequence[TimeSpan]) -> bool:
    said = sum(word.span.duration for word in words)
    covered = sum(word.span.overlap(stretch) for word in words for stretch in speech)
    return covered < _MOSTLY * said


def _mean_score(words: Sequence[Word]) -> float | None:
    scores = [word.score for word in words if word.score != ESTIMATED]
    return sum(scores) / len(scores) if scores else None
