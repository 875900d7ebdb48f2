"""The clock by which a file places its sound, and the silence where it has none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

from application.waveform import SAMPLE_RATE, Samples

_SHORTEST: Final = 0.05
"""Seconds. Recorders' clocks are inexact by less."""
_LONGEST: Final = 3600.0
"""Seconds that are believed to be missing at once, at most."""
_LONGEST_UNTOLD: Final = 600.0
"""The same where the file does not say how long it is."""
_SPARE: Final = 1.0
"""Seconds by which the sound may end behind what the header says, times may go back without
starting anew, and two frames may follow each other."""

T = TypeVar("T")


@dataclass(slots=True)
class Timeline:
    """Follows the sound of one track. What is lost leaves a gap, and so does what a microphone
    that was muted never sent: all that comes after keeps its time if silence fills it."""

    is_kept: bool
    """Whether the file stores times; in other formats they are counted from the sound itself."""
    promised: float | None
    """Seconds that there are by the header; None where it does not say."""
    reached: float = 0.0
    """Seconds of sound and silence so far."""
    _origin: float | None = None

    def missing_before(self, start: float | None, following: float | None) -> float:
        """Seconds of silence to put before the sound that starts then; mostly none. `following`
        is when the next sound starts: a time that it does not bear out is damaged."""
        if not self.is_kept or start is None:
            return 0.0
        if following is not None and abs(following - start) > _SPARE:
            return 0.0
        missing = 0.0 if self._origin is None else start - self._origin - self.reached
        if self._origin is None or not -_SPARE <= missing <= self._believable():
            self._origin = start - self.reached  # the clock starts, or starts anew
            return 0.0
        return missing if missing >= _SHORTEST else 0.0

    def advance(self, seconds: float) -> None:
        self.reached += seconds

    def _believable(self) -> float:
        """A jump that is made up could fill a disk with silence."""
        if self.promised is None:
            return _LONGEST_UNTOLD
        return min(_LONGEST, self.promised + _SPARE - self.reached)


def with_next(items: Iterable[T]) -> Iterator[tuple[T, T | None]]:
    """Each with the one that follows it, which the last has not."""
    before: T | None = None
    for item in items:
        if before is not None:
            yield before, item
        before = item
    if before is not None:
        yield before, None


def silence(seconds: float) -> Iterator[Samples]:
    """In blocks of a second at most."""
    count = round(seconds * SAMPLE_RATE)
    for start in range(0, count, SAMPLE_RATE):
        yield np.zeros(min(SAMPLE_RATE, count - start), dtype=np.float32)
