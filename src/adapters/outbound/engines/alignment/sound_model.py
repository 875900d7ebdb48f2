"""A model that hears at what time each word of a text that is known was said."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from application.waveform import Samples
from domain.heard_times import HeardTimes


class SoundModel(Protocol):
    """May be asked by several threads at once."""

    @abstractmethod
    def listen(self, samples: Samples, words: Sequence[str]) -> Sequence[HeardTimes | None]:
        """For each word, in seconds from the first sample; None for a word of which the model
        knows no character, and for all where they do not fit into the sound."""
