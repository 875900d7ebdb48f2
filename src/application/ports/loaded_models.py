"""The models that are in memory now."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol


class LoadedModels(Protocol):
    @abstractmethod
    def names(self) -> Sequence[str]:
        """In the order in which they were loaded."""

    @abstractmethod
    def evict_idle(self, idle_for: timedelta) -> Sequence[str]:
        """Drop what nobody is using and nobody used for that long; answers its names."""
