"""How long a stage may take."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from domain.transcription_job import Stage

_HOUR: Final = 3600.0
_DEFAULT: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class StageLimits:
    """A limit for each stage, which holds for recordings of up to an hour; a longer one gets as
    much more as it is longer."""

    for_an_hour: Mapping[Stage, timedelta] = field(default_factory=dict)

    def of(self, stage: Stage, *, duration: float) -> timedelta:
        """`duration` is the recording's, in seconds."""
        return self.for_an_hour.get(stage, _DEFAULT) * max(1.0, duration / _HOUR)
