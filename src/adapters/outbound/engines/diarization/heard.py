"""What is kept of a recording once all its windows are heard."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from adapters.outbound.engines.diarization.frames import Codes, Vectors

Indices: TypeAlias = npt.NDArray[np.int32]
Seconds: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heard:
    """About 1.5 KB for each second: no sound."""

    codes: Codes
    """Shape (windows, FRAMES)."""
    vectors: Vectors
    """Those of the voices that say enough in a window."""
    windows: Indices
    """For each vector the window that it is from, ascending,"""
    voices: Indices
    """the voice in it,"""
    seconds: Seconds
    """and for how long that voice speaks alone there."""

    @property
    def is_silent(self) -> bool:
        return not self.codes.any()


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches in which one voice speaks, and what it sounds like there."""

    spans: Indices
    """Shape (n, 2): first frame, and the one after the last."""
    vectors: Vectors
