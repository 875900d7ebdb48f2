"""Half-open stretches of a recording, in seconds from its start."""

from dataclasses import dataclass

from domain.errors import InvalidTimeSpanError


@dataclass(frozen=True, slots=True, order=True)
class TimeSpan:
    """The stretch [start, end) of a recording, in seconds."""

    start: float
    end: float

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InvalidTimeSpanError(f"[{self.start}, {self.end}) is not a stretch of time")

    @property
    def duration(self) -> float:
        return self.end - self.start

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    def overlap(self, other: "TimeSpan") -> float:
        """Seconds that both spans share; 0 where they do not touch."""
        return max(0.0, min(self.end, other.end) - max(self.start, other.start))

    def gap(self, other: "TimeSpan") -> float:
        """Seconds between the spans; 0 where they touch or overlap."""
        return max(0.0, max(self.start, other.start) - min(self.end, other.end))
