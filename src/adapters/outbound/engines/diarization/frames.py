"""The windows that segmentation-3.0 hears, and the frames in which it says who speaks."""

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from application.waveform import SAMPLE_RATE

WINDOW: Final = 10 * SAMPLE_RATE
"""Samples that the network was trained on."""
STEP: Final = SAMPLE_RATE
"""Samples from one window to the next, as pyannote has it: each second is heard ten times."""
FRAMES: Final = 589
"""Frames of a window."""
FRAME_SAMPLES: Final = 270
FRAME_SECONDS: Final = FRAME_SAMPLES / SAMPLE_RATE
FIRST_MIDDLE: Final = 991 / 2 / SAMPLE_RATE
"""Seconds: the middle of what the first frame of a window is about."""
LOCALS: Final = 3
"""Voices that the network tells apart within a window."""
UNTOLD: Final = -1
"""In the place of a person: nobody in particular."""

Activity: TypeAlias = npt.NDArray[np.bool_]
"""Shape (frames, LOCALS): who of a window speaks."""
Codes: TypeAlias = npt.NDArray[np.uint8]
"""The same in one byte a frame, a bit for each voice: all that is kept of a window."""
Vectors: TypeAlias = npt.NDArray[np.float32]
"""Shape (n, 192), of length 1 each."""

_BITS: Final = np.array([1, 2, 4], dtype=np.uint8)


def windows_of(sample_count: int) -> int:
    return 1 + max(0, -(-(sample_count - WINDOW) // STEP))


def first_frame(window: int) -> int:
    return round(window * STEP / FRAME_SAMPLES)


def frames_of(windows: int) -> int:
    return first_frame(windows - 1) + FRAMES


def second_of(frame: int) -> float:
    """When a frame's share of the recording begins."""
    return frame * FRAME_SECONDS + FIRST_MIDDLE


def coded(activity: npt.NDArray[np.bool_]) -> Codes:
    codes: Codes = (activity * _BITS).sum(axis=-1).astype(np.uint8)
    return codes


def decoded(codes: Codes) -> Activity:
    return (codes[..., None] & _BITS) > 0


def alone(activity: Activity) -> Activity:
    """Where each voice speaks and no other does."""
    lonely: Activity = activity & (activity.sum(axis=-1, keepdims=True) == 1)
    return lonely


def unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    directions: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return directions
