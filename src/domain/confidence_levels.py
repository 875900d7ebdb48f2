"""What a confidence is called, and which stretches of a transcript are worth a second look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import InvalidOptionError
from domain.estimated_words import ESTIMATED
from domain.time_span import TimeSpan
from domain.transcript import Word


class ConfidenceLevel(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidenceLevels:
    """Where low ends and high begins."""

    low: float = 0.6
    """Below it is low."""
    high: float = 0.85
    """Above it is high."""
    shortest_stretch: float = 0.5
    """Seconds of speech, all of it low, that are worth a second look."""

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= 1:
            raise InvalidOptionError(
                f"confidences cannot be low below {self.low} and high above {self.high}: "
                "both lie between 0 and 1, and low is not more than high"
            )
        if self.shortest_stretch < 0:
            raise InvalidOptionError(f"no stretch lasts {self.shortest_stretch} s")

    def level(self, confidence: float) -> ConfidenceLevel:
        if confidence < self.low:
            return ConfidenceLevel.LOW
        return ConfidenceLevel.HIGH if confidence > self.high else ConfidenceLevel.MEDIUM

    def low_stretches(
        self, words: Sequence[Word], confidences: Sequence[float | None]
    ) -> list[TimeSpan]:
        """Where words in a row are low, for long enough.

        A word that has no confidence neither begins nor ends such a stretch: what nobody could
        compare is most often garbled itself.
        """
        return [
            TimeSpan(run[0].span.start, max(word.span.end for word in run))
            for run in self._low_runs(words, confidences)
            if sum(word.span.duration for word in run) >= self.shortest_stretch
        ]

    def _low_runs(
        self, words: Sequence[Word], confidences: Sequence[float | None]
    ) -> Iterator[list[Word]]:
        run: list[Word] = []
        for word, confidence in zip(words, confidences, strict=True):
            if confidence is None:
                continue
            if self.level(confidence) is ConfidenceLevel.LOW:
                run.append(word)
            elif run:
                yield run
                run = []
        if run:
            yield run


def own_confidences(words: Sequence[Word]) -> list[float | None]:
    """How sure the engine that heard the words was of each; None where it was never asked."""
    return [None if word.score == ESTIMATED else word.score for word in words]
