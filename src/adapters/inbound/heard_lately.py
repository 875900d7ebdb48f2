"""What was heard of a job and is not kept yet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from domain.transcript import Segment


def _nobody() -> None:
    """Where nobody waits for it."""


@dataclass(slots=True)
class HeardLately:
    """Told from a stage's thread, read by the event loop."""

    wake: Callable[[], None] = _nobody
    """Called from that thread when there is something."""
    _segments: dict[int, Segment] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def note(self, heard: Mapping[int, Segment]) -> None:
        """By their numbers."""
        with self._lock:
            self._segments.update(heard)
        self.wake()

    @property
    def segments(self) -> Mapping[int, Segment]:
        with self._lock:
            return dict(self._segments)

    def forget(self, kept: Iterable[int]) -> None:
        """Those with these numbers, which are kept now."""
        with self._lock:
            for number in kept:
                self._segments.pop(number, None)
