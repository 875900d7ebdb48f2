"""Stretches that hold any sound at all."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from application.waveform import Waveform
from domain.time_span import TimeSpan

_LEAST: Final = 1.5 / 32768
"""Of full scale: a step of 16 bits, which is what encoders leave of digital silence, and a half."""
_LOOK: Final = 1.0
"""Seconds at a time: of speech, one is enough."""


def audible(waveform: Waveform, speech: Sequence[TimeSpan]) -> list[TimeSpan]:
    """Those of the stretches that are more than digital silence. Whisper writes something for
    every window, and takes long over one that holds nothing."""
    return [span for span in speech if _has_sound(waveform, span)]


def _has_sound(waveform: Waveform, span: TimeSpan) -> bool:
    start = span.start
    while start < span.end:
        samples = waveform.cut(TimeSpan(start, min(start + _LOOK, span.end)))
        if samples.size and float(np.abs(samples).max()) > _LEAST:
            return True
        start += _LOOK
    return False
