"""Who spoke, and how many there may be."""

from dataclasses import dataclass
from typing import Final, NewType

from domain.errors import InvalidOptionError
from domain.time_span import TimeSpan

SpeakerLabel = NewType("SpeakerLabel", str)


def speaker_label(number: int) -> SpeakerLabel:
    """The label of the speaker with that number, counted from zero: SPEAKER_00, SPEAKER_01."""
    return SpeakerLabel(f"SPEAKER_{number:02}")


@dataclass(frozen=True, slots=True)
class SpeakerTurn:
    """A stretch in which one speaker is heard."""

    speaker: SpeakerLabel
    span: TimeSpan


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """How many speakers a recording has, as far as the caller knows. Bounds include their ends."""

    at_least: int | None = None
    at_most: int | None = None

    def __post_init__(self) -> None:
        for bound in (self.at_least, self.at_most):
            if bound is not None and bound < 1:
                raise InvalidOptionError(f"a recording cannot have {bound} speakers")
        if self.at_least and self.at_most and self.at_least > self.at_most:
            raise InvalidOptionError(
                f"min_speakers {self.at_least} is more than max_speakers {self.at_most}"
            )

    @classmethod
    def of(cls, *, exact: int | None, at_least: int | None, at_most: int | None) -> "SpeakerCount":
        """The count that three optional figures describe; an exact one overrides the bounds."""
        return cls(at_least, at_most) if exact is None else cls(exact, exact)

    @property
    def exact(self) -> int | None:
        return self.at_least if self.at_least == self.at_most else None

    @property
    def is_known(self) -> bool:
        """Whether the caller said anything at all."""
        return self.at_least is not None or self.at_most is not None


ANY_NUMBER: Final = SpeakerCount()
