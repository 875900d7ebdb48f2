"""Windows of a recording that overlap by half, and one row of probabilities out of theirs."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from application.waveform import SAMPLE_RATE, Samples, Waveform

Probabilities: TypeAlias = npt.NDArray[np.float32]
"""Shape (frames,)."""
Listen: TypeAlias = Callable[[Sequence[Samples]], Sequence[Probabilities]]

WINDOW: Final = 10 * SAMPLE_RATE
"""Samples that segmentation-3.0 was trained on."""
FRAMES: Final = 589
"""What it says of them: one score for each `STEP` samples."""
STEP: Final = 270
FRAME_SECONDS: Final = STEP / SAMPLE_RATE
_FIELD: Final = 991
"""Samples that one score is about; its middle is what the score stands for."""
_LEAD: Final = (_FIELD - STEP) // 2
"""Silence before the first sample, so that score N stands for [N * STEP, (N + 1) * STEP)."""
_HOP: Final = FRAMES // 2
"""Frames from one window to the next."""


def speech_probabilities(
    waveform: Waveform, listen: Listen, batch_size: int
) -> Iterator[tuple[float, Probabilities]]:
    """The fraction done and the next probabilities, one for each `FRAME_SECONDS`: the mean of the
    two windows that hear a moment, weighted by how far it is from their edges, of which a network
    without memory of what was before knows less."""
    count = max(1, -(-(waveform.sample_count // STEP + 1) // _HOP))
    weighted, weights = np.zeros(FRAMES), np.zeros(FRAMES)
    for first in range(0, count, batch_size):
        places = range(first, min(count, first + batch_size))
        ready: list[Probabilities] = []
        for heard in listen([_window(waveform, place) for place in places]):
            weighted[: len(heard)] += heard * _EDGES[: len(heard)]
            weights[: len(heard)] += _EDGES[: len(heard)]
            ready.append((weighted[:_HOP] / weights[:_HOP]).astype(np.float32))
            weighted = np.concatenate([weighted[_HOP:], np.zeros(_HOP)])
            weights = np.concatenate([weights[_HOP:], np.zeros(_HOP)])
        yield places.stop / count, np.concatenate(ready)


_EDGES: Final = np.minimum(np.arange(1, FRAMES + 1), np.arange(FRAMES, 0, -1)).astype(np.float64)
"""The weight of each frame of a window."""


def _window(waveform: Waveform, place: int) -> Samples:
    start = place * _HOP * STEP - _LEAD
    samples = waveform.read(max(0, start), start + WINDOW)
    before = max(0, -start)
    return np.pad(samples, (before, WINDOW - before - len(samples)))
