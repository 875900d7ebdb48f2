"""How the words of a transcript are given their times."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Interpolation(StrEnum):
    """Where a word that could not be heard gets its times from.

    Numbers and symbols are the usual case: an alignment model knows letters or sounds, not digits.
    """

    NEAREST = "nearest"
    """The times that the transcriber gave it, or the nearest that its neighbours leave free."""

    LINEAR = "linear"
    """An equal share of the time between its neighbours."""

    IGNORE = "ignore"
    """The times that the transcriber gave it, as far as the words can still follow each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentOptions:
    """What a caller may ask of the alignment; engines that have no such choice warn."""

    interpolation: Interpolation = Interpolation.NEAREST
    model: str | None = None
    """A model by name, or nothing for the one that the language has."""

    characters: bool = False
    """Whether each character is wanted with its times."""


DEFAULT_ALIGNMENT: Final = AlignmentOptions()
