"""Where the sound of a word fades, for aligners that have it last until the next word begins."""

from typing import Final

import numpy as np

from application.waveform import SAMPLE_RATE, Samples
from domain.time_span import TimeSpan

_FRAME: Final = SAMPLE_RATE // 50
"""Samples of 20 ms."""
_QUIET: Final = 0.1
"""Of the loudest 20 ms of the word: 20 dB below it."""
_TAIL: Final = 0.04
"""Seconds that the ear still hears something."""


def faded(span: TimeSpan, samples: Samples) -> TimeSpan:
    """The same, but for the quiet at its end. In noise that is never quiet it stays as it is."""
    sound = samples[round(span.start * SAMPLE_RATE) : round(span.end * SAMPLE_RATE)]
    frames = sound[: len(sound) // _FRAME * _FRAME].reshape(-1, _FRAME)
    if not len(frames):
        return span
    loudness = np.sqrt(np.mean(np.square(frames), axis=1))
    (loud,) = np.nonzero(loudness >= _QUIET * loudness.max())
    end = span.start + (int(loud[-1]) + 1) * _FRAME / SAMPLE_RATE + _TAIL
    return TimeSpan(span.start, min(span.end, end))
