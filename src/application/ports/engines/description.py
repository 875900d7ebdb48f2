"""What an engine says of itself: what will run, and why something will not."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineDescription:
    name: str
    """As its environment variable spells it, for example `faster-whisper`."""
    model: str | None = None
    device: str | None = None
    compute_type: str | None = None
    """What it computes in, where that is a choice."""
    problem: str | None = None
    """Why it cannot run here and what to do about it; None when it can."""
    warnings: tuple[str, ...] = ()
    """What is not as the settings want it, although it can run."""

    @property
    def can_run(self) -> bool:
        return self.problem is None


class Engine(Protocol):
    @abstractmethod
    def describe(self) -> EngineDescription:
        """Answers at once: it loads no library and no model."""
