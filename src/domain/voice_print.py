"""What a voice sounds like, as a vector that can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isfinite
from typing import Self

from domain.errors import InvalidValueError
from domain.speaker import SpeakerLabel


@dataclass(frozen=True, slots=True)
class VoicePrint:
    """A direction in the space of one encoder; prints of different encoders say nothing of each
    other."""

    vector: tuple[float, ...]
    model: str
    """The name of the encoder."""

    def __post_init__(self) -> None:
        if not self.vector:
            raise InvalidValueError("a voice print has at least one number")
        if not all(isfinite(number) for number in self.vector) or not any(self.vector):
            raise InvalidValueError("a voice print is made of finite numbers that are not all zero")
        if not self.model:
            raise InvalidValueError("a voice print names the model that made it")

    @classmethod
    def of(cls, vector: Sequence[float], model: str) -> Self:
        """A print of length 1 that points where the vector does."""
        length = hypot(*vector)
        return cls(tuple(float(number) / (length or 1.0) for number in vector), model)

    def similarity(self, other: "VoicePrint") -> float:
        """The cosine of the angle between the two, -1..1.

        Raises InvalidValueError where they come from different models."""
        if self.model != other.model or len(self.vector) != len(other.vector):
            raise InvalidValueError(
                f"voices of {self.model} and {other.model} cannot be compared with each other"
            )
        product = sum(a * b for a, b in zip(self.vector, other.vector, strict=True))
        return product / (hypot(*self.vector) * hypot(*other.vector))


@dataclass(frozen=True, slots=True)
class SpeakerVoice:
    """What a speaker of a recording sounds like in it."""

    label: SpeakerLabel
    print: VoicePrint
