"""The models that are in memory now."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol


class LoadedModels(Protocol):
    @abstractmethod
    def names(self) -> Sequence[str]:
        """In the order in which they were loaded."""
