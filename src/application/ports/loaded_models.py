"""The models that are in memory now."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedModel:
    key: str
    """What it is for and its name: `whisper base`."""
    device: str | None
    """None where its engine does not say."""
    leases: int
    """Pieces of work that use it, or wait for it, now."""
    last_used: datetime

    def is_called(self, name: str) -> bool:
        """Whether that is its key, or the name of the model in it."""
        return is_called(self.key, name)


def is_called(key: str, name: str) -> bool:
    """Keys say in words what the model is for, its name, and where one model may be loaded in
    several ways, how: `whisper base in whisperx`."""
    _, _, what = key.partition(" ")
    return name in (key, what) or name in what.split()


class LoadedModels(Protocol):
    @abstractmethod
    def names(self) -> Sequence[str]:
        """In the order in which they were loaded; one that several devices have stands once."""

    @abstractmethod
    def loaded(self) -> Sequence[LoadedModel]:
        """The same with what is known of each, one for each device that has it."""

    @abstractmethod
    def evict_idle(self, idle_for: timedelta) -> Sequence[str]:
        """Drop what nobody is using and nobody used for that long; answers its names."""

    @abstractmethod
    def drop(self, name: str) -> Sequence[str]:
        """Drop the model of that name, whatever it is for and wherever it is; answers what was
        dropped. Raises ModelInUseError, and then nothing is."""
