"""Stretches in which one voice speaks, to be known by themselves.

Where people follow each other quickly, or a window hears more than it has voices for, two of them
become one voice in it. A stretch between two pauses or changes is hardly ever of two."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from adapters.outbound.engines.diarization.frames import (
    FRAME_SECONDS,
    FRAMES,
    Codes,
    first_frame,
    frames_of,
)
from adapters.outbound.engines.diarization.timeline import voices_at_a_time

_SHORTEST: Final = 30
"""Frames, half a second: the voice of less is hardly known."""
_LONGEST: Final = 2.2
"""Seconds. Longer ones are cut evenly, because now and then nobody hears a change."""
_NEAR: Final = 5
"""Frames to each side that belong to a change: windows differ by that much."""
_AGREED: Final = 0.4
"""The share of windows that have to hear a change."""


def stretches(codes: Codes) -> Sequence[tuple[int, int]]:
    """First frames, and those after the last."""
    windows, voices = voices_at_a_time(codes)
    borders = np.concatenate([[0], _changes(codes, windows), [len(voices)]])
    alone = voices == 1
    return [
        piece
        for first, after in pairwise(borders.tolist())
        for run in _runs(alone[first:after], first)
        if run[1] - run[0] >= _SHORTEST
        for piece in _pieces(*run)
    ]


def _changes(codes: Codes, windows: npt.NDArray[np.uint8]) -> npt.NDArray[np.intp]:
    """The frames where most windows near hear others speak from then on."""
    heard = np.zeros(frames_of(len(codes)), np.uint8)
    for window, code in enumerate(codes):
        near = np.zeros(FRAMES, bool)
        for change in np.flatnonzero(code[1:] != code[:-1]).tolist():
            near[max(0, change - _NEAR) : change + _NEAR + 1] = True
        heard[first_frame(window) :][:FRAMES] += near
    share = heard / windows
    return np.array(
        [
            first + int(np.flatnonzero(share[first:after] == share[first:after].max()).mean())
            for first, after in _runs(share >= _AGREED, 0)
        ],
        dtype=np.intp,
    )


def _runs(true: npt.NDArray[np.bool_], offset: int) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], true, [False]])))
    for first, after in edges.reshape(-1, 2).tolist():
        yield first + offset, after + offset


def _pieces(first: int, after: int) -> Iterator[tuple[int, int]]:
    number = max(1, round((after - first) * FRAME_SECONDS / _LONGEST))
    borders = np.linspace(first, after, number + 1).astype(int).tolist()
    yield from pairwise(borders)
