"""Why a stretch of a transcript may not have been said."""

from enum import StrEnum


class Doubt(StrEnum):
    REPETITION = "repetition"
    """It says the same thing over and over."""
    NO_SPEECH = "no_speech"
    """There is next to no voice where it stands."""
    LOW_CONFIDENCE = "low_confidence"
    """The engine found no likely words."""
