"""A text that is told from its beginning, of which something has been told before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from domain.transcript import Segment, Word


@dataclass(slots=True)
class Retelling:
    """As long as its words are those that were told, in the same order, they are not told again,
    whatever their times are now. Where it says something else than before, as another attempt may,
    it takes up where the earlier telling ended: nothing is taken back, and of no moment is told
    twice."""

    told: Sequence[str]
    """Words."""
    until: float
    """The end of the last of them, in seconds."""
    _next: int = 0
    _agrees: bool = True

    @classmethod
    def after(cls, told: Iterable[Segment]) -> Self:
        words = [word for segment in told for word in segment.words]
        return cls(
            [word.text.strip() for word in words],
            max((word.span.end for word in words), default=0.0),
        )

    def new_in(self, segments: Iterable[Segment]) -> list[Segment]:
        """What was not told before of segments that follow those of the last call."""
        return [new for segment in segments for new in self._new_in(segment)]

    def _new_in(self, segment: Segment) -> Iterator[Segment]:
        new = [word for word in segment.words if self._is_new(word)]
        if len(new) == len(segment.words):
            if new or segment.span.middle >= self.until:
                yield segment
        elif new:
            yield segment.with_words(new)

    def _is_new(self, word: Word) -> bool:
        if self._agrees and self._next < len(self.told):
            self._agrees = word.text.strip() == self.told[self._next]
            self._next += 1
            if self._agrees:
                return False
        return self._agrees or word.span.middle >= self.until
