"""What of a transcript is to be called unsure. It changes how it is shown, not what is heard."""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel

from domain.confidence_levels import ConfidenceLevels
from domain.errors import InvalidOptionError

Wanted = Annotated[
    bool | None,
    Query(
        description="Say how sure the engine was of words and segments, and where it was not. "
        "Left out, it is `true` where one of the thresholds is given.",
        examples=[True],
    ),
]
LowThreshold = Annotated[
    float | None,
    Query(ge=0, le=1, description="Scores below it are low; 0.6 when left out.", examples=[0.6]),
]
HighThreshold = Annotated[
    float | None,
    Query(ge=0, le=1, description="Scores above it are high; 0.85 when left out.", examples=[0.85]),
]
ShortestStretch = Annotated[
    float | None,
    Query(
        ge=0,
        le=3600,
        description="Seconds of low speech in a row that are flagged; 0.5 when left out.",
        examples=[0.5],
    ),
]


class ConfidenceWishes(BaseModel):
    confidence: Wanted = None
    word_confidence_low_threshold: LowThreshold = None
    word_confidence_high_threshold: HighThreshold = None
    low_confidence_min_dur: ShortestStretch = None

    def levels(self) -> ConfidenceLevels | None:
        """None where nobody asked. Raises InvalidOptionError."""
        named = {
            "low": self.word_confidence_low_threshold,
            "high": self.word_confidence_high_threshold,
            "shortest_stretch": self.low_confidence_min_dur,
        }
        given = {name: value for name, value in named.items() if value is not None}
        if self.confidence is False and given:
            raise InvalidOptionError("confidence=false contradicts the thresholds that are given")
        return ConfidenceLevels(**given) if given or self.confidence else None


def wanted_levels(
    *,
    confidence: Wanted = None,
    word_confidence_low_threshold: LowThreshold = None,
    word_confidence_high_threshold: HighThreshold = None,
    low_confidence_min_dur: ShortestStretch = None,
) -> ConfidenceLevels | None:
    """Raises InvalidOptionError."""
    wishes = ConfidenceWishes(
        confidence=confidence,
        word_confidence_low_threshold=word_confidence_low_threshold,
        word_confidence_high_threshold=word_confidence_high_threshold,
        low_confidence_min_dur=low_confidence_min_dur,
    )
    return wishes.levels()


LevelsWanted = Annotated[ConfidenceLevels | None, Depends(wanted_levels)]
